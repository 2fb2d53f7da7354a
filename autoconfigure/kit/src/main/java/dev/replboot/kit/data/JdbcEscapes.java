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
import java.util.List;

/**
 * What a driver makes of JDBC's escapes, such as <code>{fn now()}</code>. It removes the
 * braces and joins what is around them, so <code>co{oj mmit}</code> is a commit.
 */
final class JdbcEscapes {

	private JdbcEscapes() {
	}

	/**
	 * The texts that the database may get.
	 * @param connection the connection
	 * @param sql the text that the driver gets
	 * @return that text, and what the driver makes of it if it is another
	 */
	static List<String> readings(Connection connection, String sql) {
		if (sql.indexOf('{') == -1) {
			return List.of(sql);
		}
		try {
			String sent = connection.nativeSQL(sql);
			return sent.equals(sql) ? List.of(sql) : List.of(sql, sent);
		}
		catch (SQLException | RuntimeException ex) {
			// The driver sends the text as it is, or fails with it as well.
			return List.of(sql);
		}
	}

}
