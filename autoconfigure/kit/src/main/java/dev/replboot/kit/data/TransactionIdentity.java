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

	// each transaction has another, also one that only reads
	private static final String POSTGRESQL = "select virtualxid from pg_catalog.pg_locks"
			+ " where locktype = 'virtualxid' and pid = pg_catalog.pg_backend_pid()";

	// it is there from the first change on
	private static final String H2 = "select transaction_id()";

	private static final String MARIADB = "select @@in_transaction";

	// a function gets the transaction's own connection, which it can commit; a trigger
	// can't
	private static final String JAVA_IN_H2 = """
			select exists (select 1 from information_schema.routines where external_language = 'JAVA')""";

	private final String query;

	/**
	 * Table that gives a transaction of H2 an identity before it changes anything. The
	 * transaction's end drops it.
	 */
	static final String PIN = "REPL_TRANSACTION_PIN";

	private volatile boolean fromBegin;

	private volatile @Nullable String identity;

	private TransactionIdentity(String query, boolean fromBegin, @Nullable String identity) {
		this.query = query;
		this.fromBegin = fromBegin;
		this.identity = identity;
	}

	/**
	 * Take the identity of the transaction that a connection has just begun.
	 * @param connection the connection
	 * @return the identity, or {@code null} if the database doesn't tell it
	 * @throws SQLException if the database can't be asked
	 */
	static @Nullable TransactionIdentity of(Connection connection) throws SQLException {
		return switch (connection.getMetaData().getDatabaseProductName()) {
			case "PostgreSQL" -> new TransactionIdentity(POSTGRESQL, true, ask(connection, POSTGRESQL));
			case "H2" -> ofH2(connection);
			// a trial's is begun by a statement of its own
			case "MariaDB" -> new TransactionIdentity(MARIADB, "1".equals(ask(connection, MARIADB)), "1");
			default -> null;
		};
	}

	private static TransactionIdentity ofH2(Connection connection) throws SQLException {
		TransactionIdentity identity = new TransactionIdentity(H2, false, null);
		if ("TRUE".equalsIgnoreCase(ask(connection, JAVA_IN_H2))) {
			identity.pin(connection);
		}
		return identity;
	}

	/**
	 * Evaluated code is about to get the driver's own connection. The REPL doesn't see
	 * what is executed on it, so the transaction gets an identity now.
	 * @param connection its connection
	 * @throws SQLException if the database doesn't let it
	 */
	synchronized void pin(Connection connection) throws SQLException {
		if (this.fromBegin || !this.query.equals(H2)) {
			return;
		}
		try (Statement statement = connection.createStatement()) {
			statement.execute("create local temporary table " + PIN + " (x int) on commit drop transactional");
			statement.execute("insert into " + PIN + " values (1)");
		}
		this.identity = ask(connection, H2);
		this.fromBegin = true;
	}

	/**
	 * Whether the transaction goes on.
	 * @param connection its connection, which accepts statements
	 * @param written whether a statement of the transaction has changed rows
	 * @return {@code false} if it is over
	 * @throws SQLException if the database can't be asked
	 */
	boolean holds(Connection connection, boolean written) throws SQLException {
		if (!this.fromBegin && !written) {
			return true;
		}
		String now = ask(connection, this.query);
		return this.fromBegin ? String.valueOf(this.identity).equals(now) : (now != null && !now.equals("0"));
	}

	private static @Nullable String ask(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(query)) {
			return set.next() ? set.getString(1) : null;
		}
	}

}
