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

import java.util.List;
import java.util.Map;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for queries in an application that has R2DBC alone: what is read, and that
 * nothing is written.
 */
@Timeout(900)
class R2dbcTests {

	private static final String ENDLESS = "select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b where a.x + b.x < 0";

	private R2dbcApplication application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
	}

	private void open(Map<String, ConnectionFactory> factories, Class<?>[] configurations, String... properties) {
		this.application = R2dbcApplication.open(factories, configurations, properties);
	}

	private String eval(String form) {
		return this.application.eval(form);
	}

	private String sql(String statement) {
		return this.application.sql(statement);
	}

	// each query finds the connection of the one before, as it was given back
	private static ConnectionFactory poolOfOne(ConnectionFactory factory) {
		return new ConnectionPool(ConnectionPoolConfiguration.builder(factory).initialSize(1).maxSize(1).build());
	}

	// on a busy machine the connection alone may take that long
	private void assertTakesTooLong(String statement) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(eval("(sql {:timeout 1} \"" + statement + "\")"))
				.contains("The query took longer than 1 s (repl.kit.sql.timeout)"));
	}

	@Test
	void h2IsReadAndNeverWritten() {
		ConnectionFactory factory = R2dbcApplication.newH2();
		open(Map.of("database", poolOfOne(factory)), new Class<?>[] { R2dbcApplication.One.class },
				"repl.limits.allocation=0");
		R2dbcApplication.execute(factory,
				"create table purchase (id int primary key, total numeric(10,2), note clob, at timestamp, a int array, i interval day to second)",
				"insert into purchase values (1, 42.50, 'first', timestamp '2026-03-29 02:30:00', array[1, 2], interval '1 02:03:04' day to second), (2, 7.00, null, null, null, null)");
		assertThat(eval("(vec (sql \"select * from purchase where id = ?\" 1))")).isEqualTo(
				"[{:id 1, :total 42.50M, :note \"first\", :at #time/local-date-time \"2026-03-29T02:30\", :a [1 2],"
						+ " :i \"INTERVAL '1 02:03:04' DAY TO SECOND\"}]");
		assertThat(eval("(mapv :id (sql \"select id from purchase where id in (:ids) order by id\" {:ids [1 2 3]}))"))
			.isEqualTo("[1 2]");
		assertThat(eval("(mapv :id (sql \"select id from purchase where a = ? and total = ? and note = ? and id = ?\""
				+ " [1 2] 85/2 :first 1N))"))
			.isEqualTo("[1]");
		assertThat(sql("select 1 as a, 2 as a")).contains(" a | a_2");
		assertThat(sql("(select 1 as a) union (select 2)")).contains("(2 rows)");
		assertThat(eval("(sql {:max-rows 1} \"select id from purchase order by id\")")).contains("(1 row)")
			.contains("There are more than these 1 rows (repl.kit.sql.max-rows)");
		assertThat(sql("select id from purchase where id > 9")).isEqualTo("(0 rows)");
		for (String statement : new String[] { "delete from purchase", "drop table purchase",
				"/* select */ update purchase set total = 0", "call 1", "runscript from 'x'", "commit",
				"with x as (select 1) create table other as select * from x", "explain analyze delete from purchase",
				"select 1 -- ; drop table purchase", "select 'a; drop table purchase ;b'",
				"select id from purchase; drop table purchase" }) {
			assertThat(sql(statement)).as(statement).containsAnyOf("The statement is no query", "was refused");
		}
		assertThat(sql("select * from final table (insert into purchase (id) values (9))"))
			.contains("The statement changed data, which was rolled back");
		assertTakesTooLong(ENDLESS);
		for (String call : List.of("(sql \"" + ENDLESS + "\")",
				"(sql \"select id from purchase where id in (?)\" (map (fn [_] (while true)) [1 2]))")) {
			assertThat(this.application.stopped(call)).as(call).contains("Evaluation stopped: It was interrupted");
		}
		// refused without a call of its methods
		assertThat(eval(
				"(sql \"select ?\" (reify java.util.Map$Entry (getKey [_] (while true)) (toString [_] (while true))))"))
			.contains("which the driver can't write");
		assertThat(eval("(mapv :id (sql \"select id from purchase order by id\"))")).isEqualTo("[1 2]");
		assertThat(eval("(sql \"select ?\" {:a 1})")).contains("a parameter of H2 is no map");
		assertThat(eval("(sql 5)")).contains("sql takes a statement as text");
		assertThat(eval("(sql {:db \"other\"} \"select 1\")"))
			.contains("There is no ConnectionFactory named other. There are: connectionFactory.");
		assertThat(eval("(dry-run (println \"it\" \"ran\"))")).doesNotContain("it ran")
			.contains("dry-run isn't available: the application has no DataSource");
		assertThat(eval("(begin!)")).contains("begin! isn't available: the application has no DataSource");
	}

	@Test
	void postgresIsReadAndNeverWritten() {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		ConnectionFactory factory = ConnectionFactories.get("r2dbc:postgresql://test@127.0.0.1:"
				+ PostgresServer.get().port() + "/postgres?options=search_path=r2dbc;standard_conforming_strings=off");
		open(Map.of("database", poolOfOne(factory)), new Class<?>[] { R2dbcApplication.One.class },
				"repl.limits.allocation=64MB");
		R2dbcApplication.execute(factory, "drop schema if exists r2dbc cascade", "create schema r2dbc",
				"create sequence number", "create type colour as enum ('red', 'blue')",
				"create table purchase (id bigint primary key, total numeric, tags text[], doc jsonb, at timestamptz, of colour)",
				"insert into purchase values (1, 42.50, '{a,b}', '{\"x\": [1, 2]}', '2026-03-29T01:30:00Z', 'red')",
				"create function sneak() returns int language plpgsql as $$ begin delete from purchase; return 1; end $$");
		assertThat(
				eval("(vec (sql \"select * from purchase where of = ? and tags = ? and doc = ? and total = ? and at = ?"
						+ " and id = ? and doc ?? 'x'\" :red [\"a\" \"b\"] {:x [1 2]} 85/2 (java.time.Instant/parse \"2026-03-29T01:30:00Z\") 1N))"))
			.isEqualTo("[{:id 1, :total 42.50M, :tags [\"a\" \"b\"], :doc \"{\\\"x\\\": [1, 2]}\","
					+ " :at #time/offset-date-time \"2026-03-29T01:30Z\", :of \"red\"}]");
		assertThat(eval("(vec (sql \"select 'NaN'::numeric a, 'infinity'::timestamptz b, '{-infinity}'::date[] c,"
				+ " '24:00+01'::timetz d, B'101' e, '10.0.0.1'::inet f, interval '1 mon' g, '{red}'::colour[] h\"))"))
			.isEqualTo("[{:a \"NaN\", :b \"infinity\", :c \"{-infinity}\", :d \"24:00:00+01\", :e \"101\","
					+ " :f \"10.0.0.1\", :g \"1 mon\", :h \"{red}\"}]");
		assertThat(eval("(count (sql \"select id from purchase where id = ? or of in (?)\" nil [:red :blue]))"))
			.isEqualTo("1");
		assertThat(eval("(mapv vec (sql \"select 1 as a; select ';' as b;\"))")).isEqualTo("[[{:a 1}] [{:b \";\"}]]");
		for (String statement : new String[] { "update purchase set total = 0", "select sneak()",
				"select nextval('number')", "with x as (delete from purchase returning 1) select * from x",
				"create temp table other (id int)" }) {
			assertThat(sql(statement)).as(statement).contains("read-only transaction");
		}
		assertThat(sql("commit; delete from purchase")).contains("was refused");
		assertThat(sql("set transaction read write")).contains("was refused");
		assertThat(sql("select '\\\\' as a, '; commit; delete from purchase; --' as b"))
			.contains("; commit; delete from purchase; --");
		assertThat(eval("(sql \"select ?::text, ?::text\" 1 (Object.))"))
			.contains("Parameter 2 is a value of java.lang.Object, which the driver can't write");
		assertThat(sql("select 1; prepare s as select 1")).contains("would keep the prepared statement");
		assertThat(sql("select pg_catalog.Pg_Try_Advisory_Lock(1)")).contains("would keep the lock");
		assertThat(sql("select 'pg_advisory_lock', pg_advisory_xact_lock(1)")).doesNotContain("rror");
		assertThat(sql("select set_config('transaction_read_only', 'off', false)")).contains("must be set before");
		assertThat(sql("do $$ begin commit; delete from purchase; end $$")).contains("invalid transaction termination");
		assertTakesTooLong("select pg_sleep(600)");
		assertThat(this.application.stopped("(sql \"select pg_sleep(60)\")"))
			.contains("Evaluation stopped: It was interrupted");
		assertThat(eval(
				"(count (sql {:max-rows 1000000} \"select repeat('x', 100000) from generate_series(1, 1000000)\"))"))
			.contains("(repl.limits.allocation)");
		assertThat(eval("(count (sql {:max-rows 2} \"select * from generate_series(1, 100000)\"))")).isEqualTo("2");
		this.application.client().send("(def held (future (sql {:timeout 600} \"select pg_sleep(599)\")))\n");
		this.application.client().readUntil("user=> ");
		JdbcTemplate server = new JdbcTemplate(new DriverManagerDataSource(PostgresServer.get().url()));
		Awaitility.await()
			.until(() -> server.queryForObject("select count(*) from pg_stat_activity where state = 'active'"
					+ " and query like '%pg_sleep(599)%' and pid <> pg_backend_pid()", Integer.class) == 1);
		assertThat(eval("(sql {:timeout 1} \"select 1\")")).contains("There was no connection within 1 s");
		assertThat(eval("(future-cancel held)")).isEqualTo("true");
		assertThat(eval("(:total (first (sql \"select total from purchase\")))")).isEqualTo("42.50M");
		assertThat(this.application.repl().events(AuditType.REPL_EVALUATED)).last()
			.satisfies((event) -> assertThat(event.getAuditEvent().getData()).containsEntry("rowsRead", 1L)
				.containsEntry("sqlStatements", 1L)
				.containsEntry("sql", "select total from purchase"));
	}

}
