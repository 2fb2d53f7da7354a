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
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.settings.PolicyTexts;

/**
 * Lets the observer see what the transaction sees where row-level security hides rows:
 * with the same role and the same settings, as far as the policies name them.
 */
final class PostgresSecurity {

	private static final Pattern SETTING = Pattern.compile("current_setting\\s*\\(\\s*'([^']+)'");

	private static final String POLICIES = PolicyTexts.SELECT + " where p.polrelid = any(cast(? as oid[]))";

	private PostgresSecurity() {
	}

	/**
	 * Give the observer what the transaction has.
	 * @param inside the connection of the transaction
	 * @param outside the observer
	 * @param oids the tables
	 * @throws SQLException if the policies can't be read
	 */
	static void share(Connection inside, Connection outside, List<Long> oids) throws SQLException {
		for (String name : settings(inside, oids)) {
			set(outside, name, get(inside, name));
		}
		String role = PostgresSnapshot.text(inside, "select current_user");
		if (role != null && !role.equals(PostgresSnapshot.text(outside, "select current_user"))) {
			become(outside, role);
		}
	}

	private static List<String> settings(Connection inside, List<Long> oids) throws SQLException {
		List<String> names = new ArrayList<>();
		try (PreparedStatement statement = inside.prepareStatement(POLICIES)) {
			statement.setString(1, PostgresTouched.array(oids));
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					Matcher matcher = SETTING.matcher(set.getString(1));
					while (matcher.find()) {
						names.add(matcher.group(1));
					}
				}
			}
		}
		return names;
	}

	private static @Nullable String get(Connection connection, String name) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("select pg_catalog.current_setting(?, true)")) {
			statement.setString(1, name);
			try (ResultSet set = statement.executeQuery()) {
				return set.next() ? set.getString(1) : null;
			}
		}
	}

	// It holds until the observer's transaction ends.
	private static void set(Connection connection, String name, @Nullable String value) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("select pg_catalog.set_config(?, coalesce(?, ''), true)")) {
			statement.setString(1, name);
			statement.setString(2, value);
			statement.execute();
		}
	}

	// if it may not, the numbers will tell
	private static void become(Connection outside, @Nullable String role) throws SQLException {
		Savepoint savepoint = outside.setSavepoint();
		try {
			set(outside, "role", role);
			outside.releaseSavepoint(savepoint);
		}
		catch (SQLException ex) {
			outside.rollback(savepoint);
		}
	}

}
