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

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Statements of H2 that commit the open transaction whatever they do: all that H2 doesn't
 * call transactional.
 */
final class H2Commits {

	private static final Set<String> DEFINITIONS = Set.of("create", "alter", "drop", "truncate", "rename", "grant",
			"revoke", "comment", "analyze", "analyse", "declare");

	private static final Set<String> COMMANDS = Set.of("prepare", "deallocate", "script", "runscript", "backup",
			"shutdown");

	// those of the connection; each other one is written into the database, which commits
	private static final Set<String> SETTINGS = Set.of("@", "lock_timeout", "query_timeout", "schema",
			"schema_search_path", "search_path", "time", "catalog", "non_keywords", "variable_binary",
			"truncate_large_length", "lazy_query_execution", "throttle");

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
			return statement.contains("transactional") ? null : word;
		}
		if (word.equals("set")) {
			return SETTINGS.contains(statement.word(1)) ? null : "set " + statement.word(1);
		}
		return COMMANDS.contains(word) ? word : statement.names("link_schema") ? "link_schema" : null;
	}

}
