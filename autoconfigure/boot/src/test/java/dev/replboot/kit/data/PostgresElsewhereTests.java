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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for what PostgreSQL's server changes in another database: through dblink, which
 * commits by itself, and in foreign tables, which roll back.
 */
@Timeout(900)
class PostgresElsewhereTests {

	private static JdbcTemplate there;

	private static TestRepl repl;

	private static ReplClient client;

	private static String far;

	@BeforeAll
	static void open() {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		String url = TestDatabase.newPostgres();
		JdbcTemplate here = TestDatabase.create(url);
		assumeTrue(here.queryForObject(
				"select count(*) = 2 from pg_available_extensions where name in ('dblink', 'postgres_fdw')",
				Boolean.class), "PostgreSQL has no dblink");
		String other = TestDatabase.newPostgres();
		there = TestDatabase.create(other);
		String name = there.queryForObject("select current_database()", String.class);
		int port = PostgresServer.get().port();
		far = "host=127.0.0.1 port=" + port + " user=test dbname=" + name;
		String insert = "dblink_exec('" + far + "', 'insert into log values (''far'')')";
		here.execute("create extension dblink; create extension postgres_fdw;"
				+ " create server far foreign data wrapper postgres_fdw options (host '127.0.0.1', port '" + port
				+ "', dbname '" + name + "'); create user mapping for public server far options (user 'test');"
				+ " create schema f; import foreign schema public limit to (log, purchase) from server far into f;"
				+ " create table parts (id int, line varchar(40)) partition by list (id);"
				+ " create table parts_here partition of parts for values in (1);");
		there.execute("create table parts_far (id int, line varchar(40))");
		here.execute("create foreign table parts_far partition of parts for values in (2) server far");
		here.execute("create function noting() returns int language plpgsql as $$ begin perform " + insert
				+ "; return 1; end $$; create function outer_noting() returns int language sql as 'select noting()';"
				+ " create view noted as select noting() as n;"
				+ " create function noting_t() returns trigger language plpgsql as $$ begin perform outer_noting();"
				+ " return new; end $$; create table watched (id int primary key);"
				+ " create trigger watched_t after insert on watched for each row execute function noting_t();"
				+ " create table \"Parent\" (id int primary key); create table child (id int primary key,"
				+ " parent int references \"Parent\" on delete cascade);"
				+ " create trigger child_t after delete on child for each row execute function noting_t();"
				+ " create function adding() returns void language sql as 'insert into watched values (5)';"
				+ " create function listing() returns text[] language sql as 'select dblink_get_connections()';"
				+ " insert into \"Parent\" values (1); insert into child values (1, 1);");
		repl = TestRepl.with(
				new Class<?>[] { TestDatabase.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				"test.url=" + url);
		client = repl.login();
		client.eval("(def jdbc (org.springframework.jdbc.core.JdbcTemplate. (bean 'dataSource)))");
	}

	@AfterAll
	static void close() {
		if (client != null) {
			client.close();
			repl.close();
		}
	}

	@AfterEach
	void assertNothingIsThere() {
		assertThat(there.queryForList("select line from log", String.class)).containsExactlyInAnyOrder("one", "two");
		assertThat(there.queryForList("select * from parts_far")).isEmpty();
	}

	private static String eval(String form) {
		return client.eval(form);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "select * from dblink('%s', 'insert into log values (''far'') returning line') as t (l text)",
					"select * from public . \\\"dblink\\\" ('%s', 'delete from log returning line') as t (l text)",
					"select dblink_exec('%s', 'delete from log')", "select dblink_connect('c', '%s')",
					"select * from U&\\\"dbl\\\\0069nk\\\"('%s', 'delete from log returning line') as t (l text)",
					"select U&\\\"dblink!005Fexec\\\" UESCAPE '!' ('%s', 'delete from log')",
					"do U&'begin perform dbl\\\\0069nk_exec(''%s'', ''delete from log''); end'",
					"select query_to_xml('select dblink_exec(''%s'', ''delete from log'')', true, true, '')",
					"do $$ begin perform dblink_exec('%s', 'delete from log'); end $$",
					"do 'begin perform dblink_exec(''%s'', ''delete from log''); end'" })
	void connectionOfTheServersOwnIsRefusedWhoeverOpensIt(String sql) {
		String text = sql.formatted(far);
		for (String form : new String[] { "(sql \"" + text + "\")", "(dry-run (sql \"" + text + "\"))",
				"(fix! {:expect 0} (.execute jdbc ^String (identity \"" + text + "\")))",
				"(dry-run (explain {:analyze true} \"" + text.replaceFirst("^do .*", "select dblink_exec('x', 'y')")
						+ "\"))" }) {
			assertThat(eval(form)).as(form)
				.contains("commits through a connection of the database's own")
				.doesNotContain("Rolled back.", "Committed as");
		}
		eval("(begin!)");
		assertThat(eval("(.execute jdbc ^String (identity \"" + text + "\"))"))
			.contains("commits through a connection of the database's own");
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select noting()", "select \\\"outer_noting\\\"()", "select U&\\\"not\\\\0069ng\\\"()",
			"select * from U&\\\"n!006Fted\\\" uescape '!'", "do 'begin perform noting(); end'",
			"do U&'begin perform not\\\\0069ng(); end'", "select * from noted", "insert into watched values (1)",
			"with w as (insert into watched values (1)) select 1", "delete from \\\"Parent\\\"", "select adding()",
			"do $$ begin insert into watched values (1); perform 1; end $$",
			"create function later() returns int language sql as $$ select noting() $$" })
	void codeOfTheDatabaseThatLeadsThereIsRefused(String sql) {
		for (String form : new String[] { "(dry-run (sql \"" + sql + "\"))",
				"(fix! {:expect 1} (.execute jdbc ^String (identity \"" + sql + "\")))" }) {
			assertThat(eval(form)).as(form)
				.contains("leads to a function (dblink, pg_background) that commits through a connection")
				.doesNotContain("Rolled back.", "Committed as");
		}
		assertThat(eval("(sql \"" + sql + "\")")).contains("Execution error");
		eval("(begin!)");
		assertThat(eval("(sql \"" + sql + "\")")).contains("leads to a function");
		assertThat(eval("(rollback!)")).isEqualTo(":rolled-back");
	}

	@Test
	void whatLeadsNowhereIsLeftAlone() {
		assertThat(eval("(dry-run (sql \"select * from watched\") (sql \"select * from child for update\")"
				+ " (sql \"update purchase set note = 'noting()' where id = 1\") (sql \"select listing()\"))"))
			.contains("purchase: 1 updated", "Rolled back.");
		assertThat(eval("(sql \"select count(*) as n from watched\")")).contains("0");
		assertThat(eval("(sql \"select dblink_get_connections() as c, 'dblink(x)' as t\")")).contains("dblink(x)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "insert into f.log values ('three')", "update f.log set line = 'x'",
			"delete from f.log where line = 'one'", "truncate f.log", "insert into parts values (2, 'x')" })
	void foreignTableIsNamedRolledBackAndNotCommitted(String sql) {
		String table = sql.contains("parts") ? "parts" : "f.log";
		assertThat(eval("(dry-run (sql \"" + sql + "\"))"))
			.contains("The foreign table " + table + " was changed", "(wrapper postgres_fdw)", "Rolled back.")
			.doesNotContain("No rows were changed", "isn't known.\nThe body");
		for (int expected : new int[] { 0, 1 }) {
			assertThat(eval("(fix! {:expect " + expected + "} (sql \"" + sql + "\"))"))
				.contains("The foreign table " + table + " was changed", "Nothing was committed")
				.doesNotContain("Committed as");
		}
	}

	@Test
	void foreignTableThatIsOnlyReadIsNoChange() {
		assertThat(eval("(dry-run (count (sql \"select * from f.log\")))")).contains("No rows were changed",
				"The body returned 2");
		assertThat(eval("(fix! {:expect 1} (sql \"update purchase set note = (select min(line) from f.log)"
				+ " where id = 1\"))"))
			.contains("purchase: 1 updated", "Committed as")
			.doesNotContain("foreign");
	}

	@Test
	void largeObjectThatAQueryChangesIsTold() {
		for (String sql : new String[] { "select lo_create(4711)", "select lo_from_bytea(4711, 'abc')",
				"select lo_from_bytea(4711, 'abc'), lo_put(4711, 0, 'x'), lo_unlink(4711)" }) {
			assertThat(eval("(sql \"" + sql + "\")")).as(sql)
				.containsAnyOf("The statement changed data, which was rolled back, because sql only reads.",
						"in a read-only transaction");
		}
		assertThat(eval("(map :n (sql \"select count(*) as n from pg_largeobject_metadata\"))")).isEqualTo("(0)");
		// which gives the transaction a number
		assertThat(eval("(count (sql \"select txid_current()\"))")).isEqualTo("1");
	}

	@Test
	void functionThatChangesTheServerIsRefused() {
		for (String sql : new String[] { "select pg_create_physical_replication_slot('s')",
				"select pg_catalog.pg_switch_wal()", "select pg_logical_emit_message(false, 'a', 'b')",
				"select pg_stat_reset()" }) {
			assertThat(eval("(sql \"" + sql + "\")")).contains("changes the database's server");
		}
		assertThat(eval("(sql \"select 1 from pg_replication_slots\")")).doesNotContain("rror");
	}

}
