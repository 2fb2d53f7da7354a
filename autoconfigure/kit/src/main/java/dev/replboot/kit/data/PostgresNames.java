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
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Names in a text of PostgreSQL's SQL as the server takes them, also in literals that are
 * code: the body of {@code do} and of functions, and what they or a function execute.
 */
final class PostgresNames {

	// which execute a text that they are given
	private static final Set<String> EXECUTING = Set.of("execute", "query_to_xml", "query_to_xmlschema",
			"query_to_xml_and_xmlschema", "ts_stat", "ts_rewrite", "crosstab", "crosstab2", "crosstab3", "crosstab4",
			"connectby");

	private PostgresNames() {
	}

	/**
	 * Find a name.
	 * @param sql one statement, or several
	 * @param wanted what to find
	 * @return the first that is found, or {@code null}
	 */
	static @Nullable String find(String sql, Wanted wanted) {
		for (SqlStatement statement : SqlStatement.split(sql, SqlDialect.POSTGRESQL)) {
			String found = find(statement.text(), hasCode(statement), wanted);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	// the body of do and of a function is a literal
	private static boolean hasCode(SqlStatement statement) {
		return statement.word(0).equals("do") || statement.word(0).equals("create")
				&& (statement.words().contains("function") || statement.words().contains("procedure"));
	}

	private static @Nullable String find(String sql, boolean code, Wanted wanted) {
		SqlScanner scanner = new SqlScanner(sql, SqlDialect.POSTGRESQL);
		List<String> codes = new ArrayList<>();
		List<String> literals = new ArrayList<>();
		boolean executes = code;
		String before = null;
		SqlScanner.Kind kind;
		do {
			kind = scanner.next();
			if (before != null && wanted.test(before, scanner.text().equals("("))) {
				return before;
			}
			before = scanner.name(kind);
			executes |= before != null && EXECUTING.contains(before);
			String literal = (kind == SqlScanner.Kind.QUOTED) ? SqlNames.literal(scanner.text()) : null;
			if (literal != null && scanner.text().startsWith("$")) {
				codes.add(literal);
			}
			else if (literal != null) {
				literals.add(literal);
			}
		}
		while (kind != SqlScanner.Kind.END);
		if (executes) {
			// parts of a text, or several
			codes.addAll(literals);
			codes.add(String.join("", literals));
		}
		for (String each : codes) {
			String found = wanted.inCode(each);
			found = (found != null) ? found : find(each, false, wanted);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	/**
	 * What to find in a statement.
	 */
	@FunctionalInterface
	interface Wanted {

		/**
		 * Whether it is wanted.
		 * @param name a name as the server takes it
		 * @param called whether a parenthesis follows
		 * @return whether it is
		 */
		boolean test(String name, boolean called);

		/**
		 * Look at a text that may be code.
		 * @param code the text
		 * @return what is wanted there, or {@code null} if nothing is found
		 */
		default @Nullable String inCode(String code) {
			return null;
		}

	}

}
