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
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a session of H2: the schema and the time zone.
 */
final class H2Settings implements ConnectionSettings {

	private final @Nullable String schema;

	private final @Nullable String zone;

	H2Settings(Connection connection) throws SQLException {
		this.schema = connection.getSchema();
		this.zone = zone(connection);
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
		return names;
	}

	private static @Nullable String zone(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery(
						"select setting_value from information_schema.settings where setting_name = 'TIME ZONE'")) {
			return set.next() ? set.getString(1) : null;
		}
	}

}
