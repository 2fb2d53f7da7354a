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

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of a connection to MariaDB under which each value is written exactly as its
 * text says, or not at all. Closing it puts back what was set before.
 */
final class MariaDbSession implements AutoCloseable {

	static final String UNCHECKED = "set @@session.foreign_key_checks = 0";

	static final String CHECKED = "set @@session.foreign_key_checks = 1";

	// zero dates and rows with the number 0 are taken as they are
	private static final String MODE = "'STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'";

	private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

	static {
		SETTINGS.put("sql_mode", MODE);
		SETTINGS.put("time_zone", "'+00:00'");
		SETTINGS.put("foreign_key_checks", "1");
		SETTINGS.put("unique_checks", "1");
		SETTINGS.put("sql_safe_updates", "0");
		SETTINGS.put("sql_select_limit", "18446744073709551615");
	}

	private final Connection connection;

	private final List<String> before = new ArrayList<>();

	MariaDbSession(Connection connection) {
		this.connection = connection;
	}

	void begin() throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet set = statement
					.executeQuery("select @@session." + String.join(", @@session.", SETTINGS.keySet()))) {
			set.next();
			for (int i = 1; i <= SETTINGS.size(); i++) {
				this.before.add(set.getString(i));
			}
		}
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql());
		}
	}

	/**
	 * The statement that sets them.
	 * @return the statement
	 */
	static String sql() {
		List<String> parts = new ArrayList<>();
		SETTINGS.forEach((name, value) -> parts.add("@@session." + name + " = " + value));
		return "set " + String.join(", ", parts);
	}

	/**
	 * The statements that put back what a script has set.
	 * @return what is to be kept before, and what is to be set afterwards
	 */
	static List<String> keepAndPutBack() {
		List<String> kept = new ArrayList<>();
		List<String> back = new ArrayList<>();
		SETTINGS.keySet().forEach((name) -> {
			kept.add("@undo_" + name + " = @@session." + name);
			back.add("@@session." + name + " = @undo_" + name);
		});
		return List.of("set " + String.join(", ", kept), "set " + String.join(", ", back));
	}

	@Override
	public void close() throws SQLException {
		if (this.connection.isClosed()) {
			return;
		}
		List<String> names = List.copyOf(SETTINGS.keySet());
		for (int i = 0; i < this.before.size(); i++) {
			String value = this.before.get(i);
			try (PreparedStatement statement = this.connection
				.prepareStatement("set @@session." + names.get(i) + " = ?")) {
				if (value.matches("[0-9]+")) {
					statement.setBigDecimal(1, new BigDecimal(value));
				}
				else {
					statement.setString(1, value);
				}
				statement.execute();
			}
		}
	}

}
