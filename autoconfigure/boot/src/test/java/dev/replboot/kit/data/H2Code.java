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
import java.sql.Statement;

/**
 * Code in Java that H2 calls within a statement.
 */
public final class H2Code {

	private H2Code() {
	}

	/**
	 * Execute a statement and commit.
	 * @param connection the connection that H2 gives
	 * @param sql the statement
	 * @return 1
	 * @throws SQLException if H2 says no
	 */
	public static int committing(Connection connection, String sql) throws SQLException {
		executing(connection, sql);
		connection.commit();
		return 1;
	}

	/**
	 * Execute a statement.
	 * @param connection the connection that H2 gives
	 * @param sql the statement
	 * @return 1
	 * @throws SQLException if H2 says no
	 */
	public static int executing(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		return 1;
	}

}
