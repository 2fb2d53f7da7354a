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

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.kit.data.image.ImageSink;
import dev.replboot.testsupport.MariaDbServer;
import dev.replboot.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for the changes that are found in MariaDB.
 */
class MariaDbChangesTests {

	private static final String[] SCHEMA = { "create table p (id int primary key, v varchar(20), u int unique)",
			"insert into p values (1, 'a', 1), (2, 'b', 2), (3, 'c', 3)",
			"create table ch (id int primary key, pid int, foreign key (pid) references p (id) on delete cascade)",
			"insert into ch values (1, 1), (2, 2), (3, 1)", "create table nokey (a int, b text)",
			"insert into nokey values (1, 'a'), (1, 'a'), (2, null)",
			"create table kinds (id float primary key, f float, ts timestamp(6) default '2024-01-01', bl blob, c varchar(9) collate utf8mb4_general_ci)",
			"insert into kinds values (0.1, 0.1, '2024-11-03 05:30:00', x'00ff', 'x')",
			"create table named (k varchar(20) collate utf8mb4_general_ci primary key, v int)",
			"insert into named values ('it''s', 1), ('B\\\\', 2)",
			"create table log (id int auto_increment primary key, v text)", "create table secret (id int primary key)",
			"create definer=root@localhost procedure hidden(e int) sql security definer begin update p set v = 'h'"
					+ " where id = 1; if e = 1 then commit; else insert into secret values (e); end if; end",
			"create trigger p_t after update on p for each row insert into log (v) values (new.v)",
			"create function counted() returns int begin insert into log (v) values ('f'); return 1; end",
			"create view seen as select counted() as c", "create table one (id int primary key)",
			"create table many (id int primary key, v varchar(40))",
			"insert into many select seq, concat('v', seq) from seq_1_to_2400",
			"create table many_words (k varchar(40) primary key, v int)",
			"insert into many_words select concat('n', seq), seq from seq_1_to_1600",
			"create table many_plain (k varchar(40), v int)", "insert into many_plain select * from many_words",
			"create sequence numbers", "create table two (id int primary key) engine=aria" };

	private static String url;

	private static String schema;

	@BeforeAll
	static void create() throws SQLException {
		assumeTrue(MariaDbServer.isInstalled(), "MariaDB is not installed");
		url = MariaDbServer.get().newDatabase();
		try (Connection connection = DriverManager.getConnection(url)) {
			TestDatabase.execute(connection, SCHEMA);
			schema = connection.getCatalog();
			TestDatabase.execute(connection, "create or replace user app@'127.0.0.1', app@localhost",
					"grant select, insert, update, delete on " + schema + ".p to app@'127.0.0.1', app@localhost",
					"grant select, trigger on " + schema + ".ch to app@'127.0.0.1', app@localhost",
					"grant execute on procedure " + schema + ".hidden to app@'127.0.0.1', app@localhost");
		}
	}

	private static String[] body(String... statements) {
		return statements;
	}

	private static Changes changes(String... body) throws SQLException {
		return changes(url, body(), body);
	}

	private static Changes changes(String at, String[] meanwhile, String... body) throws SQLException {
		return changes(new MariaDbChanges(), at, meanwhile, body);
	}

	// everything is rolled back
	private static Changes changes(MariaDbChanges reader, String at, String[] meanwhile, String... body)
			throws SQLException {
		try (Connection inside = DriverManager.getConnection(at);
				Connection outside = DriverManager.getConnection(at);
				Connection other = DriverManager.getConnection(url)) {
			inside.setAutoCommit(false);
			outside.setAutoCommit(false);
			reader.begin(inside, outside, DryRunAccess.NONE);
			try {
				TestDatabase.execute(other, meanwhile);
				for (String sql : body) {
					reader.executing(inside, sql);
					TestDatabase.execute(inside, sql);
				}
				ChangeCollector collector = new ChangeCollector(100, ImageSink.DROPPING);
				reader.read(inside, outside, collector);
				return collector.changes();
			}
			finally {
				inside.rollback();
				reader.end(inside);
			}
		}
	}

	private static void assertCounts(Changes changes, String table, int inserted, int updated, int deleted) {
		assertThat(changes.unseen()).isEmpty();
		assertThat(changes.tables())
			.extracting(TableCount::table, TableCount::inserted, TableCount::updated, TableCount::deleted)
			.contains(tuple(table, (long) inserted, (long) updated, (long) deleted));
	}

	@Test
	void cascadesTriggersAndFunctionsCount() throws SQLException {
		Changes changes = changes("delete from p where id = 1");
		assertCounts(changes, "ch", 0, 0, 2);
		assertCounts(changes, "p", 0, 0, 1);
		assertCounts(changes("update p set v = 'x' where id > 1"), "log", 2, 0, 0);
		assertCounts(changes("select counted()"), "log", 1, 0, 0);
		assertCounts(changes("select * from seen"), "log", 1, 0, 0);
		assertCounts(changes("delete from ch", "update p set v = v"), "ch", 0, 0, 3);
	}

