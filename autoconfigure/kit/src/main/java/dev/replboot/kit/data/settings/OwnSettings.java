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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the application's own, such as {@code app.tenant}. PostgreSQL knows them
 * only by their names and lists them nowhere, so the names come from the policies of
 * row-level security, functions that set or read them, and the statements that are about
 * to set them.
 */
final class OwnSettings {

	private static final String NAME = "([a-zA-Z_][\\w$]*(?:\\.[a-zA-Z_][\\w$]*)+)";

	private static final Pattern IN_POLICY = Pattern.compile("(?:current_setting|set_config)\\s*\\(\\s*'" + NAME + "'");

	private static final Pattern IN_STATEMENT = Pattern.compile(
			"set_config\\s*\\(\\s*'" + NAME + "'|(?:^|;|\\n|\\*/)\\s*(?:re)?set\\s+(?:(session|local)\\s+)?" + NAME,
			Pattern.CASE_INSENSITIVE);

	// the end of set_config
	private static final Pattern SCOPE = Pattern.compile("\\s*,[^;]*?,\\s*(true|false)\\s*\\)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern WHOLE = Pattern.compile(NAME);

	// beside the policies the functions, which anything may call
	private static final String POLICIES = PolicyTexts.SELECT + """

			union all select prosrc from pg_catalog.pg_proc where prosrc like '%set_config%'
			and pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)""";

	// by name, with the values before; empty stands for none, as in PostgreSQL itself
	private final Map<String, String> before = new ConcurrentHashMap<>();

	// which a statement has set for the session, as far as its text tells
	private final Set<String> outliving = ConcurrentHashMap.newKeySet();

	OwnSettings(Connection connection) throws SQLException {
		Set<String> names = new TreeSet<>();
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(POLICIES)) {
			while (set.next()) {
				Matcher matcher = IN_POLICY.matcher(set.getString(1));
				while (matcher.find()) {
					names.add(matcher.group(1).toLowerCase(Locale.ROOT));
				}
			}
		}
		for (String name : names) {
			this.before.put(name, value(connection, name));
		}
	}

	void executing(Connection connection, String sql) {
		Matcher matcher = IN_STATEMENT.matcher(sql);
		while (matcher.find()) {
			String called = matcher.group(1);
			String name = Objects.requireNonNullElse(called, matcher.group(3)).toLowerCase(Locale.ROOT);
			Matcher scope = SCOPE.matcher(sql).region(matcher.end(), sql.length());
			boolean local = (called != null) ? scope.lookingAt() && "true".equalsIgnoreCase(scope.group(1))
					: "local".equalsIgnoreCase(matcher.group(2));
			if (!local) {
				this.outliving.add(name);
			}
			String value = this.before.containsKey(name) ? null : ask(connection, name);
			if (value != null) {
				this.before.put(name, value);
			}
		}
	}

	void mayName(Connection connection, String text) {
		if (WHOLE.matcher(text).matches()) {
			String name = text.toLowerCase(Locale.ROOT);
			String value = this.before.containsKey(name) ? null : ask(connection, name);
			if (value != null) {
				this.before.put(name, value);
			}
			this.outliving.add(name);
		}
	}

	// null if the transaction is aborted, so that the statement will fail as well
	private static @Nullable String ask(Connection connection, String name) {
		try {
			return value(connection, name);
		}
		catch (SQLException ex) {
			return null;
		}
	}

	private static String value(Connection connection, String name) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("select pg_catalog.current_setting(?, true)")) {
			statement.setString(1, name);
			try (ResultSet set = statement.executeQuery()) {
				return set.next() ? Objects.requireNonNullElse(set.getString(1), "") : "";
			}
		}
	}

	/**
	 * Whether any of them is different now.
	 * @param connection the connection
	 * @return whether there is something to revert
	 * @throws SQLException if the database can't be asked
	 */
	boolean isDifferent(Connection connection) throws SQLException {
		for (Map.Entry<String, String> setting : this.before.entrySet()) {
			if (!setting.getValue().equals(value(connection, setting.getKey()))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Revert what is different now.
	 * @param connection the connection
	 * @return the names of those that a statement has set for the session
	 * @throws SQLException if the database doesn't let it
	 */
	Set<String> putBack(Connection connection) throws SQLException {
		Set<String> names = new TreeSet<>();
		// what puts back may be watched itself
		Set<String> outliving = Set.copyOf(this.outliving);
		for (Map.Entry<String, String> setting : new TreeMap<>(this.before).entrySet()) {
			boolean different = !setting.getValue().equals(value(connection, setting.getKey()));
			if (different || outliving.contains(setting.getKey())) {
				set(connection, setting.getKey(), setting.getValue(), different);
			}
			if (different && outliving.contains(setting.getKey())) {
				names.add(setting.getKey());
			}
		}
		return names;
	}

	// what has the same value may belong to an extension, and to somebody else
	private static void set(Connection connection, String name, String value, boolean required) throws SQLException {
		Savepoint savepoint = connection.setSavepoint();
		try (PreparedStatement statement = connection.prepareStatement("select pg_catalog.set_config(?, ?, false)")) {
			statement.setString(1, name);
			statement.setString(2, value);
			statement.execute();
			connection.releaseSavepoint(savepoint);
		}
		catch (SQLException ex) {
			if (required) {
				throw ex;
			}
			connection.rollback(savepoint);
		}
	}

}
