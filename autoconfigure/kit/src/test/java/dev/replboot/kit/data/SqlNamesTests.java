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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for names and literals of statements, by what databases themselves take them for.
 */
class SqlNamesTests {

	private static final String LONG = "n".repeat(62);

	@BeforeAll
	static void requirePrograms() {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
	}

	private static String label(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			return set.getMetaData().getColumnLabel(1);
		}
	}

	private static String value(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			set.next();
			return set.getString(1);
		}
	}

	// the third part of select 1 as …, which is all that is left
	private static String name(String name, SqlDialect dialect) {
		SqlScanner scanner = new SqlScanner("select 1 as " + name, dialect);
		scanner.next();
		scanner.next();
		scanner.next();
		String read = scanner.name(scanner.next());
		assertThat(scanner.next()).isEqualTo(SqlScanner.Kind.END);
		return read;
	}

	private static List<String> names() {
		return List.of("Plain", "\u00d6Ffnung", "\"Mixed Case\"", "\"a\"\"b\"", "U&\"dbl\\0069nk\"",
				"u&\"\\0064\\+000062link\"", "U&\"a\"\"b\\\\c\"", "U&\"d!0062link\" UESCAPE '!'",
				"U&\"d!!b\\0061\" /* so */ uescape\n'!'", "U&\"\\D83D\\DE00\"", LONG + "abc", "\"" + LONG + "\u00d6\"",
				"U&\"x\" -- what follows is no escape", "U&\"d!0062link\" uescape $$!$$");
	}

	@Test
	void namesAreWhatPostgresTakesThemFor() throws SQLException {
		try (Connection connection = DriverManager.getConnection(PostgresServer.get().url())) {
			for (String name : names()) {
				assertThat(name(name, SqlDialect.POSTGRESQL)).as(name)
					.isEqualTo(label(connection, "select 1 as " + name));
			}
		}
	}

	@Test
	void namesAreWhatH2TakesThemFor() throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
			for (String name : names()) {
				assertThat(name(name, SqlDialect.H2)).as(name)
					.isEqualToIgnoringCase(label(connection, "select 1 as " + name));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "'a'", "'it''s'", "E'\\'x\\\\ \\x69n\\151k\\n\\u0041\\U00000042\\q'", "e'a'\n  'b\\\\c'",
			"U&'dbl\\0069nk'", "U&'a'\n'\\0062'", "U&'d!0062''' UESCAPE '!'", "U&'it''s \\\\'", "$$a 'b'$$",
			"$x$a $$ b$x$", "'a' -- b", "E''", "U&'\\+01F600'", "e'a'\n--c\n'b\\\\\\x63'", "e'a' --c'\n  --'\n '\\x62'",
			"U&'a'\n--c\n'\\0062'", "U&'d!0062' uescape $$!$$", "U&'d!0062' uescape E'!'",
			"U&'d!0062' uescape\n--c\n'!'", "U&'d!0062' uescape $x$!$x$",
			"U&'d!0062' /* ' */ uescape /* ' */ E'\\041'" })
	void literalsHaveTheValueThatPostgresReads(String literal) throws SQLException {
		try (Connection connection = DriverManager.getConnection(PostgresServer.get().url())) {
			SqlScanner scanner = new SqlScanner(literal, SqlDialect.POSTGRESQL);
			assertThat(scanner.next()).isEqualTo(SqlScanner.Kind.QUOTED);
			assertThat(SqlNames.literal(scanner.text())).isEqualTo(value(connection, "select " + literal + "\n"));
			assertThat(scanner.next()).isEqualTo(SqlScanner.Kind.END);
		}
	}

	@Test
	void literalIsNoNameAndAnOperatorIsNoEscape() {
		SqlScanner scanner = new SqlScanner("u & \"x\" 'y' $$z$$ uescape", SqlDialect.POSTGRESQL);
		assertThat(scanner.name(scanner.next())).isEqualTo("u");
		assertThat(scanner.name(scanner.next())).isNull();
		assertThat(scanner.name(scanner.next())).isEqualTo("x");
		assertThat(scanner.name(scanner.next())).isNull();
		assertThat(scanner.name(scanner.next())).isNull();
		assertThat(scanner.name(scanner.next())).isEqualTo("uescape");
		SqlScanner mySql = new SqlScanner("u&\"x\" `y``z`", SqlDialect.MYSQL);
		assertThat(mySql.name(mySql.next())).isEqualTo("u");
		assertThat(mySql.name(mySql.next())).isNull();
		assertThat(mySql.name(mySql.next())).isNull();
		assertThat(mySql.name(mySql.next())).isEqualTo("y`z");
	}

}
