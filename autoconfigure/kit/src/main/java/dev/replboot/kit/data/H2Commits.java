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

import org.jspecify.annotations.Nullable;

/**
 * Statements of H2 that commit the open transaction whatever they do: all that H2 doesn't
 * call transactional. What is known to be transactional is listed. Whatever else there
 * is, also in a later version, counts as unknown.
 *
 * @see <a href="https://www.h2database.com/html/commands.html">Commands</a>
 */
final class H2Commits {

	private static final Set<String> DEFINITIONS = Set.of("create", "alter", "drop", "truncate", "rename", "grant",
			"revoke", "comment", "analyze", "analyse", "declare", "refresh");

	private static final Set<String> COMMANDS = Set.of("prepare", "deallocate", "script", "runscript", "backup",
			"shutdown");

	// what ends a transaction is refused before
	private static final Set<String> TRANSACTIONAL = Set.of("(", "select", "table", "values", "with", "call", "?", "{",
			"explain", "insert", "update", "delete", "merge", "replace", "savepoint", "release", "rollback", "set",
			"show", "help", "use");

	// These settings belong to the connection. Any other is written into the
	// database, which commits.
	private static final Set<String> SETTINGS = Set.of("@", "lock_timeout", "query_timeout", "schema",
			"schema_search_path", "search_path", "time", "catalog", "non_keywords", "variable_binary",
			"truncate_large_length", "lazy_query_execution", "throttle");

	private static final Set<String> KINDS = Set.of("cached", "memory", "local", "global");

	private H2Commits() {
	}

	/**
	 * Look whether a statement commits.
	 * @param statement the statement
	 * @return its words, or {@code null} if it doesn't
	 */
	static @Nullable String in(SqlStatement statement) {
		String word = statement.word(0);
		if (DEFINITIONS.contains(word)) {
			return isTransactional(statement) ? null : word;
		}
		if (word.equals("set")) {
			return SETTINGS.contains(statement.word(1)) ? null : "set " + statement.word(1);
		}
		if (word.equals("with") && createsTable(statement)) {
			return "create";
		}
		return COMMANDS.contains(word) ? word : statement.names("link_schema") ? "link_schema" : null;
	}

	/**
	 * Look whether a statement isn't known, so that it may commit.
	 * @param statement the statement
	 * @return its first word, or {@code null} if it is known
	 */
	static @Nullable String unknown(SqlStatement statement) {
		boolean known = TRANSACTIONAL.contains(statement.word(0)) || isTransactional(statement);
		return known ? null : statement.word(0);
	}

	// the word is of the table if it follows the columns, outside of all parentheses
	private static boolean isTransactional(SqlStatement statement) {
		int kind = 1;
		while (KINDS.contains(statement.word(kind))) {
			kind++;
		}
		boolean creates = statement.word(0).equals("create") || statement.word(0).equals("declare");
		if (!creates || !Set.of("temporary", "temp").contains(statement.word(kind))
				|| !statement.word(kind + 1).equals("table")) {
			return false;
		}
		boolean columns = false;
		for (String part : outside(statement)) {
			columns |= part.equals(")");
			if (columns && (part.equals("transactional") || part.equals("as"))) {
				return part.equals("transactional");
			}
		}
		return false;
	}

	// The statement is with … create table.
	private static boolean createsTable(SqlStatement statement) {
		return outside(statement).contains("create");
	}

	// They are the words outside of parentheses, and what closes these.
	private static List<String> outside(SqlStatement statement) {
		List<String> parts = new ArrayList<>();
		SqlScanner scanner = new SqlScanner(statement.text(), SqlDialect.H2);
		int depth = 0;
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			String text = (kind != SqlScanner.Kind.QUOTED) ? scanner.text().toLowerCase(Locale.ROOT) : "'";
			depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
			if (depth == 0) {
				parts.add(text);
			}
		}
		return parts;
	}

}
