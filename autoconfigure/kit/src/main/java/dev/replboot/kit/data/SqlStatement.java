/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.replboot.kit.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One statement of a text that may have several.
 *
 * @param text the statement, without what separates it from others
 * @param words its first words and symbols in lower case; a quote stands for what is
 * quoted
 * @param dialect the database's own way to write statements
 */
record SqlStatement(String text, List<String> words, SqlDialect dialect) {

	private static final int WORDS = 12;

	private static final Set<String> ROUTINES = Set.of("procedure", "function", "trigger", "event", "package");

	// Such a word may be the name of one of these, or of its column.
	private static final Set<String> OTHERS = Set.of("temporary", "table", "view", "index", "sequence", "database",
			"schema", "user", "role", "server");

	/**
	 * Split a text where the database does.
	 * @param sql the text
	 * @param dialect the database's own way to write statements
	 * @return its statements, in order; an empty one isn't there
	 */
	static List<SqlStatement> split(String sql, SqlDialect dialect) {
		List<SqlStatement> statements = new ArrayList<>();
		SqlScanner scanner = new SqlScanner(sql, dialect);
		Splitting splitting = new Splitting(sql, dialect);
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			if (kind == SqlScanner.Kind.SYMBOL && scanner.text().equals(";") && splitting.isOutside()) {
				splitting.end(scanner.start(), statements);
			}
			else {
				splitting.take(kind, scanner);
			}
		}
		splitting.end(sql.length(), statements);
		return statements;
	}

	String word(int index) {
		return (index < this.words.size()) ? this.words.get(index) : "";
	}

	/**
	 * Whether it changes settings, for good or, as MariaDB's {@code set statement … for},
	 * for the statement that follows.
	 * @return whether it does
	 */
	boolean sets() {
		SqlScanner scanner = new SqlScanner(this.text, this.dialect);
		return scanner.next() == SqlScanner.Kind.WORD && scanner.text().equalsIgnoreCase("set");
	}

	/**
	 * Whether a word is anywhere in the statement, outside of literals and comments.
	 * @param word the word, in lower case
	 * @return whether it is
	 */
	boolean contains(String word) {
		SqlScanner scanner = new SqlScanner(this.text, this.dialect);
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			if (kind == SqlScanner.Kind.WORD && scanner.text().equalsIgnoreCase(word)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a name is anywhere in the statement, also in quotes.
	 * @param name the name, in lower case
	 * @return whether it is
	 */
	boolean names(String name) {
		SqlScanner scanner = new SqlScanner(this.text, this.dialect);
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			String found = scanner.name(kind);
			if (found != null && found.equalsIgnoreCase(name)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * All parts of the statement in lower case: words and names as they are without
	 * quotes, and symbols. A quote stands for a literal.
	 * @return the parts
	 */
	List<String> parts() {
		List<String> parts = new ArrayList<>();
		SqlScanner scanner = new SqlScanner(this.text, this.dialect);
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			String name = scanner.name(kind);
			if (name != null) {
				// The name stays in one piece.
				parts.add(name.toLowerCase(Locale.ROOT).replace(' ', '_'));
			}
			else {
				parts.add((kind == SqlScanner.Kind.QUOTED) ? "'" : scanner.text());
			}
		}
		return parts;
	}

	/**
	 * What is known of the statement that is being read. Semicolons in parentheses and in
	 * the body of a routine separate nothing.
	 */
	private static final class Splitting {

		private final String sql;

		private final SqlDialect dialect;

		private List<String> words = new ArrayList<>();

		private int start = -1;

		private int parentheses;

		// It is true in the body of a function or procedure.
		private boolean block;

		private String last = "";

		private Splitting(String sql, SqlDialect dialect) {
			this.sql = sql;
			this.dialect = dialect;
		}

		private boolean isOutside() {
			return !this.block && !isCompound() && (this.parentheses <= 0 || !hasStatementsInParentheses());
		}

		// A rule of PostgreSQL has them. Elsewhere, a parenthesis that doesn't close
		// is in quotes.
		private boolean hasStatementsInParentheses() {
			return this.dialect == SqlDialect.POSTGRESQL || this.dialect == SqlDialect.STANDARD;
		}

		// A routine of MySQL extends to the text's end.
		private boolean isCompound() {
			return this.dialect == SqlDialect.MYSQL && isCreate()
					&& this.words.stream()
						.filter((word) -> ROUTINES.contains(word) || OTHERS.contains(word))
						.findFirst()
						.filter(ROUTINES::contains)
						.isPresent();
		}

		private boolean isSetFor() {
			return this.dialect == SqlDialect.MYSQL && this.parentheses == 0 && this.words.size() > 1
					&& this.words.get(0).equals("set") && this.words.get(1).equals("statement");
		}

		private boolean isCreate() {
			return !this.words.isEmpty() && this.words.get(0).equals("create");
		}

		private boolean isRoutine() {
			int kind = (this.words.size() > 1 && this.words.get(1).equals("or")) ? 3 : 1;
			return isCreate() && this.words.size() > kind
					&& Set.of("function", "procedure").contains(this.words.get(kind));
		}

		private void take(SqlScanner.Kind kind, SqlScanner scanner) {
			if (this.start == -1) {
				this.start = scanner.start();
			}
			String word = (kind == SqlScanner.Kind.QUOTED) ? "'" : scanner.text().toLowerCase(Locale.ROOT);
			if (word.equals("for") && isSetFor()) {
				// what follows is the statement that is executed
				this.words.clear();
			}
			else if (this.words.size() < WORDS) {
				this.words.add(word);
			}
			switch (word) {
				case "(" -> this.parentheses++;
				case ")" -> this.parentheses--;
				// Elsewhere, begin is a name.
				case "atomic" -> this.block |= isRoutine() && this.parentheses == 0 && this.last.equals("begin");
				// A semicolon precedes the body's end, but not a column's name or the end
				// of case.
				case "end" -> this.block &= !this.last.equals(";") && !this.last.equals("atomic");
				default -> {
				}
			}
			this.last = word;
		}

		private void end(int end, List<SqlStatement> statements) {
			if (this.start != -1) {
				statements.add(new SqlStatement(this.sql.substring(this.start, end).stripTrailing(),
						List.copyOf(this.words), this.dialect));
			}
			this.start = -1;
			this.words = new ArrayList<>();
			this.parentheses = 0;
			this.block = false;
			this.last = "";
		}

	}

}
