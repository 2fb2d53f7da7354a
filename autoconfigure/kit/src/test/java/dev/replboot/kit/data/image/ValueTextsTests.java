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

package dev.replboot.kit.data.image;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for values that look different and are equal for their database.
 */
class ValueTextsTests {

	private static ImageColumn column(String type) {
		return new ImageColumn("V", type, true, false, ImageColumn.Identity.NONE, false);
	}

	private static boolean same(Connection connection, String condition) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery("select count(*) from same t where " + condition)) {
			set.next();
			return set.getInt(1) == 1;
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "VARCHAR_IGNORECASE(20)|Ann|ann",
					"TIMESTAMP(6) WITH TIME ZONE|2024-01-01 10:00:00+00|2024-01-01 11:00:00+01",
					"TIME(0) WITH TIME ZONE|10:00:00+00|11:00:00+01", "NUMERIC(9, 2)|1.00|1.10",
					"CHARACTER VARYING(20)|Ann|ann" })
	void valueOfH2IsOnlyItself(String type, String value, String other) throws SQLException {
		ImageColumn column = column(type);
		try (Connection connection = DriverManager.getConnection(TestDatabase.newH2())) {
			TestDatabase.execute(connection, "create table same (v " + type + ")",
					"insert into same values ('" + value + "')");
			String name = "t." + column.quoted("h2");
			assertThat(same(connection,
					ValueTexts.h2Same(name, column, ValueTexts.literal("h2", column, read(connection, "h2", column)))))
				.isTrue();
			assertThat(same(connection, ValueTexts.h2Same(name, column, ValueTexts.literal("h2", column, other))))
				.isFalse();
			assertThat(same(connection, ValueTexts.h2Same(name, column, "null"))).isFalse();
		}
	}

	private static String read(Connection connection, String kind, ImageColumn column) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet set = statement
					.executeQuery("select " + ValueTexts.select(kind, "t", column) + " from same t")) {
			set.next();
			return ValueTexts.read(set, 1, kind, column);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "VARCHAR ARRAY|array['x', 'y']|array['x, y']", "VARCHAR ARRAY|array['null']|array[null]",
					"VARCHAR ARRAY ARRAY|array[array['a'], array['b']]|array[array['a', 'b']]",
					"ROW(A VARCHAR, B VARCHAR)|row('x', 'y, z')|row('x, y', 'z')" })
	void elementsOfH2AreApart(String type, String value, String other) throws SQLException {
		ImageColumn column = column(type.contains("ROW") ? "ROW" : type);
		try (Connection connection = DriverManager.getConnection(TestDatabase.newH2())) {
			TestDatabase.execute(connection, "create table same (v " + type + ")",
					"insert into same values (" + value + ")");
			String text = read(connection, "h2", column);
			assertThat(text).isEqualTo(read(connection, "h2", column));
			TestDatabase.execute(connection, "update same set v = " + other);
			assertThat(read(connection, "h2", column)).isNotEqualTo(text);
		}
	}

	@Test
	void spacesAtTheEndBelongToAValueOfPostgres() throws SQLException {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		ImageColumn column = new ImageColumn("v", "bpchar", true, false, ImageColumn.Identity.NONE, false);
		try (Connection connection = DriverManager.getConnection(PostgresServer.get().url())) {
			TestDatabase.execute(connection, "create temporary table same (v bpchar)",
					"insert into same values ('a  ')");
			assertThat(read(connection, "postgresql", column)).isEqualTo("a  ");
			TestDatabase.execute(connection, "update same set v = null");
			assertThat(read(connection, "postgresql", column)).isNull();
		}
	}

}
