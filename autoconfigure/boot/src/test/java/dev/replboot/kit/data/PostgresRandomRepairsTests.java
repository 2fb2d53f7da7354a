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

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for random corrections of random schemas of PostgreSQL, compared by what the
 * server and {@code pg_dump} write.
 */
class PostgresRandomRepairsTests extends RandomRepairsTests {

	private static final String[] BASE = { "create schema tenant2", "create schema \"Ten Ant\"",
			"create extension hstore", "create extension citext", "create type mood as enum ('sad', 'so so')",
			"create domain posint as int check (value > 0)", "create type addr as (street text, no int)",
			// what a key refuses is left out, and the transaction goes on
			"create function attempt(statement text) returns text language plpgsql as $$ begin execute statement;"
					+ " return 'done'; exception when integrity_constraint_violation then return sqlerrm; end $$" };

	@TempDir
	private Path output;

	private String rows;

	@BeforeAll
	static void requirePrograms() {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
	}

	@Override
	boolean isPostgres() {
		return true;
	}

	@Override
	int parts() {
		return 1;
	}

	@Override
	String newDatabase() {
		return TestDatabase.newPostgres();
	}

	@Override
	RepairSchema newSchema(long number) {
		this.rows = null;
		return new PostgresRepairSchema(number);
	}

	@Override
	void clear() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("set client_min_messages = warning; drop schema public cascade;"
					+ " drop schema if exists tenant2 cascade; drop schema if exists \"Ten Ant\" cascade;"
					+ " create schema public");
			for (String sql : BASE) {
				statement.execute(sql);
			}
		}
	}

	@Override
	String attempt(String sql) {
		return "(sql " + quoted("select attempt('" + sql.replace("'", "''") + "')") + ")";
	}

	@Override
	List<String> rows() throws SQLException {
		if (this.rows == null) {
			this.rows = one(
					"select string_agg(format('select %L || translate(t::text, chr(10), ''~'') x from only %I.%I t where k < "
							+ RepairTable.OTHERS
							+ "', relname || ' ', nspname, relname), ' union all ') from pg_class c join pg_namespace n"
							+ " on n.oid = relnamespace where relkind = 'r' and nspname in ('public', 'tenant2', 'Ten Ant')");
		}
		String lines = one("select string_agg(x, e'\\n' order by x) from (" + this.rows + ") a");
		return (lines != null) ? lines.lines().toList() : List.of();
	}

	private String one(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			set.next();
			return set.getString(1);
		}
	}

	// sequences go on, and a row that was put back is elsewhere in its table
	@Override
	List<String> dump() throws Exception {
		Path file = this.output.resolve("dump");
		String database = this.url.substring(this.url.lastIndexOf('/') + 1, this.url.indexOf('?'));
		Process process = new ProcessBuilder("pg_dump", "--inserts", "-h", "127.0.0.1", "-p",
				String.valueOf(PostgresServer.get().port()), "-U", "test", database)
			.redirectErrorStream(true)
			.redirectOutput(file.toFile())
			.start();
		assertThat(process.waitFor()).isZero();
		return Files.readString(file, StandardCharsets.UTF_8)
			.replaceAll("(?m)^(SELECT pg_catalog.setval|.(un)?restrict ).*$", "")
			.lines()
			.filter((line) -> !line.isBlank())
			.sorted()
			.toList();
	}

}
