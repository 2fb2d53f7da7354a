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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds what the database's server may read otherwise than {@link SqlScanner} does, as it
 * depends on the server's version or on a setting. Such a text is refused: what it looks
 * like says nothing about what it does.
 */
final class SqlDoubts {

	private static final Pattern MAY_SET = Pattern.compile(
			"standard_conforming_strings|set_config|sql_mode|\\bdo\\b|\\bcall\\b|\\bu&|\\bexecute\\b",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern NESTED = Pattern.compile("/\\*M?!(?:(?!\\*/).)*/\\*", Pattern.DOTALL);

	private static final String BRACKET = "The statement was refused: a bracket closes within a literal or a comment, and H2"
			+ " in a mode where brackets are quotes reads that otherwise. Nothing of the text has run. Use a parameter for the value.";

	private static final String OWN_SETTINGS = "settings that the text changes itself";

	private static final String MODE_OF_H2 = "select setting_value from information_schema.settings where setting_name = 'MODE'";

	// A mode that isn't known here may have brackets for quotes as well.
	private static final Set<String> ORDINARY = Set.of("REGULAR", "STRICT", "LEGACY", "DB2", "DERBY", "HSQLDB",
			"MARIADB", "MYSQL", "ORACLE", "POSTGRESQL");

	private SqlDoubts() {
	}

	/**
	 * Look for what depends on the server's version or on its mode.
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @return a sentence, or {@code null} if there is no such thing
	 */
	static @Nullable String refusal(String sql, SqlDialect dialect) {
		return (dialect == SqlDialect.MYSQL) ? versioned(sql) : null;
	}

	private static @Nullable String versioned(String sql) {
		if (!mayBeExecuted(sql)) {
			return null;
		}
		SqlScanner scanner = new SqlScanner(sql, SqlDialect.MYSQL);
		boolean divided = false;
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			divided |= scanner.isExecuted() && kind == SqlScanner.Kind.SYMBOL && scanner.text().equals(";");
		}
		boolean one = scanner.versions().size() < 2 && !NESTED.matcher(sql).find();
		return (one && !divided) ? null
				: "The statement was refused: which of its comments (/*!50000 … */, /*M! … */) the server executes isn't"
						+ " known here. Nothing of the text has run. Leave them out.";
	}

	private static boolean mayBeExecuted(String sql) {
		return sql.contains("/*!") || sql.contains("/*M!");
	}

	/**
	 * The ways in which servers of different versions read a text.
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @return the text itself, and one without what some versions take for a comment
	 */
	static List<String> readings(String sql, SqlDialect dialect) {
		if (dialect != SqlDialect.MYSQL || !mayBeExecuted(sql)) {
			return List.of(sql);
		}
		StringBuilder rest = new StringBuilder();
		SqlScanner scanner = new SqlScanner(sql, dialect, true);
		int end = 0;
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			rest.append((scanner.start() > end) ? " " : "").append(scanner.text());
			end = scanner.end();
		}
		return List.of(sql, rest.toString());
	}

	/**
	 * Look for what H2 reads otherwise in the mode of SQL Server, where brackets are
	 * quotes.
	 * @param sql one statement, or several
	 * @return a sentence, or {@code null} if there is no such thing
	 */
	static @Nullable String brackets(String sql) {
		if (sql.indexOf('[') == -1) {
			return null;
		}
		SqlScanner scanner = new SqlScanner(sql, SqlDialect.H2);
		int close = -1;
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			boolean symbol = kind == SqlScanner.Kind.SYMBOL;
			if (close == -1 && symbol && scanner.text().equals("[")) {
				close = sql.indexOf(']', scanner.end());
			}
			else if (close != -1 && scanner.end() > close) {
				if (!symbol || scanner.start() != close) {
					return BRACKET;
				}
				close = -1;
			}
		}
		return (close != -1) ? BRACKET : null;
	}

	/**
	 * Refuse what the server reads otherwise under its settings.
	 * @param connection a connection that isn't watched
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @throws SQLException if it reads something otherwise, or can't be asked
	 */
	static void check(Connection connection, String sql, SqlDialect dialect) throws SQLException {
		if (dialect == SqlDialect.H2) {
			String refusal = brackets(sql);
			if (refusal != null && !ORDINARY.contains(text(connection, MODE_OF_H2).toUpperCase(Locale.ROOT))) {
				throw new SQLException(refusal);
			}
			return;
		}
		boolean asks = dialect == SqlDialect.POSTGRESQL || dialect == SqlDialect.MYSQL;
		if (!asks || sql.indexOf('\\') == -1) {
			return;
		}
		boolean plain = hasBackslash(sql, dialect, '\'');
		boolean doubled = dialect == SqlDialect.MYSQL && hasBackslash(sql, dialect, '"');
		if (!plain && !doubled) {
			return;
		}
		String setting = otherwise(connection, dialect, doubled);
		if (setting == null && maySet(sql, dialect)) {
			setting = OWN_SETTINGS;
		}
		if (setting != null) {
			throw new SQLException(sentence(setting));
		}
	}

	private static boolean maySet(String sql, SqlDialect dialect) {
		return MAY_SET.matcher(sql).find() && SqlStatement.split(sql, dialect).size() > 1;
	}

	private static String sentence(String setting) {
		return "The statement was refused: under " + setting
				+ " the server ends a literal with a backslash elsewhere than it seems. Nothing of the text has run."
				+ " Use a parameter for the value.";
	}

	/**
	 * Look for what a server whose settings aren't asked for may read otherwise.
	 * PostgreSQL has {@code standard_conforming_strings} on to begin with.
	 * @param sql one statement, or several
	 * @param dialect the database's own way to write statements
	 * @return a sentence, or {@code null} if there is no such thing
	 */
	static @Nullable String unasked(String sql, SqlDialect dialect) {
		if (dialect == SqlDialect.H2) {
			return brackets(sql);
		}
		return (maySet(sql, dialect) && hasBackslash(sql, dialect, '\'')) ? sentence(OWN_SETTINGS) : null;
	}

	private static @Nullable String otherwise(Connection connection, SqlDialect dialect, boolean doubled)
			throws SQLException {
		if (dialect == SqlDialect.POSTGRESQL) {
			return "off".equals(text(connection, "show standard_conforming_strings"))
					? "standard_conforming_strings = off" : null;
		}
		String mode = text(connection, "select @@sql_mode").toUpperCase(Locale.ROOT);
		return mode.contains("NO_BACKSLASH_ESCAPES") ? "sql_mode = NO_BACKSLASH_ESCAPES"
				: (doubled && mode.contains("ANSI_QUOTES")) ? "sql_mode = ANSI_QUOTES" : null;
	}

	private static boolean hasBackslash(String sql, SqlDialect dialect, char quote) {
		SqlScanner scanner = new SqlScanner(sql, dialect);
		for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
			if (kind == SqlScanner.Kind.QUOTED && scanner.at(scanner.start()) == quote
					&& scanner.text().indexOf('\\') != -1) {
				return true;
			}
		}
		return false;
	}

	private static String text(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			return set.next() ? String.valueOf(set.getString(1)) : "";
		}
	}

}
