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
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a database is told about a session. {@code Connection.setReadOnly} alone is a hint
 * which some ignore.
 */
final class TwinSession {

	private static final String POSTGRESQL = "PostgreSQL";

	private TwinSession() {
	}

	/**
	 * Make a session one that only reads.
	 * @param connection the connection
	 * @throws SQLException if the database can't be told, or isn't known to obey
	 */
	static void onlyRead(Connection connection) throws SQLException {
		if (isOwn(connection)) {
			return;
		}
		String product = connection.getMetaData().getDatabaseProductName();
		String session = session(product);
		if (session == null) {
			throw new SQLException("The twin only reads, and " + product
					+ " is not known to enforce that. Start it with --repl.twin.writable to connect all the same;"
					+ " what you write then is written.");
		}
		execute(connection, session + "READ ONLY");
	}

	/**
	 * Let the database end the session when it does nothing in a transaction: who stops
	 * the process, or leaves it at a debugger, must not keep others waiting for its
	 * locks.
	 * @param connection the connection
	 * @param time how long it may do nothing
	 * @throws SQLException if the database doesn't let it
	 */
	static void limitIdleTransactions(Connection connection, Duration time) throws SQLException {
		if (connection.getMetaData().getDatabaseProductName().equals(POSTGRESQL)) {
			execute(connection, "SET SESSION idle_in_transaction_session_timeout = "
					+ Math.min(time.toMillis(), Integer.MAX_VALUE));
		}
	}

	/**
	 * Make a session one that writes as well: for the record.
	 * @param connection the connection
	 * @throws SQLException if the database doesn't let it
	 */
	static void write(Connection connection) throws SQLException {
		String session = isOwn(connection) ? null : session(connection.getMetaData().getDatabaseProductName());
		if (session != null) {
			execute(connection, session + "READ WRITE");
		}
	}

	private static void execute(Connection connection, String setting) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(setting);
		}
		if (!connection.getAutoCommit()) {
			// a setting that is rolled back is forgotten
			connection.commit();
		}
	}

	/**
	 * Let the transaction that begins write, in a session that only reads otherwise,
	 * where all that it does can be rolled back. MySQL and MariaDB commit it when a table
	 * is altered or dropped, so it only reads there as well.
	 * @param connection the connection, which has executed nothing in it yet
	 * @throws SQLException if the database doesn't let it
	 */
	static void letTransactionWrite(Connection connection) throws SQLException {
		if (connection.getMetaData().getDatabaseProductName().equals(POSTGRESQL)) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("SET TRANSACTION READ WRITE");
			}
		}
	}

	// gone with the twin
	private static boolean isOwn(Connection connection) throws SQLException {
		return connection.getMetaData().getURL().startsWith("jdbc:h2:mem:");
	}

	private static @Nullable String session(String product) {
		return switch (product) {
			case POSTGRESQL -> "SET SESSION CHARACTERISTICS AS TRANSACTION ";
			case "MySQL", "MariaDB" -> "SET SESSION TRANSACTION ";
			default -> null;
		};
	}

}
