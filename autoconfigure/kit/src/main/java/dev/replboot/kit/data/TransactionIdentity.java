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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * Asks the database whether a transaction is still the one that was begun. Something may
 * have ended it past the connection: a procedure, a statement that commits by itself, or
 * code of the application.
 */
final class TransactionIdentity {

	// Each transaction has another one, even if it only reads.
	private static final String POSTGRESQL = "select virtualxid from pg_catalog.pg_locks"
			+ " where locktype = 'virtualxid' and pid = pg_catalog.pg_backend_pid()";

	// H2 numbers a transaction at its first change, so each one begins with a change.
	private static final String H2 = "select transaction_id()";

	// A function has the transaction's own connection, which it can commit. A trigger
	// can't.
	private static final String JAVA_IN_H2 = """
			select exists (select 1 from information_schema.routines where external_language = 'JAVA')""";

	/** {@code org.h2.api.ErrorCode.DATABASE_IS_READ_ONLY}. */
	private static final int READ_ONLY = 90097;

	private final String query;

	/**
	 * Table that gives a transaction of H2 an identity before it changes anything. The
	 * transaction's end drops it.
	 */
	static final String PIN = "REPL_TRANSACTION_PIN";

	// It is for MariaDB, which has no number to ask for.
	private final @Nullable MariaDbSnapshot savepoint;

	private final @Nullable String identity;

	private TransactionIdentity(String query, @Nullable String identity, @Nullable MariaDbSnapshot savepoint) {
		this.query = query;
		this.identity = identity;
		this.savepoint = savepoint;
	}

	/**
	 * Take the identity of the transaction that a connection has just begun. No other
	 * transaction can have it.
	 * @param connection the connection, which isn't watched
	 * @return the identity, or {@code null} if the database doesn't tell it
	 * @throws SQLException if the database can't be asked
	 */
	static @Nullable TransactionIdentity of(Connection connection) throws SQLException {
		return switch (connection.getMetaData().getDatabaseProductName()) {
			case "PostgreSQL" -> new TransactionIdentity(POSTGRESQL, ask(connection, POSTGRESQL), null);
			case "H2" -> ofH2(connection);
			case "MariaDB" -> new TransactionIdentity("", null, MariaDbSnapshot.none(connection));
			default -> null;
		};
	}

	/**
	 * Take the identity of a transaction of H2 that only executes queries.
	 * @param connection the connection, which isn't watched
	 * @return the identity, or {@code null} if a query can't end the transaction
	 * @throws SQLException if the database can't be asked
	 */
	static @Nullable TransactionIdentity ofQuery(Connection connection) throws SQLException {
		return "TRUE".equalsIgnoreCase(ask(connection, JAVA_IN_H2)) ? ofH2(connection) : null;
	}

	private static @Nullable TransactionIdentity ofH2(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("create local temporary table " + PIN + " (x int) on commit drop transactional");
			statement.execute("insert into " + PIN + " values (1)");
		}
		catch (SQLException ex) {
			if (ex.getErrorCode() != READ_ONLY) {
				throw ex;
			}
			// where nothing can be changed, nothing can be committed
			return null;
		}
		return new TransactionIdentity(H2, ask(connection, H2), null);
	}

	/**
	 * Whether the transaction goes on.
	 * @param connection its connection, which accepts statements
	 * @return {@code false} if it is over
	 * @throws SQLException if the database can't be asked
	 */
	boolean holds(Connection connection) throws SQLException {
		if (this.savepoint != null) {
			return this.savepoint.isOpen(connection);
		}
		return String.valueOf(this.identity).equals(ask(connection, this.query));
	}

	/**
	 * Give back what the identity has left after a commit: H2 drops the table only then,
	 * and keeps its catalog locked until the session's next transaction ends.
	 * @param connection the connection whose transaction was committed
	 * @throws SQLException if the database doesn't let it
	 */
	static void release(Connection connection) throws SQLException {
		if (connection.isClosed() || DatabaseKind.of(connection) != DatabaseKind.H2) {
			return;
		}
		ask(connection, "select 1");
		if (!connection.getAutoCommit()) {
			connection.commit();
		}
	}

	private static @Nullable String ask(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(query)) {
			return set.next() ? set.getString(1) : null;
		}
	}

}
