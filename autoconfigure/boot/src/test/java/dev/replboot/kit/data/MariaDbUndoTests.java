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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.kit.data.undo.Contents;
import dev.replboot.testsupport.MariaDbServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@code undo!} and {@code undo-plan} on MariaDB, whose own programs decide
 * whether all is as it was.
 */
@Timeout(900)
class MariaDbUndoTests {

	@TempDir
	private static Path folder;

	private static String url;

	private static TestRepl repl;

	private static ReplClient client;

	private static CorrectionForms forms;

	private static MariaDbClient programs;

	@BeforeAll
	static void start() throws Exception {
		assumeTrue(MariaDbServer.isInstalled(), "MariaDB is not installed");
		// another time zone than the server's
		url = MariaDbServer.get().newDatabase() + "&sessionVariables=time_zone='-04:30'";
		createSchema(url);
		repl = UndoDataTests.start(url, folder.resolve("fixes.jsonl"));
		client = repl.login();
		forms = new CorrectionForms(client);
		programs = new MariaDbClient(folder, url);
	}

	@AfterAll
	static void close() {
		if (client != null) {
			client.close();
			repl.close();
		}
	}

	static void createSchema(String url) throws Exception {
		try (var schema = Contents.class.getResourceAsStream("mariadb.sql");
				Connection connection = DriverManager.getConnection(url)) {
			execute(connection, new String(schema.readAllBytes(), StandardCharsets.UTF_8).split(";\n"));
		}
	}

