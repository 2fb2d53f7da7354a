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
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Snapshots of a transaction and of its observer in MariaDB. No two connections of
 * MariaDB share one, so the observer's is taken right after the transaction's. Under
 * {@code innodb_snapshot_isolation} the transaction can't change a row that somebody else
 * has changed since its own snapshot. So the observer sees each row that the transaction
 * changes as the transaction saw it before. A row that differs because somebody committed
 * between the two snapshots is found out when the differences are verified:
 * {@link MariaDbTable}.
 *
 * @see <a href=
 * "https://mariadb.com/kb/en/innodb-system-variables/#innodb_snapshot_isolation">innodb_snapshot_isolation</a>
 */
final class MariaDbSnapshot {

	private static final int ATTEMPTS = 30;

	private static final String REPEATABLE = "set transaction isolation level repeatable read";

	// The session counts rows that were written, except to temporary tables.
	private static final String WRITTEN = """
			select sum(variable_value) from information_schema.session_status
			where variable_name in ('HANDLER_WRITE', 'HANDLER_UPDATE', 'HANDLER_DELETE')""";

	private static final String COMMITS = """
			select variable_value from information_schema.global_status where variable_name = 'HANDLER_COMMIT'""";

	private static final int UNKNOWN_VARIABLE = 1193;

	private static final int NO_SAVEPOINT = 1305;

	private static final int NOT_IMPLEMENTED = 1178;

	// It is gone when the transaction ends, however it ends.
	private final String savepoint = "repl_" + UUID.randomUUID().toString().replace("-", "");

	private final @Nullable String isolated;

	private long written;

	private boolean withoutSavepoint;

	private MariaDbSnapshot(@Nullable String isolated) {
		this.isolated = isolated;
	}

	/**
	 * Begin a transaction and let another one see the same.
	 * @param inside the connection of the transaction
	 * @param outside the observer's connection
	 * @return the snapshot
	 * @throws SQLException if it can't be taken
	 */
	static MariaDbSnapshot take(Connection inside, Connection outside) throws SQLException {
		String isolated;
		try {
			isolated = text(inside, "select @@session.innodb_snapshot_isolation");
		}
		catch (SQLException ex) {
			if (ex.getErrorCode() != UNKNOWN_VARIABLE) {
				throw ex;
			}
			isolated = null;
		}
		if (isolated != null) {
			execute(inside, "set session innodb_snapshot_isolation = on");
		}
		MariaDbSnapshot snapshot = new MariaDbSnapshot(isolated);
		for (int i = 0; i < ATTEMPTS; i++) {
			outside.rollback();
			inside.rollback();
			long own = -commits(outside) + commits(outside);
			long before = commits(outside);
			start(inside, "");
			start(outside, ", read only");
			// a commit in between would only end in a conflict later
			if (commits(outside) - before <= own * 2) {
				break;
			}
		}
		snapshot.begun(inside);
		return snapshot;
	}

	/**
	 * Watch a transaction that begins without a snapshot.
	 * @param connection its connection
	 * @return what watches it
	 * @throws SQLException if it can't be watched
	 */
	static MariaDbSnapshot none(Connection connection) throws SQLException {
		MariaDbSnapshot snapshot = new MariaDbSnapshot(null);
		snapshot.begun(connection);
		return snapshot;
	}

	private void begun(Connection connection) throws SQLException {
		execute(connection, "savepoint " + this.savepoint);
		this.written = number(connection, WRITTEN);
	}

	private static void start(Connection connection, String mode) throws SQLException {
		execute(connection, REPEATABLE);
		execute(connection, "start transaction with consistent snapshot" + mode);
	}

	/**
	 * Whether the server keeps the transaction from changing what others have changed.
	 * @return {@code false} if it is too old for that
	 */
	boolean isIsolated() {
		return this.isolated != null;
	}

	/**
	 * The rules by which the server reads statements.
	 * @param connection the connection
	 * @return {@code @@sql_mode}
	 * @throws SQLException if it can't be told
	 */
	String mode(Connection connection) throws SQLException {
		return String.valueOf(text(connection, "select @@sql_mode"));
	}

	/**
	 * How many rows the connection has written, each as often as it did.
	 * @param connection the transaction's connection
	 * @return the number; rows that a foreign key changes aren't in it
	 * @throws SQLException if it can't be told
	 */
	long written(Connection connection) throws SQLException {
		return number(connection, WRITTEN) - this.written;
	}

	/**
	 * Whether the transaction that was begun is still open. Forgets the savepoints of the
	 * body.
	 * @param connection its connection
	 * @return {@code false} if it was committed or rolled back
	 * @throws SQLException if it can't be told
	 */
	boolean isOpen(Connection connection) throws SQLException {
		if (this.withoutSavepoint) {
			return "1".equals(text(connection, "select @@in_transaction"));
		}
		try {
			execute(connection, "release savepoint " + this.savepoint);
		}
		catch (SQLException ex) {
			if (ex.getErrorCode() != NO_SAVEPOINT) {
				throw ex;
			}
			return false;
		}
		try {
			execute(connection, "savepoint " + this.savepoint);
		}
		catch (SQLException ex) {
			if (ex.getErrorCode() != NOT_IMPLEMENTED) {
				throw ex;
			}
			// a table of Aria was read, which knows none
			this.withoutSavepoint = true;
		}
		return true;
	}

	/**
	 * Revert the session's setting.
	 * @param inside the connection that had the transaction
	 * @throws SQLException if it can't be reverted
	 */
	void end(Connection inside) throws SQLException {
		if (this.isolated != null && !inside.isClosed()) {
			execute(inside, "set session innodb_snapshot_isolation = " + this.isolated);
		}
	}

	private static long commits(Connection connection) throws SQLException {
		return number(connection, COMMITS);
	}

	private static long number(Connection connection, String sql) throws SQLException {
		String text = text(connection, sql);
		return (text != null) ? Math.round(Double.parseDouble(text)) : 0;
	}

	private static @Nullable String text(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			return set.next() ? set.getString(1) : null;
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
