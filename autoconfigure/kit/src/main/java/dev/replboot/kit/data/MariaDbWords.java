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
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.MariaDbWrites.Kind;

/**
 * Names in a text of MariaDB's SQL, and whether they stand where a statement names the
 * table that it writes to. Knows no more of the grammar than that: a name that means
 * something else there, such as an alias, is found as well.
 */
final class MariaDbWords {

	// Whatever follows is no table that is written to. All of these words are
	// reserved, so no table has such a name without quotes.
	private static final Set<String> ENDS = Set.of("values", "set", "select", "where", "with", "returning", "then",
			"declare", "loop", "while", "if");

	// These are reserved as well.
	private static final Set<String> MODIFIERS = Set.of("low_priority", "delayed", "high_priority", "ignore", "into",
			"from", "table", "infile");

	// In the body of a routine, begin and end are no transaction's.
	private static final Set<String> ENDING = Set.of("commit", "alter", "drop", "truncate", "rename", "grant", "revoke",
			"optimize", "repair", "flush", "reset", "lock", "unlock", "xa", "prepare", "execute", "install",
			"uninstall");

	// Behind these, a statement begins. Behind a table's name, set belongs to update.
	private static final Set<String> STARTS = Set.of(";", "begin", "then", "else", "do", "loop", "repeat", "for");

	// A handler's statement follows its conditions. In these statements, set is a clause.
	private static final Set<String> OTHERS_WITH_SET = Set.of(";", "update", "insert", "replace", "load");

	private static final Set<String> NAMED = Set.of(".", ",", "=", "(", ")");

	private final List<Token> tokens = new ArrayList<>();

	private final List<Name> names = new ArrayList<>();

	private Set<Kind> mode = none();

	private boolean parentheses;

	private int place;

	private boolean call;

