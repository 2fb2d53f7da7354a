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

package dev.replboot.kit.data.settings;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a session of PostgreSQL. Nothing tells a setting of the session from one of
 * the transaction alone ({@code set local}), which may hide another of the session. So
 * all are set anew for the session.
 */
final class PostgresSettings implements ConnectionSettings {

	// these two decide which settings can be seen and set, the first the second as well
	private static final List<String> USERS = List.of("session_authorization", "role");

	private static final String SETTINGS = """
			select name, pg_catalog.current_setting(name, true) from pg_catalog.pg_settings
			where source = 'session' and name not like 'transaction\\_%'
			and name not in ('role', 'session_authorization')""";

	private static final String ROLES = """
			select 'session_authorization', session_user
			union all select 'role', pg_catalog.current_setting('role')""";

	// a setting that is null is reset
	private static final String SET = "select pg_catalog.set_config(?, ?, false)";

	private final Map<String, @Nullable String> users;

	private final Map<String, @Nullable String> settings;

	private final OwnSettings own;

	PostgresSettings(Connection connection) throws SQLException {
		this.users = query(connection, ROLES);
		this.settings = query(connection, SETTINGS);
		this.own = new OwnSettings(connection);
	}

	@Override
	public void executing(Connection connection, String sql) {
		this.own.executing(connection, sql);
	}

	@Override
	public void mayName(Connection connection, String name) {
		this.own.mayName(connection, name);
	}

	@Override
	public boolean endWithRollback() {
		return true;
	}

	@Override
	public List<String> putBack(Connection connection) throws SQLException {
		Map<String, @Nullable String> usersNow = query(connection, ROLES);
		if (!this.users.equals(usersNow) || !this.settings.equals(query(connection, SETTINGS))
				|| this.own.isDifferent(connection)) {
			// a trigger that waits for the commit belongs to what was set for it
			execute(connection, "set constraints all immediate");
			usersNow = query(connection, ROLES);
		}
		TreeSet<String> names = new TreeSet<>();
		for (String name : USERS) {
			String before = this.users.get(name);
			if (!Objects.equals(before, usersNow.get(name))) {
				names.add(name);
				set(connection, Map.of(name, String.valueOf(before)));
				usersNow = query(connection, ROLES);
			}
		}
		Map<String, @Nullable String> now = query(connection, SETTINGS);
		Map<String, @Nullable String> changed = new TreeMap<>();
		Map<String, @Nullable String> same = new TreeMap<>();
		this.settings
			.forEach((name, value) -> (Objects.equals(value, now.get(name)) ? same : changed).put(name, value));
		now.keySet()
			.stream()
			.filter((name) -> !this.settings.containsKey(name))
			.forEach((name) -> changed.put(name, null));
		set(connection, changed).forEach((name, value) -> {
			if (!Objects.equals(value, now.get(name))) {
				names.add(name);
			}
		});
		setAgain(connection, same);
		names.addAll(this.own.putBack(connection));
		return List.copyOf(names);
	}

	// what was set by another user before can't have been changed by this one
	private static void setAgain(Connection connection, Map<String, @Nullable String> same) throws SQLException {
		if (same.isEmpty()) {
			return;
		}
		Savepoint savepoint = connection.setSavepoint();
		try {
			set(connection, same);
			connection.releaseSavepoint(savepoint);
		}
		catch (SQLException ex) {
			connection.rollback(savepoint);
		}
	}

	/**
	 * Set settings for the session.
	 * @param connection the session's connection
	 * @param settings their values; {@code null} resets one
	 * @return the values that they have now
	 */
	private static Map<String, @Nullable String> set(Connection connection, Map<String, @Nullable String> settings)
			throws SQLException {
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		try (PreparedStatement statement = connection.prepareStatement(SET)) {
			for (Map.Entry<String, @Nullable String> setting : settings.entrySet()) {
				statement.setString(1, setting.getKey());
				statement.setString(2, setting.getValue());
				try (ResultSet set = statement.executeQuery()) {
					values.put(setting.getKey(), set.next() ? set.getString(1) : null);
				}
			}
		}
		return values;
	}

	private static Map<String, @Nullable String> query(Connection connection, String sql) throws SQLException {
		Map<String, @Nullable String> settings = new LinkedHashMap<>();
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			while (set.next()) {
				settings.put(set.getString(1), set.getString(2));
			}
		}
		return settings;
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
