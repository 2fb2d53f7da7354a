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

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.replboot.kit.data.image.ImageSink;
import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for the changes that are seen in PostgreSQL, on a schema with what real databases
 * have.
 */
@Timeout(900)
class PostgresChangesTests {

	private static final String[] SCHEMA = { "create table lockt (id int primary key, v text)",
			"insert into lockt select i, 'v' from generate_series(1, 50) i",
			"create function del_exc(i int) returns void language plpgsql as "
					+ "$$ begin begin delete from lockt where id = i; exception when others then raise; end; end $$",
			"create table nokey (a int, b text)", "insert into nokey values (1, 'a'), (1, 'a'), (2, null)",
			"create table uq (a int unique not null, b text)", "insert into uq values (1, 'a'), (2, 'b')",
			"create table \"Mixed Case\" (\"ID\" int primary key, v text)",
			"insert into \"Mixed Case\" values (1, 'n')", "create table orders (id int primary key, v text)",
			"insert into orders values (1, 'lower')", "create table \"ORDERS\" (id int primary key, v text)",
			"insert into \"ORDERS\" values (1, 'UPPER')",
			"create table twocase (id int primary key, a text, \"A\" text)",
			"insert into twocase values (1, 'lower', 'UPPER')", "create schema tenant2",
			"create table tenant2.cust (id int primary key, v text)", "insert into tenant2.cust values (1, 't2')",
			"create table part (id int, d date, v text, primary key (id, d)) partition by range (d)",
			"create table part_1 partition of part for values from ('2024-01-01') to ('2024-02-01')",
			"create table part_2 partition of part for values from ('2024-02-01') to ('2024-03-01')",
			"insert into part values (1, '2024-01-10', 'a'), (2, '2024-02-10', 'b')",
			"create table base (id int primary key, v text)", "create table heir (w text) inherits (base)",
			"insert into base values (1, 'a')", "insert into heir values (1, 'a', 'b')",
			"create table selfref (id int primary key, pid int references selfref on delete cascade)",
			"insert into selfref values (1, null), (2, 1), (3, 2), (4, null)",
			"create view v_lockt as select * from lockt where id < 10",
			"create rule r as on delete to v_lockt do instead update lockt set v = 'gone' where id = old.id",
			"create table gen (id int generated always as identity primary key, a int, b int generated always as (a * 2) stored)",
			"insert into gen (a) values (1), (2)", "create materialized view mv as select * from orders",
			"create table defc (id int primary key, pid int references defc deferrable initially deferred)",
			"insert into defc values (1, null), (2, 1)",
			"create table rls (id int primary key, tenant text not null, v text)",
			"insert into rls values (1, 't1', 'a'), (2, 't2', 'b'), (3, 't1', 'c')",
			"create table rls_child (id int primary key, rid int references rls on delete cascade, tenant text)",
			"insert into rls_child values (1, 1, 't1'), (2, 3, 't2')", "alter table rls enable row level security",
			"create policy p on rls using (tenant = current_setting('app.tenant', true))",
			"alter table rls_child enable row level security",
			"create policy p on rls_child using (tenant = current_setting('app.tenant', true))",
			"create table secret (id int primary key)",
			"create function hide() returns void language sql security definer as 'insert into secret values (1)'",
			"do $$ begin create role tenantuser login; exception when duplicate_object then null; end $$",
			"grant select, insert, update, delete on rls, rls_child to tenantuser" };

	private static String url;

	@BeforeAll
	static void create() throws SQLException {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		url = TestDatabase.newPostgres();
		try (Connection connection = DriverManager.getConnection(url)) {
			TestDatabase.execute(connection, SCHEMA);
		}
	}

	@AfterAll
	static void forget() {
		url = null;
	}

	private static String[] body(String... statements) {
		return statements;
	}

	private static Changes changes(String... body) throws SQLException {
		return changes(url, body(), body);
	}

	// everything is rolled back
	private static Changes changes(String at, String[] meanwhile, String... body) throws SQLException {
		try (Connection inside = DriverManager.getConnection(at);
				Connection outside = DriverManager.getConnection(at);
				Connection other = DriverManager.getConnection(url)) {
			inside.setAutoCommit(false);
			outside.setAutoCommit(false);
			PostgresChanges reader = new PostgresChanges();
			reader.begin(inside, outside, DryRunAccess.NONE);
			TestDatabase.execute(other, meanwhile);
			TestDatabase.execute(inside, body);
			ChangeCollector collector = new ChangeCollector(100, ImageSink.DROPPING);
			String violation = reader.violation(inside);
			if (violation != null) {
				collector.unseen(violation);
			}
			reader.read(inside, outside, collector);
			collector.notes().forEach(collector::unseen);
			inside.rollback();
			return collector.changes();
		}
	}

