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

package dev.replboot.kit.data.undo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;

import org.jspecify.annotations.Nullable;

/**
 * What became of a transaction, as PostgreSQL itself says.
 */
final class CommitStatus {

	private CommitStatus() {
	}

	/**
	 * Ask whether a transaction was committed.
	 * @param connection a connection to its database
	 * @param fix the id of the correction that the transaction made
	 * @param transaction the transaction's number, or {@code null} if it has none
	 * @return whether it was, or {@code null} if the database doesn't know
	 * @throws SQLException if the connection fails
	 * @throws IllegalStateException if the transaction hasn't ended yet
	 */
	static @Nullable Boolean ask(Connection connection, String fix, @Nullable String transaction) throws SQLException {
		if (transaction == null) {
			return null;
		}
		Savepoint savepoint = connection.getAutoCommit() ? null : connection.setSavepoint();
		try (PreparedStatement statement = connection
			.prepareStatement("select pg_xact_status(cast(? as text)::xid8)")) {
			statement.setString(1, transaction);
			try (ResultSet set = statement.executeQuery()) {
				String status = set.next() ? set.getString(1) : null;
				if ("in progress".equals(status)) {
					throw new IllegalStateException(fix + " is still being committed. Try again when it is over.");
				}
				return (status != null) ? "committed".equals(status) : null;
			}
		}
		catch (SQLException ex) {
			// a number of another server's, or one that is too old
			if (savepoint != null) {
				connection.rollback(savepoint);
			}
			return null;
		}
	}

}