	private static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private static void execute(String... statements) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url)) {
			execute(connection, statements);
		}
	}

	private static String one(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery(sql)) {
			set.next();
			return set.getString(1);
		}
	}

	private static String fix(String... statements) {
		String all = String.join("; ", statements);
		String count = forms.tried(statements);
		assertThat(count).as(all).matches("[1-9][0-9]*");
		String id = forms.fixed(count, statements);
		assertThat(id).as(all).startsWith("\"fix-");
		return id;
	}

	private static Path plan(String id) {
		Path script = folder.resolve("undo.sql");
		forms.plan(id, script);
		return script;
	}

	private static final String[] FIXES = { "update orders set v = 'x'", "delete from ORDERS",
			"update `Mixed Case` set `quo``te` = 'x', `日本` = null", "delete from `Mixed Case`",
			"delete from a_parent where id = 1", "update a_parent set id = id + 10",
			"delete from strict_child; delete from strict_parent",
			"update strict_child set u = null; update strict_parent set u = null; update strict_parent set u = id * 7;"
					+ " update strict_child set u = 7",
			"delete from selfref where id in (3, 5)",
			"update selfref set pid = null where id = 4; delete from selfref where id = 4",
			"update selfref set pid = null; delete from selfref", "delete from tree where id = 1", "delete from tree",
			"update selfref set pid = null where id = 2; update selfref set pid = 2 where id = 1",
			"insert into selfref values (9, 9, 'n')",
			"insert into cycle_a values (9, null, 9); insert into cycle_b"
					+ " values (9, 9); update cycle_a set b = 9 where id = 9",
			"update cycle_a set b = null; delete from cycle_b; delete from cycle_a",
			"update swapu set n = -n; update swapu set n = case n when -10 then 20 when -20 then 10 else 30 end",
			"update swaps set s = concat('~', s); update swaps set s = case id when 1 then 'BOB' when 2 then 'ann' else 'c' end",
			"update swaps set d = d + interval 100 year where id < 3; update swaps set d = if(id = 1, '2024-01-02', '2024-01-01') where id < 3",
			"delete from swaps",
			"update prefixed set s = null, t = null where id = 1; update prefixed set s = 'ABC', t = 'X' where id = 2;"
					+ " update prefixed set s = 'abd', t = 'y' where id = 1",
			"update named set k = 'ANN' where k = 'ann'",
			"delete from named where k = 'ann'; insert into named values ('ANN', 9)", "delete from named",
			"update code set c = upper(c)", "update code set c = 'zz' where c = 'ss'",
			"delete from coded; delete from code", "update comp set a = a + 5, c = c + 1",
			"delete from comp where b = 'x'",
			"update comp set v = concat(v, 'z'); update comp set v = if(v = 'az', 'b', 'a') where a = 1",
			"delete from nokey where a = 1 limit 1", "update nokey set f = 5 where a = 1 limit 1", "delete from nokey",
			"insert into nokey values (1, 'a', 1.1, 0.1, '2024-01-01'), (1, 'a', 1.1, 0.1, '2024-01-01')",
			"update uq set a = a + 10",
			"update uq set a = null where a = 1; update uq set a = 1 where a = 2; update uq set a = 2 where b = 'a'",
			"delete from uq", "update gen set a = a + 1 where id = 2", "delete from gen",
			"insert into gen (a) values (40), (41)",
			"update gen set a = null where id = 1; update gen set a = 1 where id = 2; update gen set a = 2 where id = 1",
			"update touched set v = v + 1", "delete from touched", "update part set v = 'x'",
			"delete from part where id < 3", "update part set d = d + interval 1 year where id = 1",
			"delete from counted where id = 1", "insert into counted values (9, 9)",
			"update lockt set v = 'w'; delete from lockt where id between 20 and 30", "delete from odd",
			"update odd set j = 'x', l = null, u = 'y'",
			"delete from lockt where id = 1; insert into lockt values (99, 'n')" };

	@Test
	void everyKindOfChangeIsPutBackInOrder() throws Exception {
		List<String> before = programs.dump();
		for (int i = 0; i < FIXES.length; i++) {
			String id = fix(FIXES[i].split("; ?"));
			// rows without a key can't tell whether they were put back
			boolean keyless = FIXES[i].contains(" nokey") || FIXES[i].contains(" uq");
			String output = "";
			if (i % 3 == 2) {
				Path script = plan(id);
				output = programs.run(script);
				assertThat(output).as(FIXES[i]).isEmpty();
				if (!keyless) {
					assertThat(programs.run(script, "--force")).as(FIXES[i]).contains("45000");
				}
			}
			else {
				output = client.eval("(undo! " + id + ")");
				assertThat(output).as(FIXES[i]).contains("Committed as fix-").doesNotContain("as it was before");
			}
			assertThat(programs.dump()).as(FIXES[i] + ": " + output).isEqualTo(before);
		}
	}

	private static Map<String, List<String>> types() {
		Map<String, List<String>> types = new LinkedHashMap<>();
		types.put("bit(1)", List.of("1", "0"));
		types.put("bit(64)", List.of("18446744073709551615", "65"));
		types.put("tinyint", List.of("-128", "127"));
		types.put("int(7) zerofill", List.of("42", "0"));
		types.put("bigint", List.of("-9223372036854775808", "9007199254740993"));
		types.put("bigint unsigned", List.of("18446744073709551615", "18446744073709551614"));
		types.put("decimal(65,30)", List.of("-0.000000000000000000000000000001",
				"99999999999999999999999999999999999.000000000000000000000000000001"));
		types.put("float", List.of("0.1", "3.402823e38", "-1.17549e-38", "16777217"));
		types.put("float(7,2)", List.of("1.23", "-99999.99"));
		types.put("double",
				List.of("0.1", "1.7976931348623157e308", "5e-324", "cast('-0' as double)", "2.2250738585072011e-308"));
		types.put("year", List.of("0", "1901", "2155"));
		types.put("date", List.of("'0000-00-00'", "'2024-02-31'", "'2024-00-00'", "'9999-12-31'"));
		types.put("time(6)", List.of("'838:59:59.999999'", "'-838:59:59'", "'-00:00:00.000001'", "'24:00:00'"));
		types.put("datetime(6)",
				List.of("'0000-00-00 00:00:00'", "'2024-02-31 23:59:59.999999'", "'2024-03-10 02:30:00'"));
		types.put("timestamp(6) null", List.of("'0000-00-00'", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07.999999'",
				"'2024-11-03 05:30:00.5'"));
		types.put("char(5)", List.of("'a'", "''", "' b '", "'日本'"));
		types.put("varchar(20) collate utf8mb4_general_ci",
				List.of("'a '", "''", "'null'", "'\\\\n\\n\\r\\t\\0\\Z'", "'''\"`'", "'😀é'"));
		types.put("varchar(20) character set latin1", List.of("'€é'", "_latin1 X'81FF'"));
		types.put("varchar(20) character set cp932", List.of("_cp932 X'8754EE40'", "_cp932 X'ED40'"));
		types.put("varchar(20) character set sjis", List.of("_sjis X'815F'", "'~'"));
		types.put("text character set koi8r", List.of("_koi8r X'C0FF'", "''"));
		types.put("text character set utf32", List.of("'😀'", "''"));
		types.put("longtext", List.of("repeat('x\\n', 100000)", "''"));
		types.put("json", List.of("'{\"a\" :  1, \"a\":2}'", "'[1.0,\"\\\\u0000\"]'"));
		types.put("binary(4)", List.of("X'00'", "X'FF202020'"));
		types.put("varbinary(10)", List.of("X''", "X'0020'", "'a '"));
		types.put("blob", List.of("X'005C27220A0D1A'", "repeat(X'FF', 60000)"));
		types.put("longblob", List.of("repeat(X'00', 300000)", "X''"));
		types.put("enum('b','a','','it''s')", List.of("'it''s'", "''", "'b'"));
		types.put("enum('1','0','2')", List.of("'0'", "'2'", "1"));
		types.put("set('x','y','z')", List.of("''", "'x,z'", "'y'"));
		types.put("geometry", List.of("point(1, 2)", "st_geomfromtext('polygon((0 0,1 0,1 1,0 0))', 4326)",
				"st_geomfromtext('geometrycollection(point(1 1))')"));
		types.put("point", List.of("point(0.1, -1e300)"));
		types.put("uuid", List.of("'123e4567-e89b-12d3-a456-426655440000'"));
		types.put("inet6", List.of("'::1'", "'fe80::1:2'"));
		types.put("inet4", List.of("'192.0.2.1'"));
		types.put("varchar(30) compressed", List.of("'abc'", "''"));
		return types;
	}

	@Test
	void everyTypeComesBackByteForByte() throws Exception {
		List<String> columns = new ArrayList<>();
		List<List<String>> rows = new ArrayList<>();
		types().forEach((type, values) -> {
			for (int i = 0; i < values.size(); i++) {
				if (rows.size() <= i) {
					rows.add(new ArrayList<>());
				}
				rows.get(i).add("c" + columns.size() + " = " + values.get(i));
			}
			columns.add("c" + columns.size() + " " + type);
		});
		String all = String.join(", ", columns);
		List<String> create = new ArrayList<>(List.of("set sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'",
				"create table typed (id int primary key, " + all + ")", "create table untyped (id int, " + all + ")"));
		for (int i = 0; i < rows.size(); i++) {
			create.add("insert into typed set id = " + i + ", " + String.join(", ", rows.get(i)));
		}
		create.add("insert into untyped select * from typed");
		execute(create.toArray(String[]::new));
		List<String> before = programs.dump();
		StringBuilder nulls = new StringBuilder("id = id + 10");
		for (int i = 0; i < columns.size(); i++) {
			nulls.append(", c").append(i).append(" = null");
		}
		for (String table : List.of("typed", "untyped")) {
			for (String sql : List.of("delete from " + table, "update " + table + " set " + nulls)) {
				assertThat(client.eval("(undo! " + fix(sql) + ")")).as(sql).contains("Committed as fix-");
				assertThat(programs.dump()).as(sql).isEqualTo(before);
				assertThat(programs.run(plan(fix(sql)))).as(sql).isEmpty();
				assertThat(programs.dump()).as(sql).isEqualTo(before);
			}
		}
		execute("drop table typed, untyped");
	}

	@Test
	void valueThatMariaDbTakesNoMoreIsRefusedBeforehand() throws Exception {
		execute("create table wrong (id int primary key, e enum('a','b'))", "insert ignore into wrong values (1, 'c')");
		assertThat(client.eval("(fix! {:expect 1} (sql \"update wrong set e = 'a'\"))"))
			.contains("so nothing was committed", "A value of the column e can't be restored", "enum('a','b')");
		assertThat(one("select e + 0 from wrong")).isEqualTo("0");
		execute("drop table wrong");
	}

	@Test
	void rowThatHasChangedSinceIsNamedAndNothingIsWritten() throws Exception {
		List<String> before = programs.dump();
		String id = fix("update lockt set v = 'w' where id < 4", "delete from lockt where id = 9");
		Path script = plan(id);
		execute("update lockt set v = 'other' where id = 2", "insert into lockt values (9, 'again')");
		List<String> since = programs.dump();
		assertThat(client.eval("(undo! " + id + ")")).contains("Nothing was written",
				"lockt id 2 has changed (v w → other)", "lockt id 9 exists again (v v → again)", ":force");
		assertThat(programs.run(script)).contains("lockt id 2 isn't as fix-");
		assertThat(programs.run(script, "--force")).contains("lockt id 2 isn't as fix-");
		assertThat(programs.dump()).isEqualTo(since);
		assertThat(client.eval("(def back (undo! {:force true} " + id + "))")).isEqualTo("#'user/back");
		assertThat(programs.dump()).isEqualTo(before);
		assertThat(client.eval("(undo! " + id + ")")).contains(id.replace("\"", "") + " was undone by fix-");
		assertThat(client.eval("(undo! (:id back))")).contains("lockt: ", "Committed as fix-");
		assertThat(programs.dump()).isEqualTo(since);
		assertThat(client.eval("(undo! {:force true} " + id + ")")).contains("Committed as fix-");
		assertThat(programs.dump()).isEqualTo(before);
		assertThat(client.eval("(mapv #(first (vals (first (sql %)))) [\"select @@sql_mode\" \"select @@time_zone\"])"))
			.contains("STRICT_TRANS_TABLES", "-04:30");
	}

	@Test
	void whatFollowsInOtherRowsIsRefusedOrNamed() throws Exception {
		List<String> before = programs.dump();
		String id = fix("insert into a_parent values (9, 'n')");
		Path script = plan(id);
		execute("insert into z_child values (9, 9, 'of somebody else')");
		assertThat(programs.run(script)).contains("z_child has other rows that refer to a_parent id 9.");
		assertThat(one("select n from z_child where id = 9")).isEqualTo("of somebody else");
		assertThat(client.eval("(undo! " + id + ")")).contains("Nothing was committed",
				"z_child: 0 updated, 1 deleted");
		assertThat(client.eval("(undo! {:force true} " + id + ")")).contains("Committed as fix-");
		assertThat(programs.dump()).isEqualTo(before);
		execute("create table trg (id int primary key, v varchar(9), n int)", "insert into trg values (1, 'a', 1)",
				"create trigger trg_u before update on trg for each row set new.n = old.n + 1");
		id = fix("update trg set v = 'x'");
		assertThat(client.eval("(undo! " + id + ")")).contains("trg id 1 isn't as it was before (n 1 → ",
				"Committed as fix-");
		assertThat(programs.run(plan(fix("update trg set v = 'x'")))).contains("trg id 1 isn't as it was before.");
		assertThat(one("select v from trg")).isEqualTo("a");
		execute("drop table trg");
	}

	@Test
	void valueWhoseDigitsExceedAPacketComesBack() throws Exception {
		String packet = one("select @@max_allowed_packet");
		// of connections that are opened now
		execute("set global max_allowed_packet = 1048576");
		try {
			largeValuesComeBackOrAreRefused();
		}
		finally {
			execute("set global max_allowed_packet = " + packet, "drop table if exists big, bigs, text");
		}
	}

	private static void largeValuesComeBackOrAreRefused() throws Exception {
		execute("create table big (id int primary key, b longblob)",
				"insert into big values (1, repeat(X'FF', 600000))", "create table bigs (t longtext)",
				"insert into bigs values (repeat('é', 300000))", "create table text (id int primary key, t longtext)",
				"insert into text values (1, 'a')");
		String sum = "select group_concat(concat_ws('/', md5(b), md5(t))) from (select b, null as t from big"
				+ " union all select null, t from bigs union all select null, t from text) a";
		String before = one(sum);
		for (String sql : List.of("update big set b = concat(b, 'x')", "insert into bigs values (repeat('è', 300000))",
				"update text set t = repeat('ä', 300000)")) {
			assertThat(client.eval("(undo! " + fix(sql) + ")")).as(sql).contains("Committed as fix-");
			assertThat(one(sum)).as(sql).isEqualTo(before);
		}
		String id = fix("insert into text values (2, repeat('ä', 300000))");
		Path script = plan(id);
		execute("update text set t = concat(t, 'y') where id = 2");
		assertThat(client.eval("(undo! " + id + ")")).contains("text id 2 has changed");
		assertThat(programs.run(script)).contains("text id 2 isn't as fix-");
		// each zero byte is escaped
		execute("update big set b = repeat(X'00', 600000)");
		assertThat(forms.fixed("1", "update big set b = null")).contains("so nothing was committed", "1265537",
				"1048576 (max_allowed_packet)");
		assertThat(one("select length(b) from big")).isEqualTo("600000");
	}

	@Test
	void anotherDatabaseOfTheServerIsPutBackThere() throws Exception {
		String other = one("select database()") + "_2";
		execute("create schema " + other, "create table " + other + ".orders (id int primary key, v text)",
				"insert into " + other + ".orders values (1, 'a')");
		List<String> before = programs.dump();
		String id = fix("update " + other + ".orders set v = 'x'");
		assertThat(client.eval("(undo! " + id + ")")).contains(other + ".orders: 1 updated", "Committed as fix-");
		assertThat(one("select v from " + other + ".orders")).isEqualTo("a");
		assertThat(programs.dump()).isEqualTo(before);
		execute("drop schema " + other);
	}

}
