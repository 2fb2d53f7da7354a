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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Names in a text of PostgreSQL's SQL as the server takes them, also in literals that are
 * code: the body of {@code do} and of functions, and what they or a function execute.
 */
final class PostgresNames {

	// They execute a text that they are given.
	private static final Set<String> EXECUTING = Set.of("execute", "query_to_xml", "query_to_xmlschema",
			"query_to_xml_and_xmlschema", "ts_stat", "ts_rewrite", "crosstab", "crosstab2", "crosstab3", "crosstab4",
			"connectby");

	private static final Set<String> DEFINING = Set.of("do", "function", "procedure");

	// Code in code in code is rare already.
	private static final int DEPTH = 8;

	private final Wanted wanted;

	// It has each text of code once.
	private final Set<String> read = new HashSet<>();

	private PostgresNames(Wanted wanted) {
		this.wanted = wanted;
	}

	/**
	 * Find a name.
	 * @param sql one statement, or several
	 * @param wanted what to find
	 * @return the first that is found, or {@code null}
	 * @throws IllegalArgumentException if there is code in code, too deep to be looked
	 * into
	 */
	static @Nullable String find(String sql, Wanted wanted) {
		PostgresNames names = new PostgresNames(wanted);
		for (SqlStatement statement : SqlStatement.split(sql, SqlDialect.POSTGRESQL)) {
			String found = names.find(statement.text(), hasCode(statement), 0);
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

	private @Nullable String find(String sql, boolean code, int depth) {
		SqlScanner scanner = new SqlScanner(sql, SqlDialect.POSTGRESQL);
		List<String> dollars = new ArrayList<>();
		List<String> literals = new ArrayList<>();
		boolean executes = code;
		String before = null;
		SqlScanner.Kind kind;
		do {
			kind = scanner.next();
			if (before != null && this.wanted.test(before, scanner.text().equals("("))) {
				return before;
			}
			before = scanner.name(kind);
			executes |= before != null && (EXECUTING.contains(before) || depth > 0 && DEFINING.contains(before));
			String literal = (kind == SqlScanner.Kind.QUOTED) ? SqlNames.literal(scanner.text()) : null;
			if (literal != null) {
				literals.add(literal);
			}
			if (literal != null && scanner.text().startsWith("$")) {
				dollars.add(literal);
			}
		}
		while (kind != SqlScanner.Kind.END);
		if (executes && literals.size() > 1) {
			// They are parts of a text, or several.
			literals.add(String.join("", literals));
		}
		// In code, such a literal is code for itself.
		List<String> codes = executes ? literals : (depth > 0) ? dollars : List.of();
		return findInCodes(codes, depth + 1);
	}

	private @Nullable String findInCodes(List<String> codes, int depth) {
		for (String each : codes) {
			if (!this.read.add(each)) {
				continue;
			}
			if (depth > DEPTH) {
				throw new IllegalArgumentException(
						"The statement was refused: it has code in literals of code, and more than " + DEPTH
								+ " of these in each other aren't looked into. Write it with fewer.");
			}
			String found = this.wanted.inCode(each);
			found = (found != null) ? found : find(each, false, depth);
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