	private static void assertCounts(Changes changes, String table, int inserted, int updated, int deleted) {
		assertThat(changes.unseen()).isEmpty();
		assertThat(changes.tables())
			.extracting(TableCount::table, TableCount::inserted, TableCount::updated, TableCount::deleted)
			.containsExactly(tuple(table, (long) inserted, (long) updated, (long) deleted));
		assertThat(changes.rows()).hasSize(inserted + updated + deleted);
	}

	@Test
	void rowLockedThenDeletedInBlockWithExceptionsCounts() throws SQLException {
		assertCounts(changes("select * from lockt where id in (20, 21) for update", "select del_exc(20)",
				"delete from lockt where id = 21"), "lockt", 0, 0, 2);
	}

	@Test
	void rowsLockedAloneDontCount() throws SQLException {
		assertThat(changes("select * from lockt for update", "select * from orders for share").tables()).isEmpty();
	}

	@Test
	void rowsChangedBackDontCount() throws SQLException {
		assertThat(changes("update lockt set v = 'x'", "update lockt set v = 'v'", "update nokey set b = b",
				"delete from uq where a = 1", "insert into uq values (1, 'a')", "insert into orders values (2, 'x')",
				"delete from orders where id = 2", "savepoint s", "delete from gen", "rollback to s")
			.tables()).isEmpty();
	}

	@Test
	void updateOfAKeyIsOneChange() throws SQLException {
		Changes changes = changes("update orders set id = 99");
		assertCounts(changes, "orders", 0, 1, 0);
		assertThat(changes.rows().get(0).before()).containsEntry("id", 1);
		assertThat(changes.rows().get(0).after()).containsEntry("id", 99);
		assertCounts(changes("update uq set a = a + 10"), "uq", 0, 2, 0);
	}

	@Test
	void oneOfTwoEqualRowsIsOneChange() throws SQLException {
		assertCounts(changes("update nokey set b = 'x' where ctid = (select min(ctid) from nokey)"), "nokey", 0, 1, 0);
		assertCounts(changes("delete from nokey where ctid = (select max(ctid) from nokey where a = 1)"), "nokey", 0, 0,
				1);
		assertCounts(changes("insert into nokey values (1, 'a')"), "nokey", 1, 0, 0);
	}

	@Test
	void whatOthersCommitNeverCounts() throws SQLException {
		assertCounts(changes(url,
				body("insert into nokey values (7, 'other')", "update nokey set b = 'y' where a = 2",
						"insert into lockt values (77, 'other')", "delete from lockt where id = 77"),
				"insert into nokey values (8, 'mine')"), "nokey", 1, 0, 0);
	}

	@Test
	void conflictIsRecognised() {
		assertThatThrownBy(() -> changes(url, body("update lockt set v = v where id = 30"),
				"update lockt set v = 'mine' where id = 30"))
			.matches(Conflict::is);
	}

	@Test
	void namesAreExact() throws SQLException {
		assertCounts(changes("update \"Mixed Case\" set v = 'x'"), "\"Mixed Case\"", 0, 1, 0);
		assertCounts(changes("update \"ORDERS\" set v = 'x'"), "\"ORDERS\"", 0, 1, 0);
		assertCounts(changes("set local search_path = tenant2", "update cust set v = 'x'"), "tenant2.cust", 0, 1, 0);
		assertThat(changes("update twocase set a = 'x'").rows().get(0).before()).containsEntry("a", "lower")
			.containsEntry("A", "UPPER");
	}

	@Test
	void expectedNamesMatchAsTheDatabaseWritesThem() throws SQLException {
		Changes mixed = changes("update \"Mixed Case\" set v = 'x'");
		assertThat(Expectation.of(Map.of("Mixed Case", 1)).mismatch(mixed)).isNull();
		assertThat(Expectation.of(Map.of("\"Mixed Case\"", 1)).mismatch(mixed)).isNull();
		assertThat(Expectation.of(Map.of("mixed case", 1)).mismatch(mixed)).isNotNull();
		Changes tenant = changes("update tenant2.cust set v = 'x'");
		assertThat(Expectation.of(Map.of("tenant2.cust", 1)).mismatch(tenant)).isNull();
		assertThat(Expectation.of(Map.of("cust", 1)).mismatch(tenant)).isNotNull();
		Changes both = changes("update \"ORDERS\" set v = 'x'", "update orders set v = 'x'");
		assertThat(Expectation.of(Map.of("orders", 1, "ORDERS", 1)).mismatch(both)).isNull();
		assertThat(Expectation.of(Map.of("public.orders", 1)).mismatch(both)).contains("\"ORDERS\"");
		assertThat(Expectation.of(2).mismatch(both)).isNull();
	}

	@Test
	void expectedNumberIsWhole() {
		for (Object number : new Object[] { 1.9, -1, "1", new BigDecimal("0.5") }) {
			assertThatThrownBy(() -> Expectation.of(Map.of("orders", number))).hasMessageContaining("whole number");
		}
		assertThatThrownBy(() -> Expectation.of(1.9)).hasMessageContaining("whole number");
	}

