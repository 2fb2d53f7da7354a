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

package dev.replboot.twin;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * How a database is told to take no writes from a session. {@code Connection.setReadOnly}
 * alone is a hint which some ignore.
 */
final class ReadOnlySession {

	private ReadOnlySession() {
	}

	/**
	 * Make a session one that only reads.
	 * @param connection the connection
	 * @throws SQLException if the database can't be told, or isn't known to obey
	 */
	static void begin(Connection connection) throws SQLException {
		DatabaseMetaData database = connection.getMetaData();
		if (database.getURL().startsWith("jdbc:h2:mem:")) {
			// the twin's own, gone with it
			return;
		}
		String statement = statement(database.getDatabaseProductName());
		if (statement == null) {
			throw new SQLException("The twin only reads, and " + database.getDatabaseProductName()
					+ " is not known to enforce that. Start it with --repl.twin.writable to connect all the same;"
					+ " what you write then is written.");
		}
		try (Statement settings = connection.createStatement()) {
			settings.execute(statement);
		}
		if (!connection.getAutoCommit()) {
			// a setting that is rolled back is forgotten
			connection.commit();
		}
	}

	private static @Nullable String statement(String product) {
		return switch (product) {
			case "PostgreSQL" -> "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
			case "MySQL", "MariaDB" -> "SET SESSION TRANSACTION READ ONLY";
			default -> null;
		};
	}

}
