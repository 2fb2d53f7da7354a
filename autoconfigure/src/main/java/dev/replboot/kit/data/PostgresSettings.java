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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a session of PostgreSQL that hold until its transaction ends.
 */
final class PostgresSettings {

	private static final List<String> CHANGED = List.of("search_path", "datestyle", "intervalstyle", "timezone",
			"extra_float_digits", "bytea_output", "lc_monetary", "xmloption");

	private final Connection connection;

	private final Map<String, @Nullable String> before = new LinkedHashMap<>();

	private PostgresSettings(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Note the settings that reading changes.
	 * @param connection the session's connection
	 * @return what puts them back
	 * @throws SQLException if they can't be read
	 */
	static PostgresSettings of(Connection connection) throws SQLException {
		PostgresSettings settings = new PostgresSettings(connection);
		for (String name : CHANGED) {
			settings.before.put(name, get(connection, name));
		}
		return settings;
	}

	void putBack() throws SQLException {
		for (Map.Entry<String, @Nullable String> setting : this.before.entrySet()) {
			set(this.connection, setting.getKey(), setting.getValue());
		}
	}

	void putBack(String name) throws SQLException {
		set(this.connection, name, this.before.get(name));
	}

	static @Nullable String get(Connection connection, String name) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("select pg_catalog.current_setting(?, true)")) {
			statement.setString(1, name);
			try (ResultSet set = statement.executeQuery()) {
				return set.next() ? set.getString(1) : null;
			}
		}
	}

	static void set(Connection connection, String name, @Nullable String value) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("select pg_catalog.set_config(?, coalesce(?, ''), true)")) {
			statement.setString(1, name);
			statement.setString(2, value);
			statement.execute();
		}
	}

}
