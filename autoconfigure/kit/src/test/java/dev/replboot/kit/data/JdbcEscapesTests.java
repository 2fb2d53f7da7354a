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

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for what drivers make of braces.
 */
class JdbcEscapesTests {

	private static void refused(Connection connection, String... texts) {
		for (String sql : texts) {
			assertThatThrownBy(() -> new TransactionGuard().executing(connection, sql)).as(sql)
				.isInstanceOf(SQLException.class)
				.hasMessageContaining("would end the transaction");
		}
	}

	private static void taken(Connection connection, String... texts) {
		for (String sql : texts) {
			assertThatCode(() -> new TransactionGuard().executing(connection, sql)).as(sql).doesNotThrowAnyException();
		}
	}

	@Test
	void driverOfPostgresJoinsWhatIsAroundBraces() throws SQLException {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		try (Connection connection = DriverManager.getConnection(PostgresServer.get().url())) {
			refused(connection, "co{oj mmit}", "select 1; co{oj mmit}", "select {d '2000-01-01'-}-'\n; commit; --'");
			taken(connection, "select {fn concat('a', 'b')}, {ts '2000-01-01 00:00:00'}, {fn now()}",
					"select * from {oj a left outer join b on a.x = b.x}", "{call f(?)}", "{? = call f(?, 'x')}",
					"select 'a' like 'b' {escape '!'}", "update t set x = '{\"a\": {}}', y = '{1,2}' where z = ?",
					"select '{d commit}' -- {oj commit}");
		}
	}

	@Test
	void driverOfMariaDbEndsCommentsElsewhere() throws SQLException {
		assumeTrue(MariaDbServer.isInstalled(), "MariaDB is not installed");
		try (Connection connection = DriverManager.getConnection(MariaDbServer.get().newDatabase())) {
			refused(connection, "co{oj mmit}", "co{d mmit}", "/*/ *{d }/ commit -- */",
					"select 1 /*/ *{d }/ ; commit -- */");
			taken(connection, "select {fn now()}, {d '2000-01-01'}", "select 1 /*/ {d '2000-01-01'} */",
					"select json_extract('{\"a\": 1}', '$.a')");
		}
	}

	@Test
	void driverOfH2LeavesSpaces() throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:escapes")) {
			refused(connection, "{fn commit}", "select 1; {oj commit}");
			taken(connection, "select {fn now()}, {d '2000-01-01'}", "{call abs(1)}", "{? = call abs(1)}",
					"select '{\"a\": 1}' format json");
		}
	}

}
