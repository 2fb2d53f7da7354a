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
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.MariaDbServer;
import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for what servers read otherwise under their settings.
 */
class SqlDoubtsTests {

	private static void refused(Connection connection, String sql, String setting) throws SQLException {
		SqlDialect dialect = SqlDialect.of(connection);
		assertThatThrownBy(() -> SqlDoubts.check(connection, sql, dialect)).as(sql)
			.isInstanceOf(SQLException.class)
			.hasMessageContaining("The statement was refused: under " + setting)
			.hasMessageContaining("Use a parameter for the value");
	}

	private static void taken(Connection connection, String... texts) throws SQLException {
		SqlDialect dialect = SqlDialect.of(connection);
		for (String sql : texts) {
			assertThatCode(() -> SqlDoubts.check(connection, sql, dialect)).as(sql).doesNotThrowAnyException();
		}
	}

	@Test
	void backslashInAPlainLiteralOfPostgresDependsOnASetting() throws SQLException {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		String hidden = "select '\\' ', dblink_exec($$x$$, $$y$$) --'";
		try (Connection connection = DriverManager.getConnection(PostgresServer.get().url())) {
			taken(connection, hidden, "insert into t values ('a\\b'); select 1");
			refused(connection, "set standard_conforming_strings = off; " + hidden, "settings that the text changes");
			refused(connection, "select set_config('standard_' || 'conforming_strings', 'off', true); " + hidden,
					"settings that the text changes");
			TestDatabase.execute(connection, "set standard_conforming_strings = off");
			refused(connection, hidden, "standard_conforming_strings = off");
			taken(connection, "select 'a', e'\\'', $$\\$$", "select 1 -- \\");
		}
	}

	@Test
	void settingsThatTheTextChangesAreKnownWithoutAsking() {
		String hidden = "select '\\' ', x --'";
		for (String setting : new String[] { "set standard_conforming_strings = off; ",
				"select set_config(a, b, true); " }) {
			assertThat(SqlDoubts.unasked(setting + hidden, SqlDialect.POSTGRESQL))
				.contains("settings that the text changes");
		}
		assertThat(SqlDoubts.unasked(hidden, SqlDialect.POSTGRESQL)).isNull();
		assertThat(SqlDoubts.unasked("select set_config(a, b, true); select 1", SqlDialect.POSTGRESQL)).isNull();
		assertThat(SqlDoubts.unasked("select 1 as [it's]", SqlDialect.H2)).contains("a bracket closes");
	}

	@Test
	void bracketsOfH2DependOnItsMode() throws SQLException {
		String[] brackets = { "select [it's]; commit --'", "select 1 as [/*]; commit --*/", "select array['a]b']" };
		for (String mode : new String[] { "REGULAR", "MySQL", "PostgreSQL", "Oracle" }) {
			try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:;MODE=" + mode)) {
				taken(connection, brackets);
			}
		}
		try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:;MODE=MSSQLServer")) {
			for (String sql : brackets) {
				assertThatThrownBy(() -> SqlDoubts.check(connection, sql, SqlDialect.H2)).as(sql)
					.hasMessageContaining("a bracket closes within a literal");
			}
			taken(connection, "select array['a', 'b'][1]", "select 1 as [a b]");
		}
	}

	@Test
	void quotesOfMariaDbDependOnItsMode() throws SQLException {
		assumeTrue(MariaDbServer.isInstalled(), "MariaDB is not installed");
		String doubled = "select 1 as \"\\\", writes() as \"b\"";
		String plain = "select 'a\\', writes() --'";
		try (Connection connection = DriverManager.getConnection(MariaDbServer.get().newDatabase())) {
			taken(connection, doubled, plain);
			refused(connection, "set sql_mode = ''; " + plain, "settings that the text changes");
			TestDatabase.execute(connection, "set sql_mode = 'ANSI_QUOTES'");
			refused(connection, doubled, "sql_mode = ANSI_QUOTES");
			taken(connection, plain);
			TestDatabase.execute(connection, "set sql_mode = 'NO_BACKSLASH_ESCAPES'");
			refused(connection, plain, "sql_mode = NO_BACKSLASH_ESCAPES");
			taken(connection, "select 'a', \"b\", `\\`");
		}
	}

}
