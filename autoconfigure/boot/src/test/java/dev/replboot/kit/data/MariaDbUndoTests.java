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
import java.util.List;

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

	@Test
	void everyKindOfChangeIsPutBackInOrder() throws Exception {
		List<String> before = programs.dump();
		for (int i = 0; i < MariaDbUndoForms.FIXES.length; i++) {
			String id = fix(MariaDbUndoForms.FIXES[i].split("; ?"));
			// rows without a key can't tell whether they were put back
			boolean keyless = MariaDbUndoForms.FIXES[i].contains(" nokey") || MariaDbUndoForms.FIXES[i].contains(" uq");
			String output = "";
			if (i % 3 == 2) {
				Path script = plan(id);
				output = programs.run(script);
				assertThat(output).as(MariaDbUndoForms.FIXES[i]).isEmpty();
				if (!keyless) {
					assertThat(programs.run(script, "--force")).as(MariaDbUndoForms.FIXES[i]).contains("45000");
				}
			}
			else {
				output = client.eval("(undo! " + id + ")");
				assertThat(output).as(MariaDbUndoForms.FIXES[i])
					.contains("Committed as fix-")
					.doesNotContain("as it was before");
			}
			assertThat(programs.dump()).as(MariaDbUndoForms.FIXES[i] + ": " + output).isEqualTo(before);
		}
	}

	@Test
	void everyTypeComesBackByteForByte() throws Exception {
		List<String> columns = new ArrayList<>();
		List<List<String>> rows = new ArrayList<>();
		MariaDbUndoForms.types().forEach((type, values) -> {
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
	void settingsOfUndoItselfAreNeitherReportedNorLeft() throws Exception {
		String settings = "(sql \"select @@sql_mode, @@time_zone, @@foreign_key_checks\")";
		String before = client.eval(settings);
		execute("create table spelled (k varchar(9) collate utf8mb4_unicode_ci primary key)",
				"create table speller (id int primary key, k varchar(9) collate utf8mb4_unicode_ci,"
						+ " foreign key (k) references spelled (k) on update cascade)",
				"insert into spelled values ('ann')", "insert into speller values (1, 'ann')");
		String id = fix("update spelled set k = 'Ann'");
		assertThat(client.eval("(:notes (undo! " + id + "))")).endsWith("[]");
		assertThat(one("select k from spelled")).isEqualTo("ann");
		assertThat(client.eval(settings)).isEqualTo(before);
		execute("drop table speller", "drop table spelled");
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
