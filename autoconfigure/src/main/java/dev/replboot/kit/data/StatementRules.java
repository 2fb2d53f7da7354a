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

import java.util.List;

/**
 * What the kit's own function for statements doesn't execute.
 */
final class StatementRules {

	private StatementRules() {
	}

	/**
	 * Take a text apart as far as the driver doesn't.
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @param parameters whether there are values for parameters
	 * @return the texts to execute, one after the other
	 * @throws IllegalArgumentException if none of it may be executed
	 */
	static List<String> texts(String sql, SqlDialect dialect, boolean parameters) {
		List<SqlStatement> statements = SqlStatement.split(sql, dialect);
		if (statements.isEmpty()) {
			throw new IllegalArgumentException("There is no statement in the text.");
		}
		String refusal = TransactionWords.refusal(sql, dialect);
		if (refusal != null) {
			throw new IllegalArgumentException(refusal);
		}
		statements.forEach(StatementRules::refuseCopy);
		// PostgreSQL's driver gives the results of all, those of others give the first
		if (statements.size() == 1 || dialect == SqlDialect.POSTGRESQL) {
			return List.of(sql);
		}
		if (parameters) {
			throw new IllegalArgumentException("The text has " + statements.size()
					+ " statements, and values for parameters: which of them they are for isn't known. Call sql for each.");
		}
		return statements.stream().map(SqlStatement::text).toList();
	}

	private static void refuseCopy(SqlStatement statement) {
		if (statement.dialect() == SqlDialect.POSTGRESQL && statement.word(0).equals("copy")
				&& (statement.contains("stdout") || statement.contains("stdin"))) {
			throw new IllegalArgumentException(
					"The statement was refused: copy sends its rows past JDBC. (sql \"select …\") reads rows, also"
							+ " many of them with {:max-rows n}; for bulk use psql.");
		}
	}

	/**
	 * Check that a text is one statement.
	 * @param sql the text
	 * @param dialect the database's own way to write statements
	 * @throws IllegalArgumentException if it isn't
	 */
	static void requireOne(String sql, SqlDialect dialect) {
		int statements = SqlStatement.split(sql, dialect).size();
		if (statements != 1) {
			throw new IllegalArgumentException("explain takes one statement, but the text has " + statements + ".");
		}
	}

}
