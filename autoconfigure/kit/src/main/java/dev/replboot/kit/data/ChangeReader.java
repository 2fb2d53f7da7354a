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

import org.jspecify.annotations.Nullable;

/**
 * Finds what a transaction that isn't over has changed, by comparing what it sees itself
 * with what another connection sees. Made for one transaction at its begin.
 */
interface ChangeReader {

	/**
	 * Begin: from now on both connections see the same database, and what others commit
	 * is seen by neither.
	 * @param inside the connection of the transaction, which has executed nothing in it
	 * @param outside another connection, which changes nothing
	 * @param access lets the transaction write where nothing else may
	 * @throws SQLException if it can't be begun
	 */
	void begin(Connection inside, Connection outside, DryRunAccess access) throws SQLException;

	/**
	 * Begin a transaction of another connection of the body, which sees the same.
	 * @param other the connection
	 * @param access lets the transaction write where nothing else may
	 * @return what finds its changes
	 * @throws SQLException if it can't be begun
	 */
	ChangeReader join(Connection other, DryRunAccess access) throws SQLException;

	/**
	 * The body is about to execute a statement.
	 * @param connection the connection of the transaction
	 * @param sql the statement
	 * @throws SQLException if it must not be executed
	 */
	default void executing(Connection connection, String sql) throws SQLException {
	}

	/**
	 * The body is about to get the driver's own connection. The REPL doesn't see what is
	 * executed on it.
	 */
	default void unwrapping() {
	}

	/**
	 * Whether the transaction that was begun is still the connection's.
	 * @param inside the connection of the transaction
	 * @return {@code false} if it is known to be over
	 * @throws SQLException if it can't be told
	 */
	default boolean isOpen(Connection inside) throws SQLException {
		return true;
	}

	/**
	 * Find the changes.
	 * @param inside the connection of the transaction
	 * @param outside the connection that sees what was before
	 * @param collector collects them
	 * @throws SQLException if they can't be told
	 */
	void read(Connection inside, Connection outside, ChangeCollector collector) throws SQLException;

	/**
	 * Whether the transaction has written anything, as the database says.
	 * @param connection the connection of the transaction
	 * @return whether it has
	 * @throws SQLException if it can't be told
	 */
	boolean hasWritten(Connection connection) throws SQLException;

	/**
	 * Check what the database would check at the commit.
	 * @param connection the connection of the transaction
	 * @return why the commit would fail, or {@code null} if nothing is known that speaks
	 * against it
	 * @throws SQLException if it can't be told
	 */
	default @Nullable String violation(Connection connection) throws SQLException {
		return null;
	}

	/**
	 * Something that is different after each change of the transaction.
	 * @param connection the connection of the transaction
	 * @return what tells one state from another
	 * @throws SQLException if it can't be told
	 */
	default String state(Connection connection) throws SQLException {
		return "";
	}

	/**
	 * Revert what {@link #begin} has set and what outlives the transaction. Called when
	 * that is over.
	 * @param inside the connection that had the transaction
	 * @throws SQLException if it can't be reverted
	 */
	default void end(Connection inside) throws SQLException {
	}

	/**
	 * Whether a conflict with another transaction ends this one, also for a body that
	 * catches the exception.
	 * @return whether it does
	 */
	default boolean endsAtConflict() {
		return false;
	}

	/**
	 * Whether nothing that the body executes is hidden, so that a transaction which is
	 * over after a conflict was ended by that alone.
	 * @return {@code false} if it isn't known
	 */
	default boolean seesAll() {
		return false;
	}

	/**
	 * Watch a transaction of the body in a database of another kind than the dry run's.
	 * It is rolled back, and its rows aren't compared.
	 * @param other its connection
	 * @return what tells whether it has written
	 * @throws SQLException if it can't be told
	 */
	static ChangeReader elsewhere(Connection other) throws SQLException {
		return switch (DatabaseKind.of(other)) {
			case POSTGRESQL -> PostgresChanges.elsewhere(other);
			case H2 -> H2Changes.elsewhere();
			case MARIADB -> MariaDbChanges.elsewhere(other);
			case OTHER -> new UnseenChanges(other.getMetaData().getDatabaseProductName());
		};
	}

	static ChangeReader of(Connection connection) throws SQLException {
		return switch (DatabaseKind.of(connection)) {
			case POSTGRESQL -> new PostgresChanges();
			case H2 -> new H2Changes();
			case MARIADB -> new MariaDbChanges();
			case OTHER ->
				throw new IllegalStateException("dry-run and fix! work on PostgreSQL, H2 and MariaDB, and this is "
						+ connection.getMetaData().getDatabaseProductName()
						+ ": it isn't known whether everything would be rolled back there. Nothing was run.");
		};
	}

}
