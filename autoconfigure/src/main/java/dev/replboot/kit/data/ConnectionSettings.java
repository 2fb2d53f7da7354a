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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What {@code set} changes for a whole connection, such as the search path or the role.
 * The connection goes back to the application's pool, which knows nothing of it, so it is
 * put back while the transaction is still open.
 */
final class ConnectionSettings {

	private static final String ROLE = "role";

	private static final String SESSION_USER = "session_authorization";

	private static final String POSTGRESQL = """
			select name, setting from pg_catalog.pg_settings where source = 'session'
			and name not like 'transaction\\_%'
			union all select 'role', pg_catalog.current_setting('role')
			union all select 'session_authorization', session_user""";

	private final SqlDialect dialect;

	private final Map<String, @Nullable String> settings;

	private ConnectionSettings(SqlDialect dialect, Map<String, @Nullable String> settings) {
		this.dialect = dialect;
		this.settings = settings;
	}

	/**
	 * Note the settings as they are.
	 * @param connection the connection
	 * @return the settings
	 * @throws SQLException if the database can't be asked
	 */
	static ConnectionSettings of(Connection connection) throws SQLException {
		SqlDialect dialect = SqlDialect.of(connection);
		return new ConnectionSettings(dialect, read(connection, dialect));
	}

	/**
	 * Whether a rollback puts the settings back, as PostgreSQL's does.
	 * @return whether it does
	 */
	boolean endWithRollback() {
		return this.dialect == SqlDialect.POSTGRESQL;
	}

	/**
	 * Put back what is different now.
	 * @param connection the connection, whose transaction is open
	 * @return the names of the settings that were put back, in order
	 * @throws SQLException if the database doesn't let it
	 */
	List<String> putBack(Connection connection) throws SQLException {
		TreeSet<String> names = new TreeSet<>();
		if (this.dialect == SqlDialect.POSTGRESQL) {
			// these two decide which settings can be seen and set
			putBack(connection, SESSION_USER, read(connection, this.dialect), names);
			putBack(connection, ROLE, read(connection, this.dialect), names);
		}
		Map<String, @Nullable String> now = read(connection, this.dialect);
		TreeSet<String> all = new TreeSet<>(this.settings.keySet());
		all.addAll(now.keySet());
		for (String name : all) {
			putBack(connection, name, now, names);
		}
		return List.copyOf(names);
	}

	private void putBack(Connection connection, String name, Map<String, @Nullable String> now, TreeSet<String> names)
			throws SQLException {
		String before = this.settings.get(name);
		if (Objects.equals(before, now.get(name))) {
			return;
		}
		if (this.dialect == SqlDialect.POSTGRESQL && names.isEmpty()) {
			// a trigger that waits for the commit belongs to what was set for it
			execute(connection, "set constraints all immediate");
		}
		names.add(name);
		switch (this.dialect) {
			case POSTGRESQL -> set(connection, name, before);
			case H2 -> execute(connection,
					name.equals("schema") ? "set schema " + TableName.quote(connection, String.valueOf(before))
							: "set time zone '" + before + "'");
			default -> connection.setCatalog(before);
		}
	}

	private static void set(Connection connection, String name, @Nullable String value) throws SQLException {
		if (value == null) {
			execute(connection, "reset " + name(connection, name));
		}
		else if (name.equals(SESSION_USER)) {
			execute(connection, "set session authorization " + TableName.quote(connection, value));
		}
		else {
			try (PreparedStatement statement = connection
				.prepareStatement("select pg_catalog.set_config(?, ?, false)")) {
				statement.setString(1, name);
				statement.setString(2, value);
				statement.execute();
			}
		}
	}

	// a setting of the application's own has a dot
	private static String name(Connection connection, String name) throws SQLException {
		int dot = name.indexOf('.');
		return (dot == -1) ? TableName.quote(connection, name) : TableName.quote(connection, name.substring(0, dot))
				+ "." + TableName.quote(connection, name.substring(dot + 1));
	}

	private static Map<String, @Nullable String> read(Connection connection, SqlDialect dialect) throws SQLException {
		Map<String, @Nullable String> settings = new LinkedHashMap<>();
		switch (dialect) {
			case POSTGRESQL -> query(connection, POSTGRESQL, settings);
			case H2 -> query(connection, "select 'schema', schema() union all select 'time zone', setting_value"
					+ " from information_schema.settings where setting_name = 'TIME ZONE'", settings);
			default -> settings.put("catalog", connection.getCatalog());
		}
		return settings;
	}

	private static void query(Connection connection, String sql, Map<String, @Nullable String> settings)
			throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			while (set.next()) {
				settings.put(set.getString(1), set.getString(2));
			}
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
