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
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a session of MariaDB or MySQL, and what else it keeps: variables, locks by
 * name, temporary tables, prepared statements. No rollback puts them back, and reading
 * all settings takes some milliseconds. So they are read before the first statement that
 * may change one.
 */
final class MariaDbSettings implements ConnectionSettings {

	private static final Pattern MAY_SET = Pattern
		.compile("(?:^|;|\\*/|\\n|/\\*M?!\\d*)\\s*(?:set|call|execute|begin\\s+not)\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern VARIABLE = Pattern.compile("(?<![@\\w])@([\\w$.]+)\\s*:?=|\\binto\\s+@([\\w$.]+)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern TEMPORARY = Pattern.compile(
			"\\bcreate\\s+(?:or\\s+replace\\s+)?temporary\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?((?:`[^`]+`|[\\w$.])+)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern PREPARED = Pattern.compile("\\bprepare\\s+(`[^`]+`|[\\w$]+)\\s+from\\b",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern LOCK = Pattern.compile("\\bget_lock\\s*\\(", Pattern.CASE_INSENSITIVE);

	private static final String SETTINGS = """
			select lower(variable_name), session_value, variable_type from information_schema.system_variables
			where variable_scope like 'SESSION%' and read_only = 'NO'""";

	// they follow from statements, or the driver and the transaction manager set them
	private static final Set<String> OTHERS = Set.of("autocommit", "tx_isolation", "tx_read_only",
			"transaction_isolation", "transaction_read_only", "timestamp", "last_insert_id", "identity", "insert_id",
			"rand_seed1", "rand_seed2", "pseudo_thread_id", "gtid_seq_no", "server_id", "gtid_domain_id");

	private final ConnectionSettings catalog;

	private final Map<String, @Nullable Object> variables = new LinkedHashMap<>();

	private final Set<String> cleanups = new LinkedHashSet<>();

	private final Map<String, String> names = new HashMap<>();

	private @Nullable Map<String, Setting> before;

	private @Nullable String role;

	MariaDbSettings(Connection connection) throws SQLException {
		this.catalog = new CatalogSetting(connection);
	}

	@Override
	public synchronized void executing(Connection connection, String sql) {
		try {
			note(connection, sql);
		}
		catch (SQLException ex) {
			// the statement will fail as well
			return;
		}
		Matcher temporary = TEMPORARY.matcher(sql);
		while (temporary.find()) {
			cleanUp("drop temporary table if exists " + temporary.group(1), "temporary table " + temporary.group(1));
		}
		Matcher prepared = PREPARED.matcher(sql);
		while (prepared.find()) {
			cleanUp("deallocate prepare " + prepared.group(1), "prepared statement " + prepared.group(1));
		}
		if (LOCK.matcher(sql).find()) {
			cleanUp("do release_all_locks()", "locks (get_lock)");
		}
	}

	private void cleanUp(String statement, String name) {
		this.cleanups.add(statement);
		this.names.put(statement, name);
	}

	private void note(Connection connection, String sql) throws SQLException {
		if (this.before == null && MAY_SET.matcher(sql).find()) {
			this.role = text(connection, "select current_role()");
			this.before = settings(connection);
		}
		Matcher variable = VARIABLE.matcher(sql);
		while (variable.find()) {
			String name = Objects.requireNonNullElse(variable.group(1), variable.group(2)).toLowerCase(Locale.ROOT);
			if (!this.variables.containsKey(name)) {
				this.variables.put(name, value(connection, name));
			}
		}
	}

	@Override
	public synchronized List<String> putBack(Connection connection) throws SQLException {
		List<String> put = new ArrayList<>(this.catalog.putBack(connection));
		Map<String, Setting> then = this.before;
		if (then != null) {
			putBackRole(connection, put);
			Map<String, Setting> now = settings(connection);
			for (Map.Entry<String, Setting> setting : new TreeMap<>(then).entrySet()) {
				if (!setting.getValue().equals(now.get(setting.getKey()))) {
					execute(connection, "set session " + setting.getKey() + " = " + setting.getValue().literal());
					put.add(setting.getKey());
				}
			}
		}
		for (Map.Entry<String, @Nullable Object> variable : this.variables.entrySet()) {
			if (!Objects.equals(variable.getValue(), value(connection, variable.getKey()))) {
				setVariable(connection, variable.getKey(), variable.getValue());
				put.add("@" + variable.getKey());
			}
		}
		for (String cleanup : this.cleanups) {
			if (cleansUp(connection, cleanup)) {
				put.add(String.valueOf(this.names.get(cleanup)));
			}
		}
		return put;
	}

	private void putBackRole(Connection connection, List<String> put) throws SQLException {
		if (!Objects.equals(this.role, text(connection, "select current_role()"))) {
			execute(connection,
					"set role " + ((this.role != null) ? "`" + this.role.replace("`", "``") + "`" : "none"));
			put.add("role");
		}
	}

	// it may be gone already, as a statement that was deallocated
	private static boolean cleansUp(Connection connection, String statement) {
		try {
			execute(connection, statement);
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static void setVariable(Connection connection, String name, @Nullable Object value) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("set @`" + name + "` = ?")) {
			statement.setObject(1, value);
			statement.execute();
		}
	}

	private static @Nullable Object value(Connection connection, String name) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery("select @`" + name + "`")) {
			return set.next() ? set.getObject(1) : null;
		}
	}

	private static @Nullable String text(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			return set.next() ? set.getString(1) : null;
		}
	}

	private static Map<String, Setting> settings(Connection connection) throws SQLException {
		Map<String, Setting> settings = new HashMap<>();
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(SETTINGS)) {
			while (set.next()) {
				if (!OTHERS.contains(set.getString(1))) {
					settings.put(set.getString(1), new Setting(set.getString(2), set.getString(3)));
				}
			}
		}
		return settings;
	}

	/**
	 * Value of a setting.
	 *
	 * @param value the value
	 * @param type its type, as the server calls it
	 */
	private record Setting(@Nullable String value, String type) {

		private String literal() {
			if (this.value == null) {
				return "null";
			}
			boolean number = this.type.contains("INT") || this.type.contains("DOUBLE");
			return number ? this.value : "'" + this.value.replace("\\", "\\\\").replace("'", "''") + "'";
		}

	}

}
