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
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * A statement with its parameters as a driver takes them: question marks, one for each
 * value. Lists in {@code in (?)} have one for each element.
 *
 * @param sql the statement
 * @param values the values in the order of their question marks
 */
record SqlParameters(String sql, List<@Nullable Object> values) {

	/**
	 * Bind arguments to the parameters of a statement.
	 * @param sql the statement, with question marks or with names after colons
	 * @param dialect the database's own way to write statements
	 * @param arguments the values for question marks, or one map of them by name
	 * @return the statement and the values
	 * @throws IllegalArgumentException if they don't fit each other
	 */
	static SqlParameters bind(String sql, SqlDialect dialect, List<@Nullable Object> arguments) {
		Binding binding = new Binding(sql, dialect, arguments);
		binding.read();
		return new SqlParameters(binding.bound.toString(), binding.values);
	}

	/**
	 * Goes through the statement once.
	 */
	private static final class Binding {

		private final String sql;

		private final SqlDialect dialect;

		private final List<@Nullable Object> arguments;

		private final @Nullable Map<?, ?> named;

		private final SqlScanner scanner;

		private final StringBuilder bound = new StringBuilder();

		private final List<@Nullable Object> values = new ArrayList<>();

		private int copied;

		private int taken;

		// This is 1 behind IN, 2 behind IN and a parenthesis, and 0 elsewhere.
		private int list;

		private Binding(String sql, SqlDialect dialect, List<@Nullable Object> arguments) {
			this.sql = sql;
			this.dialect = dialect;
			this.arguments = arguments;
			this.scanner = new SqlScanner(sql, dialect);
			this.named = (arguments.size() == 1 && arguments.get(0) instanceof Map<?, ?> map && hasNames()) ? map
					: null;
		}

		private boolean hasNames() {
			SqlScanner names = new SqlScanner(this.sql, this.dialect);
			for (SqlScanner.Kind kind = names.next(); kind != SqlScanner.Kind.END; kind = names.next()) {
				if (kind == SqlScanner.Kind.SYMBOL && isName(names)) {
					return true;
				}
			}
			return false;
		}

		private void read() {
			for (SqlScanner.Kind kind = this.scanner.next(); kind != SqlScanner.Kind.END; kind = this.scanner.next()) {
				if (kind == SqlScanner.Kind.SYMBOL && this.scanner.at(this.scanner.start()) == '?') {
					questionMark();
				}
				else if (kind == SqlScanner.Kind.SYMBOL && this.named != null && isName(this.scanner)) {
					name(this.named);
				}
				else {
					this.list = follow(kind);
				}
			}
			this.bound.append(this.sql, this.copied, this.sql.length());
			if (this.named == null && this.taken < this.arguments.size()) {
				throw new IllegalArgumentException("The statement has " + this.taken + " parameters, but "
						+ this.arguments.size() + " values were given.");
			}
		}

		private int follow(SqlScanner.Kind kind) {
			if (kind == SqlScanner.Kind.WORD && this.scanner.text().equalsIgnoreCase("in")) {
				return 1;
			}
			return (this.list == 1 && this.scanner.text().equals("(")) ? 2 : 0;
		}

		// neither a cast (::) nor a slice of an array ([1:n])
		private static boolean isName(SqlScanner scanner) {
			int colon = scanner.start();
			char before = scanner.at(colon - 1);
			char first = scanner.at(colon + 1);
			return scanner.at(colon) == ':' && SqlScanner.isWord(first) && !Character.isDigit(first) && before != ':'
					&& before != ']' && before != ')' && before != '\\' && !SqlScanner.isWord(before);
		}

		// in PostgreSQL also an operator, which its driver wants doubled
		private void questionMark() {
			int start = this.scanner.start();
			boolean doubled = this.scanner.at(start + 1) == '?';
			if (doubled) {
				this.scanner.next();
			}
			else if (this.dialect == SqlDialect.POSTGRESQL && (this.named != null || this.arguments.isEmpty())) {
				this.bound.append(this.sql, this.copied, start).append("??");
				this.copied = start + 1;
			}
			else if (this.named == null) {
				if (this.taken == this.arguments.size()) {
					throw new IllegalArgumentException("The statement has more parameters than the " + this.taken
							+ " values that were given. The operator ? is written ??.");
				}
				replace(start, this.scanner.end(), this.arguments.get(this.taken++));
			}
			this.list = 0;
		}

		private void name(Map<?, ?> named) {
			int start = this.scanner.start();
			this.scanner.next();
			String name = this.scanner.text();
			if (!named.containsKey(name)) {
				TreeSet<String> known = new TreeSet<>();
				named.keySet().forEach((key) -> known.add(":" + key));
				throw new IllegalArgumentException(
						"There is no value for :" + name + ". Given are " + String.join(", ", known) + ".");
			}
			replace(start, this.scanner.end(), named.get(name));
			this.list = 0;
		}

		private void replace(int start, int end, @Nullable Object value) {
			this.bound.append(this.sql, this.copied, start);
			this.copied = end;
			List<@Nullable Object> elements = (this.list == 2) ? elements(value) : null;
			if (elements == null) {
				mark(value);
				return;
			}
			if (elements.isEmpty() && this.dialect != SqlDialect.H2) {
				throw new IllegalArgumentException(
						"The list for in (…) is empty, and SQL has no empty list: leave the condition out.");
			}
			String separator = "";
			for (Object element : elements) {
				this.bound.append(separator);
				separator = ", ";
				row(element);
			}
		}

		// (a, b) in (?) takes a list of pairs
		private void row(@Nullable Object element) {
			List<@Nullable Object> parts = elements(element);
			if (parts == null) {
				mark(element);
				return;
			}
			String separator = "(";
			for (Object part : parts) {
				this.bound.append(separator);
				separator = ", ";
				mark(part);
			}
			this.bound.append(")");
		}

		private void mark(@Nullable Object value) {
			this.bound.append('?');
			this.values.add(value);
		}

		private static @Nullable List<@Nullable Object> elements(@Nullable Object value) {
			return (value != null && ListValues.isList(value)) ? ListValues.elements(value) : null;
		}

	}

}
