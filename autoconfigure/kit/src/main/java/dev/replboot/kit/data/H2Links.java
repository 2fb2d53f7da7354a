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
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Linked tables of H2. Their rows are in another database, where H2 commits each change
 * by itself.
 */
final class H2Links {

	private static final Pattern WRITES = Pattern.compile("\\b(?:insert|update|delete|merge|replace|truncate)\\b",
			Pattern.CASE_INSENSITIVE);

	private static final String LINKED = """
			select table_name from information_schema.tables where storage_type = 'TABLE LINK'""";

	private @Nullable Set<String> names;

	/**
	 * Refuse a statement that may write to one of them.
	 * @param connection the connection, which isn't watched
	 * @param sql one statement, or several
	 * @throws SQLException if it may, or the database can't be asked
	 */
	synchronized void check(Connection connection, String sql) throws SQLException {
		if (!WRITES.matcher(sql).find()) {
			return;
		}
		Set<String> linked = this.names;
		if (linked == null) {
			linked = names(connection);
			this.names = linked;
		}
		SqlScanner scanner = new SqlScanner(sql, SqlDialect.H2);
		for (SqlScanner.Kind kind = scanner.next(); !linked.isEmpty()
				&& kind != SqlScanner.Kind.END; kind = scanner.next()) {
			String name = scanner.name(kind);
			if (name != null && linked.contains(name.toUpperCase(Locale.ROOT))) {
				throw new SQLException("The statement was refused: " + scanner.text()
						+ " is a linked table. H2 commits what it"
						+ " changes there through a connection of its own, and no rollback here takes that back.");
			}
		}
	}

	// Names are in upper case: one in another case is rather refused as well.
	private static Set<String> names(Connection connection) throws SQLException {
		Set<String> names = new HashSet<>();
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(LINKED)) {
			while (set.next()) {
				names.add(set.getString(1).toUpperCase(Locale.ROOT));
			}
		}
		return names;
	}

}
