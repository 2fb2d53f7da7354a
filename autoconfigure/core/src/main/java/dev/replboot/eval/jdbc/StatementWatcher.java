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

package dev.replboot.eval.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Sees what the connections of one evaluation do, while it is asked to. Called on the
 * thread that does it, with connections as the data source handed them out.
 */
public interface StatementWatcher {

	/**
	 * A connection was handed out to the evaluation.
	 * @param connection the connection
	 * @throws SQLException if it can't be had after all
	 */
	default void connected(Connection connection) throws SQLException {
	}

	/**
	 * A connection is about to commit.
	 * @param connection the connection
	 * @return whether it must not
	 * @throws SQLException to have that thrown instead
	 */
	default boolean withholdsCommit(Connection connection) throws SQLException {
		return false;
	}

	/**
	 * A connection is about to be told to commit each statement by itself.
	 * @param connection the connection
	 * @return whether it must not be told
	 * @throws SQLException to have that thrown instead
	 */
	default boolean withholdsAutoCommit(Connection connection) throws SQLException {
		return false;
	}

	/**
	 * A connection is about to roll back its whole transaction.
	 * @param connection the connection
	 * @throws SQLException if it must not
	 */
	default void rollingBack(Connection connection) throws SQLException {
	}

	/**
	 * A connection is about to roll back to a savepoint.
	 * @param connection the connection
	 */
	default void rollingBackToSavepoint(Connection connection) {
	}

	/**
	 * Evaluated code is about to get the driver's own connection. The REPL doesn't see
	 * what is executed on it.
	 * @param connection the connection below which it is
	 * @throws SQLException if it must not be had
	 */
	default void unwrapping(Connection connection) throws SQLException {
	}

	/**
	 * A connection is about to be given back.
	 * @param connection the connection
	 * @throws SQLException if what has to happen before fails
	 */
	default void closing(Connection connection) throws SQLException {
	}

	/**
	 * A statement is about to be executed, or added to a batch.
	 * @param sql its text
	 * @throws SQLException if it must not be
	 */
	default void executing(String sql) throws SQLException {
	}

	/**
	 * A statement is about to be executed, or added to a batch.
	 * @param connection the connection
	 * @param sql its text
	 * @throws SQLException if it must not be
	 */
	default void executing(Connection connection, String sql) throws SQLException {
		executing(sql);
	}

	/**
	 * A statement is about to be executed that calls {@code set_config} with a name that
	 * isn't in its text.
	 * @param connection the connection
	 * @param name a value of one of its parameters, which may be the name
	 */
	default void mayName(Connection connection, String name) {
	}

	/**
	 * Whether the line that executes a statement is to be found.
	 * @return whether it is
	 */
	default boolean wantsCaller() {
		return false;
	}

	/**
	 * A statement is over.
	 * @param statement the statement; its rows are counted as they are read
	 */
	default void executed(WatchedStatement statement) {
	}

}