	private MariaDbWords(String sql) {
		SqlScanner scanner = new SqlScanner(sql, SqlDialect.MYSQL);
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			this.tokens.add(token(kind, scanner.text()));
		}
	}

	private static Token token(SqlScanner.Kind kind, String text) {
		if (kind != SqlScanner.Kind.QUOTED) {
			return new Token(kind, text, text.toLowerCase(Locale.ROOT));
		}
		char quote = text.charAt(0);
		if (quote == '\'' || text.length() < 2) {
			return new Token(kind, "", "'");
		}
		String mark = String.valueOf(quote);
		return new Token(SqlScanner.Kind.QUOTED, text.substring(1, text.length() - 1).replace(mark + mark, mark), "");
	}

	/**
	 * The names in a text.
	 * @param sql the text
	 * @return all that may be names
	 */
	static List<Name> names(String sql) {
		MariaDbWords words = new MariaDbWords(sql);
		words.read();
		boolean twofold = words.contains("duplicate") || words.contains("portion");
		return twofold ? words.names.stream().map(MariaDbWords::withUpdates).toList() : words.names;
	}

	// It is an insert that updates the row that is there, or an update of a part of a
	// period.
	private static Name withUpdates(Name name) {
		return name.kinds().isEmpty() ? name : new Name(name.qualifier(), name.name(), EnumSet.allOf(Kind.class),
				name.place(), name.called(), name.procedure());
	}

	/**
	 * The word in a routine's body that would end a transaction, or hide a statement.
	 * @param text the body
	 * @return the word, or {@code null} if there is none
	 */
	static @Nullable String ending(String text) {
		List<Token> tokens = new MariaDbWords(text).tokens;
		for (int i = 0; i < tokens.size(); i++) {
			String word = tokens.get(i).word();
			String next = (i + 1 < tokens.size()) ? tokens.get(i + 1).word() : "";
			String before = (i > 0) ? tokens.get(i - 1).word() : ";";
			// It is a column's name.
			boolean named = NAMED.contains(before) || NAMED.contains(next);
			boolean temporary = next.equals("temporary");
			if (!named && (word.equals("create") || ENDING.contains(word)) && !temporary
					&& !isHarmless(word, before, next)) {
				return word;
			}
			boolean work = next.equals("work") && i + 2 < tokens.size();
			String way = work ? tokens.get(i + 2).word() : next;
			if (word.equals("rollback") && !way.equals("to") || word.equals("start") && next.equals("transaction")) {
				return word;
			}
		}
		boolean sets = changesAccount(tokens) || TransactionWords.changeTransaction(MySqlSettings.in(text));
		return sets ? "set" : null;
	}

	/**
	 * Whether a statement that sets something sets an account's password or default role,
	 * which commits.
	 * @param text one statement, or the body of a routine
	 * @return whether it does
	 */
	static boolean changesAccount(String text) {
		return changesAccount(new MariaDbWords(text).tokens);
	}

	private static boolean changesAccount(List<Token> tokens) {
		boolean sets = false;
		boolean handler = false;
		for (int i = 0; i < tokens.size(); i++) {
			String word = tokens.get(i).word();
			handler = word.equals("handler") || handler && !OTHERS_WITH_SET.contains(word);
			String before = (i > 0) ? tokens.get(i - 1).word() : ";";
			String next = (i + 1 < tokens.size()) ? tokens.get(i + 1).word() : "";
			boolean begins = word.equals("set") && (STARTS.contains(before) || handler);
			sets = begins || sets && !word.equals(";");
			boolean name = sets && (before.equals("set") || before.equals(","));
			if (name && (word.equals("default") ? next.equals("role")
					: word.equals("password") && Set.of("=", ":", "for", "to").contains(next))) {
				return true;
			}
		}
		return false;
	}

	// It is select … lock in share mode, deallocate prepare, or a function of this name.
	private static boolean isHarmless(String word, String before, String next) {
		return switch (word) {
			case "lock" -> next.equals("in");
			case "prepare" -> before.equals("deallocate");
			default -> false;
		};
	}

	boolean contains(String word) {
		return this.tokens.stream().anyMatch((token) -> token.word().equals(word));
	}

	private void read() {
		for (int i = 0; i < this.tokens.size(); i++) {
			Token token = this.tokens.get(i);
			if (token.isSymbol("@")) {
				// It is a variable.
				i++;
			}
			else if (token.kind() == SqlScanner.Kind.SYMBOL) {
				symbol(token);
			}
			else if (token.isName() && !keyword(token, i)) {
				i += name(i);
			}
		}
	}

	private void symbol(Token token) {
		if (token.isSymbol(";") || token.isSymbol("(") && this.parentheses) {
			this.mode = none();
		}
	}

	private boolean keyword(Token token, int index) {
		if (isPart(index)) {
			return false;
		}
		switch (token.word()) {
			case "insert", "load" -> begin(true, Kind.INSERT);
			case "replace" -> begin(true, Kind.INSERT, Kind.DELETE);
			case "update" -> {
				// It is select … for update, or insert … on duplicate key update.
				if (!Set.of("for", "key").contains(at(index - 1).word()) || isSetFor(index - 1)) {
					begin(false, Kind.UPDATE);
				}
			}
			case "delete" -> begin(false, Kind.DELETE);
			case "call" -> this.call = true;
			default -> {
				if (ENDS.contains(token.word())) {
					this.mode = none();
				}
				return ENDS.contains(token.word()) || MODIFIERS.contains(token.word());
			}
		}
		return true;
	}

	// It is set statement … for.
	private boolean isSetFor(int index) {
		int first = index - 1;
		while (first > 0 && !at(first).word().equals("for") && !at(first).isSymbol(";")) {
			if (at(first).word().equals("statement") && at(first - 1).word().equals("set")) {
				return true;
			}
			first--;
		}
		return false;
	}

	private void begin(boolean untilParenthesis, Kind... kinds) {
		this.mode = EnumSet.noneOf(Kind.class);
		this.mode.addAll(List.of(kinds));
		this.parentheses = untilParenthesis;
		this.place++;
	}

	private boolean isPart(int index) {
		return at(index - 1).isSymbol(".") || at(index + 1).isSymbol(".");
	}

	// It counts the tokens that follow and belong to the name.
	private int name(int index) {
		String qualifier = null;
		String name = at(index).text();
		int last = index;
		while (at(last + 1).isSymbol(".") && at(last + 2).isName()) {
			if (qualifier == null || last == index) {
				qualifier = name;
				name = at(last + 2).text();
			}
			last += 2;
		}
		boolean called = this.call || at(last + 1).isSymbol("(");
		this.names.add(new Name(qualifier, name, this.mode, this.mode.isEmpty() ? 0 : this.place, called, this.call));
		this.call = false;
		return last - index;
	}

	private Token at(int index) {
		return (index >= 0 && index < this.tokens.size()) ? this.tokens.get(index) : Token.NONE;
	}

	private static Set<Kind> none() {
		return EnumSet.noneOf(Kind.class);
	}

	/**
	 * A name.
	 *
	 * @param qualifier what stands before the dot, or {@code null}
	 * @param name the name
	 * @param kinds what may happen to its rows if it is a table, empty if nothing
	 * @param place the number of the place that names tables to be written to, 0 if there
	 * is none here
	 * @param called whether it stands where a routine's name does
	 * @param procedure whether it stands where a procedure's name does
	 */
	record Name(@Nullable String qualifier, String name, Set<Kind> kinds, int place, boolean called,
			boolean procedure) {

		@Override
		public String toString() {
			return (this.qualifier != null) ? this.qualifier + "." + this.name : this.name;
		}

	}

	/**
	 * Part of a text.
	 *
	 * @param kind what it is
	 * @param text the text, without quotes
	 * @param word the text in lower case, unless it was quoted
	 */
	private record Token(SqlScanner.Kind kind, String text, String word) {

		static final Token NONE = new Token(SqlScanner.Kind.END, "", "");

		boolean isName() {
			return (this.kind == SqlScanner.Kind.WORD || this.kind == SqlScanner.Kind.QUOTED) && !this.text.isEmpty();
		}

		boolean isSymbol(String symbol) {
			return this.kind == SqlScanner.Kind.SYMBOL && this.text.equals(symbol);
		}

	}

}
