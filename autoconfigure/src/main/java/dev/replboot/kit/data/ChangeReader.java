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

/**
 * Finds what a transaction that isn't over has changed, by comparing what it sees itself
 * with what another connection sees.
 */
interface ChangeReader {

	/**
	 * Find the changes.
	 * @param inside the connection of the transaction
	 * @param outside another connection, which changes nothing
	 * @param comparedRows how many rows of a table may be looked at
	 * @return the changes
	 * @throws SQLException if they can't be told
	 */
	Changes read(Connection inside, Connection outside, int comparedRows) throws SQLException;

	/**
	 * Whether the transaction has written anything, as the database says.
	 * @param connection the connection of the transaction
	 * @return whether it has
	 * @throws SQLException if it can't be told
	 */
	boolean hasWritten(Connection connection) throws SQLException;

	static ChangeReader of(Connection connection) throws SQLException {
		return switch (DatabaseKind.of(connection)) {
			case POSTGRESQL -> new PostgresChanges();
			case H2 -> new H2Changes();
			case OTHER -> new UnseenChanges();
		};
	}

}
