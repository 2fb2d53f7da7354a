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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Two snapshots of H2 that are the same. H2 has none that connections share, but tells
 * whether anything was changed or committed between one moment and another: if nothing
 * was while both were taken, they are equal.
 *
 * @see <a href=
 * "https://h2database.com/html/advanced.html#transaction_isolation">Transaction
 * Isolation</a>
 */
final class H2Snapshot {

	/** H2's own level: a snapshot of all tables, taken by the first statement. */
	static final int ISOLATION = 6;

	private static final int ATTEMPTS = 200;

	private static final long PAUSE_MILLIS = 5;

	/** {@code org.h2.api.ErrorCode.GENERAL_ERROR_1}. */
	private static final int GENERAL_ERROR = 50000;

	private static final String MODIFICATIONS = """
			select table_schema, table_name, last_modification from information_schema.tables
			where table_schema <> 'INFORMATION_SCHEMA'""";

	private static final String SESSIONS = """
			select session_id from information_schema.sessions where contains_uncommitted""";

	private static final String ADMINISTRATOR = """
			select is_admin from information_schema.users where user_name = current_user""";

	private H2Snapshot() {
	}

	/**
	 * Begin transactions that see the same.
	 * @param one a connection without a transaction
	 * @param other another one
	 * @throws SQLException if others commit so often that it can't be done
	 */
	static void take(Connection one, Connection other) throws SQLException {
		one.setTransactionIsolation(ISOLATION);
		other.setTransactionIsolation(ISOLATION);
		boolean all = isAdministrator(other);
		SQLException failure = null;
		for (int i = 0; i < ATTEMPTS; i++) {
			try {
				if (attempt(one, other, all)) {
					return;
				}
			}
			catch (SQLException ex) {
				if (ex.getErrorCode() != GENERAL_ERROR) {
					throw ex;
				}
				failure = ex;
			}
		}
		throw Worded.by(new SQLException(
				"Other transactions change the database continuously, so the REPL can't tell their changes"
						+ " from those of the body. Nothing was run. Try it again when there are fewer writes."),
				failure);
	}

	// H2 reads whether a session has changed something without a lock, and fails with a
	// general error if that session ends its transaction at this moment
	private static boolean attempt(Connection one, Connection other, boolean all) throws SQLException {
		State before = State.of(other);
		other.rollback();
		one.rollback();
		if (!all) {
			pause();
		}
		touch(one);
		touch(other);
		return State.of(other).follows(before);
	}

	private static boolean isAdministrator(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery(ADMINISTRATOR)) {
			return set.next() && set.getBoolean(1);
		}
	}

	// only administrators see who is about to commit, which takes microseconds
	private static void pause() throws SQLException {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Worded.by(new SQLException("Interrupted while the transaction began"), ex);
		}
	}

	private static void touch(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("select 1");
		}
	}

	/**
	 * What tells whether anything was changed.
	 *
	 * @param modifications the number of each table's last change
	 * @param writing the sessions that have changed something and have not committed it
	 */
	private record State(Map<String, Long> modifications, Set<Long> writing) {

		static State of(Connection connection) throws SQLException {
			Map<String, Long> modifications = new HashMap<>();
			Set<Long> writing = new HashSet<>();
			try (Statement statement = connection.createStatement()) {
				try (ResultSet set = statement.executeQuery(SESSIONS)) {
					while (set.next()) {
						writing.add(set.getLong(1));
					}
				}
				try (ResultSet set = statement.executeQuery(MODIFICATIONS)) {
					while (set.next()) {
						modifications.put(set.getString(1) + "\0" + set.getString(2), set.getLong(3));
					}
				}
			}
			return new State(modifications, writing);
		}

		boolean follows(State before) {
			return this.modifications.equals(before.modifications) && this.writing.containsAll(before.writing);
		}

	}

}
