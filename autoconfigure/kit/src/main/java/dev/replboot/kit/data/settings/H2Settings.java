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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a session of H2: the schema, the time zone and the variables.
 */
final class H2Settings implements ConnectionSettings {

	private final @Nullable String schema;

	private final @Nullable String zone;

	// by name, with the statements that set them
	private final Map<String, String> variables;

	H2Settings(Connection connection) throws SQLException {
		this.schema = connection.getSchema();
		this.zone = zone(connection);
		this.variables = variables(connection);
	}

	@Override
	public List<String> putBack(Connection connection) throws SQLException {
		List<String> names = new ArrayList<>();
		if (!Objects.equals(this.schema, connection.getSchema())) {
			connection.setSchema(this.schema);
			names.add("schema");
		}
		if (this.zone != null && !this.zone.equals(zone(connection))) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("set time zone '" + this.zone.replace("'", "''") + "'");
			}
			names.add("time zone");
		}
		putBackVariables(connection, names);
		return names;
	}

	private void putBackVariables(Connection connection, List<String> names) throws SQLException {
		Map<String, String> now = variables(connection);
		if (now.equals(this.variables)) {
			return;
		}
		TreeSet<String> all = new TreeSet<>(now.keySet());
		all.addAll(this.variables.keySet());
		try (Statement statement = connection.createStatement()) {
			for (String name : all) {
				String before = this.variables.get(name);
				if (!Objects.equals(before, now.get(name))) {
					statement.execute((before != null) ? before
							: "set @\"" + name.substring(1).replace("\"", "\"\"") + "\" = null");
					names.add(name);
				}
			}
		}
	}

	private static Map<String, String> variables(Connection connection) throws SQLException {
		Map<String, String> variables = new HashMap<>();
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery(
						"select state_key, state_command from information_schema.session_state where state_key like '@%'")) {
			while (set.next()) {
				variables.put(set.getString(1), set.getString(2));
			}
		}
		return variables;
	}

	private static @Nullable String zone(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery(
						"select setting_value from information_schema.settings where setting_name = 'TIME ZONE'")) {
			return set.next() ? set.getString(1) : null;
		}
	}

}
