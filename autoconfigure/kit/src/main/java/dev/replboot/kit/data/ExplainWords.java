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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;

/**
 * How each database is asked how it executes a statement.
 */
final class ExplainWords {

	private ExplainWords() {
	}

	/**
	 * The words before the statement.
	 * @param connection a connection to the database
	 * @param sql the statement
	 * @param analyze whether to execute it
	 * @return the words
	 * @throws IllegalArgumentException if the database can't be asked
	 * @throws SQLException if it could not be rolled back
	 */
	static String before(Connection connection, String sql, boolean analyze) throws SQLException {
		SqlDialect dialect = SqlDialect.of(connection);
		StatementRules.requireOne(sql, dialect);
		return switch (dialect) {
			case POSTGRESQL -> analyze ? "explain (analyze, buffers) " : "explain ";
			case H2 -> analyze ? "explain analyze " : "explain ";
			case MYSQL -> mySql(connection, sql, analyze);
			case STANDARD -> throw new IllegalArgumentException(
					"explain supports PostgreSQL, H2, MariaDB and MySQL. For another database, use (sql \"…\") with"
							+ " its own syntax.");
		};
	}

	/**
	 * Whether the database explains the statement only where it could be executed.
	 * @param connection a connection to the database
	 * @param sql the statement
	 * @return whether a transaction that only reads isn't enough
	 * @throws SQLException if the database can't be told
	 */
	static boolean mayWrite(Connection connection, String sql) throws SQLException {
		SqlDialect dialect = SqlDialect.of(connection);
		return dialect == SqlDialect.MYSQL && SqlStatement.split(sql, dialect)
			.stream()
			.anyMatch((statement) -> !Set.of("select", "with", "(").contains(statement.word(0)));
	}

	private static String mySql(Connection connection, String sql, boolean analyze) throws SQLException {
		boolean mariaDb = DatabaseKind.of(connection) == DatabaseKind.MARIADB;
		if (!analyze) {
			return mariaDb ? "explain format=json " : "explain format=tree ";
		}
		if (!mariaDb) {
			// MySQL doesn't execute statements that write here
			return "explain analyze ";
		}
		MariaDbWrites writes = new MariaDbWrites(new MariaDbCatalog(connection));
		for (String text : JdbcEscapes.readings(connection, sql)) {
			writes.add(text, Objects.requireNonNullElse(connection.getCatalog(), ""));
		}
		Set<String> unknown = writes.unknown();
		if (!unknown.isEmpty()) {
			throw new SQLException(
					"The statement was not executed: whether it could be rolled back isn't known. It may write to "
							+ String.join("; ", unknown) + ".");
		}
		return "analyze format=json ";
	}

}