	@Test
	void partitionsCountAsTheirTable() throws SQLException {
		assertCounts(changes("update part set v = 'x'", "insert into part values (3, '2024-01-11', 'c')"), "part", 1, 2,
				0);
		// to another partition, where PostgreSQL itself counts a row that goes and one
		// that comes
		assertCounts(changes("update part set d = '2024-02-11' where id = 1"), "part", 1, 0, 1);
	}

	@Test
	void heirsCountAsThemselves() throws SQLException {
		assertThat(changes("update base set v = 'x'").counts()).containsEntry("base", 1L).containsEntry("heir", 1L);
	}

	@Test
	void cascadesRulesAndGeneratedColumnsCount() throws SQLException {
		assertCounts(changes("delete from selfref where id = 1"), "selfref", 0, 0, 3);
		assertCounts(changes("delete from v_lockt where id = 3"), "lockt", 0, 1, 0);
		Changes generated = changes("update gen set a = 5 where id = 1");
		assertCounts(generated, "gen", 0, 1, 0);
		assertThat(generated.rows().get(0).after()).containsEntry("b", 10);
	}

	@Test
	void tablesChangedAsAWholeAreNamedWithoutWaiting() throws SQLException {
		assertThat(changes("refresh materialized view mv").unseen()).singleElement()
			.asString()
			.contains("The materialized view mv was refreshed");
		assertThat(changes("truncate orders").unseen()).singleElement().asString().contains("orders was emptied");
		assertThat(changes("alter table orders add x int", "update orders set v = 'x'").unseen()).singleElement()
			.asString()
			.contains("orders was emptied (truncate), altered");
		assertThat(changes("truncate part").unseen()).singleElement().asString().contains("table part was");
		assertThat(changes("drop table nokey").unseen()).singleElement().asString().contains("nokey was dropped");
		assertThat(changes("reindex index lockt_pkey", "update lockt set v = 'x' where id = 1").unseen())
			.singleElement()
			.asString()
			.contains("lockt");
	}

	@Test
	void rowsOfATableThatGetsAnIndexCount() throws SQLException {
		assertThat(changes("create index on lockt (v)", "update lockt set v = 'x' where id = 1").counts())
			.containsEntry("lockt", 1L);
	}

	@Test
	void tablesOfTheBodyAreReportedForWhatTheyAre() throws SQLException {
		Changes made = changes("create table made as select * from lockt");
		assertThat(made.counts()).containsEntry("made", 50L);
		assertThat(made.unseen()).singleElement().asString().contains("made was made in the body");
		Changes temporary = changes("create temp table t on commit drop as select * from lockt",
				"update orders set v = 'x'");
		assertThat(temporary.counts()).containsOnlyKeys("orders");
		assertThat(temporary.unseen()).singleElement().asString().contains("temporary table t was made");
	}

	@Test
	void violationOfADeferredConstraintIsFound() throws SQLException {
		assertThat(changes("update defc set pid = 99 where id = 2").unseen()).singleElement()
			.asString()
			.contains("The commit would fail", "defc");
	}

	@Test
	void rowLevelSecurityIsSharedOrRefused() throws SQLException {
		String tenant = url.replace("user=test", "user=tenantuser");
		String t1 = "select set_config('app.tenant', 't1', true)";
		assertCounts(changes(tenant, body(), t1, "update rls set v = 'zz' where id = 1"), "rls", 0, 1, 0);
		assertThat(changes(tenant, body(), t1, "delete from rls where id = 1").counts()).containsEntry("rls", 1L)
			.containsEntry("rls_child", 1L);
		assertCounts(changes(url, body(), "set local role tenantuser", t1, "update rls set v = 'zz'"), "rls", 0, 2, 0);
		// the cascade deletes a row of the other tenant
		assertThat(changes(tenant, body(), t1, "delete from rls where id = 3").unseen()).singleElement()
			.asString()
			.contains("Row-level security", "rls_child");
	}

	@Test
	void tableThatMayNotBeReadIsNamed() throws SQLException {
		assertThat(changes(url.replace("user=test", "user=tenantuser"), body(), "select hide()").unseen())
			.singleElement()
			.asString()
			.contains("may not read");
	}

	@Test
	void savepointsOfTheDriverAreNoHindrance() throws SQLException {
		assertCounts(changes(url + "&autosave=always", body(), "update orders set v = 'x'"), "orders", 0, 1, 0);
	}

	@Test
	void hundredThousandRowsAreCountedAndFewAreKept() throws SQLException {
		Changes changes = changes("insert into nokey select i, 'many' from generate_series(1, 100000) i",
				"update lockt set v = 'x'");
		assertThat(changes.total()).isEqualTo(100_050);
		assertThat(changes.rows()).hasSize(150);
		assertThat(changes.unseen()).isEqualTo(List.of());
	}

}