	@Test
	void rowsChangedBackDontCount() throws SQLException {
		assertThat(changes("update named set v = v + 1", "update named set v = v - 1",
				"insert into nokey values (9, 'x')", "delete from nokey where a = 9", "savepoint s",
				"delete from nokey", "rollback to s", "select * from p for update")
			.tables()).isEmpty();
	}

	@Test
	void keysAndRowsWithoutOneAreToldApartOrNamed() throws SQLException {
		assertCounts(changes("update named set k = 'n' where v = 1"), "named", 0, 1, 0);
		assertCounts(changes("update named set k = 'b\\\\' where v = 2"), "named", 0, 1, 0);
		assertCounts(changes("update named set v = 5"), "named", 0, 2, 0);
		assertCounts(changes("delete from named where v = 1", "insert into named values ('z', 9)"), "named", 1, 0, 1);
		assertCounts(changes("update nokey set b = 'x' where a = 1 limit 1"), "nokey", 0, 1, 0);
		assertCounts(changes("delete from nokey where a = 1 limit 1"), "nokey", 0, 0, 1);
		assertCounts(changes("insert into nokey values (1, 'a')"), "nokey", 1, 0, 0);
		assertThat(changes("update named set k = 'n' where v = 1", "delete from named where v = 2",
				"insert into named values ('z', 9)")
			.unseen()).singleElement().asString().contains("in a way that can't be counted");
	}

	@Test
	void smallDifferencesOfAnyTypeCount() throws SQLException {
		for (String change : body("f = 0.1000001", "ts = '2024-11-03 05:30:00.000001'", "bl = x'00fe'", "c = 'X'",
				"c = null", "id = 0.2")) {
			assertCounts(changes("update kinds set " + change), "kinds", 0, 1, 0);
		}
		// one hour that the clock shows twice
		assertCounts(changes("set time_zone = 'SYSTEM'", "update kinds set ts = ts + interval 1 hour"), "kinds", 0, 1,
				0);
	}

	@Test
	void whatOthersCommitNeverCounts() throws SQLException {
		assertCounts(changes(url, body("insert into one values (7)", "insert into log (v) values ('other')"),
				"insert into one values (8)", "insert into log (v) values ('mine')"), "one", 1, 0, 0);
		for (String mine : body("update named set v = 3 where v = 1", "delete from named",
				"replace into named values ('it''s', 4)",
				"insert into named values ('it''s', 5) on duplicate key update v = 5")) {
			assertThatThrownBy(
					() -> changes(url, body("update named set v = v + 10", "update named set v = v - 10"), mine))
				.as(mine)
				.matches(Conflict::is);
		}
	}

	@Test
	void rowsThatSomebodyCommitsBetweenTheSnapshotsAreFoundOut() throws SQLException {
		try (Connection inside = DriverManager.getConnection(url);
				Connection outside = DriverManager.getConnection(url);
				Connection other = DriverManager.getConnection(url)) {
			inside.setAutoCommit(false);
			outside.setAutoCommit(false);
			for (String table : body("one", "nokey")) {
				MariaDbChanges reader = new MariaDbChanges();
				reader.begin(inside, outside, DryRunAccess.NONE);
				TestDatabase.execute(other,
						"insert into " + table + (table.equals("one") ? " values (70)" : " values (70, 'o')"));
				outside.rollback();
				TestDatabase.execute(outside, "start transaction with consistent snapshot");
				String mine = "insert into " + table + (table.equals("one") ? " values (71)" : " values (71, 'o')");
				reader.executing(inside, mine);
				TestDatabase.execute(inside, mine);
				assertThatThrownBy(() -> reader.read(inside, outside, new ChangeCollector(100, ImageSink.DROPPING)))
					.hasMessageContaining("Somebody else changed a row");
				inside.rollback();
				reader.end(inside);
				TestDatabase.execute(other,
						"delete from " + table + " where " + (table.equals("one") ? "id" : "a") + " = 70");
			}
		}
	}

	@Test
	void whatCantBeLookedIntoIsTold() throws SQLException {
		String app = url.replace("user=root", "user=app");
		assertThat(changes(app, body(), "call hidden(5)").unseen()).singleElement()
			.asString()
			.contains("the routine hidden", "3 written rows");
		assertThatThrownBy(() -> changes(app, body(), "call hidden(1)"))
			.hasMessageContaining("The body ended the transaction itself");
		// its trigger writes to the log
		assertThat(changes(app, body(), "update p set v = 'x' where id = 3").unseen()).singleElement()
			.asString()
			.contains("triggers of");
		try (Connection connection = DriverManager.getConnection(url)) {
			TestDatabase.execute(connection, "update p set v = 'a' where id = 1");
		}
	}

