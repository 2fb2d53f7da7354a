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
 * Snapshot of PostgreSQL that several connections share, so that they see the same rows
 * whatever others commit meanwhile.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION">Snapshot
 * Synchronization Functions</a>
 */
final class PostgresSnapshot {

	private static final String ISOLATED = "isolation level repeatable read";

	private static final String EXPORT = "select pg_catalog.pg_export_snapshot()";

	// an isolation level of the session's own that is stricter stays
	private static final String SERIALIZABLE = "serializable";

	private final String id;

	private PostgresSnapshot(String id) {
		this.id = id;
	}

	/**
	 * Take a snapshot for a transaction that has executed nothing yet.
	 * @param inside its connection
	 * @param access lets it write where nothing else may
	 * @return the snapshot, which lasts as long as the transaction
	 * @throws SQLException if the transaction can't have one
	 */
	static PostgresSnapshot take(Connection inside, DryRunAccess access) throws SQLException {
		access.begin(inside);
		try {
			if (!SERIALIZABLE.equals(text(inside, "show transaction_isolation"))) {
				execute(inside, "set transaction " + ISOLATED);
			}
			return new PostgresSnapshot(required(text(inside, EXPORT)));
		}
		catch (SQLException ex) {
			// a driver that makes a savepoint before each statement (autosave) makes one
			// before these as well, where they aren't allowed
			inside.rollback();
			return new PostgresSnapshot(required(begin(inside, "begin " + ISOLATED + mode(access) + "; " + EXPORT)));
		}
	}

	private static String required(@Nullable String exported) throws SQLException {
		if (exported == null) {
			throw new SQLException("PostgreSQL gave no snapshot");
		}
		return exported;
	}

	/**
	 * Begin a transaction that only reads, on this snapshot, and never waits long for a
	 * lock.
	 * @param outside its connection
	 * @throws SQLException if it can't be begun
	 */
	void observe(Connection outside) throws SQLException {
		begin(outside, "begin " + ISOLATED + " read only; set transaction snapshot '" + this.id
				+ "'; set local lock_timeout = '2s'; set local idle_in_transaction_session_timeout = 0");
	}

	/**
	 * Begin a transaction on this snapshot.
	 * @param connection its connection, without a transaction
	 * @param access lets it write where nothing else may
	 * @return whether it has the snapshot; {@code false} if the connection is one to
	 * another database
	 * @throws SQLException if it can't be begun
	 */
	boolean join(Connection connection, DryRunAccess access) throws SQLException {
		connection.rollback();
		try {
			begin(connection, "begin " + ISOLATED + (connection.isReadOnly() ? " read only" : mode(access))
					+ "; set transaction snapshot '" + this.id + "'");
			return true;
		}
		catch (SQLException ex) {
			connection.rollback();
			access.begin(connection);
			return false;
		}
	}

	private static String mode(DryRunAccess access) {
		return (access != DryRunAccess.NONE) ? " read write" : "";
	}

	// several statements in one text are one to a driver that makes savepoints
	private static @Nullable String begin(Connection connection, String sql) throws SQLException {
		connection.setAutoCommit(true);
		try (Statement statement = connection.createStatement()) {
			boolean rows = statement.execute(sql);
			while (!rows && statement.getUpdateCount() >= 0) {
				rows = statement.getMoreResults();
			}
			if (rows) {
				try (ResultSet set = statement.getResultSet()) {
					return set.next() ? set.getString(1) : null;
				}
			}
			return null;
		}
		finally {
			// doesn't commit, and cursors need it
			connection.setAutoCommit(false);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	static @Nullable String text(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			return set.next() ? set.getString(1) : null;
		}
	}

}