	// there is a function, which a view could call; rows are written twice
	@Test
	void whatTheServerTellsAboutItselfHidesNothing() throws SQLException {
		assertCounts(changes("select table_name from information_schema.tables limit 1",
				"update named set v = 5 where v = 1", "update named set v = 6 where v = 5"), "named", 0, 1, 0);
	}

	@Test
	void temporaryTablesAreNotTheTablesThatTheyHide() throws SQLException {
		assertThat(changes("create temporary table one (id int)", "insert into one values (1), (2)").unseen())
			.singleElement()
			.asString()
			.contains("hidden by a temporary table");
		assertThat(changes("create temporary table t (id int)", "insert into t values (1), (2)").unseen())
			.singleElement()
			.asString()
			.contains("t, which is no table");
		assertCounts(changes("create temporary table t as select * from named", "update named set v = 7"), "named", 0,
				2, 0);
	}

	@Test
	void numbersOfASequenceDontCount() throws SQLException {
		Changes changes = changes("select nextval(numbers)", "insert into one values (5)");
		assertCounts(changes, "one", 1, 0, 0);
		assertThat(changes("select nextval(numbers)").tables()).isEmpty();
	}

	@Test
	void enginesThatCannotRollBackAreRefusedAndMayBeRead() throws SQLException {
		assertThatThrownBy(() -> changes("insert into two values (1)")).hasMessageContaining("engine is Aria");
		assertThatThrownBy(() -> changes("insert into " + schema + ".`two` values (1)"))
			.hasMessageContaining("engine is Aria");
		assertCounts(changes("insert into one select id from two union select 5"), "one", 1, 0, 0);
	}

	@Test
	void hundredThousandRowsAreCountedAndFewAreKept() throws SQLException {
		Changes changes = changes("insert into one select seq + 100 from seq_1_to_100000");
		assertThat(changes.unseen()).isEmpty();
		assertThat(changes.total()).isEqualTo(100_000);
		assertThat(changes.rows()).hasSize(100);
	}

	@ParameterizedTest
	@ValueSource(strings = { "update many set v = concat(v, 'x')", "update many set id = id + 3000",
			"delete from many where id <= 1500", "delete from many where mod(id, 3) = 0", "delete from many",
			"insert into many select cast(seq as signed) - 2000, 'new' from seq_1_to_1500",
			"insert into many select seq + 3000, concat('\u20ac', seq) from seq_1_to_1500",
			"delete from many where id > 2000; insert into many select cast(seq as signed) - 500, 'i' from seq_1_to_500",
			"update many_words set k = concat('z', k)", "delete from many_words where k < 'n5'",
			"insert into many_words select concat('a', seq), 1 from seq_1_to_1500",
			"update many_words set v = -v; delete from many_words where v > -100",
			"update many_plain set v = 7 where k < 'n2'", "delete from many_plain limit 900" })
	void rowsThatDontFitIntoMemoryAreReadFromAFile(String body) throws SQLException {
		String[] statements = body.split("; ");
		Changes expected = changes(statements);
		assertThat(expected.unseen()).isEmpty();
		assertThat(expected.total()).isGreaterThan(400);
		for (int memory : new int[] { 0, 20_000 }) {
			Changes found = changes(new MariaDbChanges(memory), url, body(), statements);
			assertThat(found.unseen()).isEmpty();
			assertThat(found.tables()).isEqualTo(expected.tables());
			assertThat(found.rows()).isEqualTo(expected.rows());
		}
	}

	@Test
	void rowOfSomebodyElseAmongManyIsFoundOut() throws SQLException {
		try (Connection inside = DriverManager.getConnection(url);
				Connection outside = DriverManager.getConnection(url);
				Connection other = DriverManager.getConnection(url)) {
			inside.setAutoCommit(false);
			outside.setAutoCommit(false);
			MariaDbChanges reader = new MariaDbChanges(0);
			reader.begin(inside, outside, DryRunAccess.NONE);
			TestDatabase.execute(other, "insert into many values (2500, 'other')");
			outside.rollback();
			TestDatabase.execute(outside, "start transaction with consistent snapshot");
			String mine = "update many set v = 'mine' where id < 2000";
			reader.executing(inside, mine);
			TestDatabase.execute(inside, mine);
			assertThatThrownBy(() -> reader.read(inside, outside, new ChangeCollector(100, ImageSink.DROPPING)))
				.hasMessageContaining("Somebody else changed a row");
			inside.rollback();
			reader.end(inside);
			TestDatabase.execute(other, "delete from many where id = 2500");
		}
	}

}
