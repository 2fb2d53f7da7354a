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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.kit.data.undo.Contents;
import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@code undo!} on PostgreSQL: after a restart, from another instance, and
 * after the death of a process.
 */
@Timeout(900)
class UndoDataTests {

	@TempDir
	private static Path folder;

	private static String url;

	private static Path journal;

	private static TestRepl repl;

	@BeforeAll
	static void createDatabase() throws Exception {
		assumeThat(PostgresServer.isInstalled()).isTrue();
		url = TestDatabase.newPostgres();
		journal = folder.resolve("fixes.jsonl");
		createSchema(url);
		repl = start(url, journal);
	}

	@AfterAll
	static void close() {
		if (repl != null) {
			repl.close();
		}
	}

	static void createSchema(String url) throws IOException {
		try (var schema = Contents.class.getResourceAsStream("schema.sql")) {
			new JdbcTemplate(new DriverManagerDataSource(url))
				.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	private static JdbcTemplate database() {
		return new JdbcTemplate(new DriverManagerDataSource(url));
	}

	private List<String> contents() throws SQLException {
		try (Connection connection = DriverManager.getConnection(url)) {
			connection.setAutoCommit(false);
			return Contents.of(connection).lines();
		}
	}

	static TestRepl start(String url, Path file) {
		return TestRepl.with(
				new Class<?>[] { TestDatabase.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				"test.url=" + url, "repl.kit.data.journal=" + file);
	}

	private static String eval(String form) {
		try (ReplClient client = repl.login()) {
			return client.eval(form);
		}
	}

	@Test
	void undoWorksAfterARestart() throws Exception {
		List<String> before = contents();
		String id = eval("(:id (fix! {:expect 8} (sql \"delete from alltypes\") (sql \"update orders set v = 'x'\") "
				+ "(sql \"insert into gen(a) values (3)\")))")
			.replace("\"", "");
		try (TestRepl restarted = start(url, journal); ReplClient client = restarted.login()) {
			assertThat(client.eval("(undo! \"" + id + "\")")).contains("alltypes: 6 inserted", "orders: 1 updated",
					"gen: 1 deleted", "Committed as fix-");
		}
		assertThat(contents()).isEqualTo(before);
		assertThat(eval("(undo! \"" + id + "\")")).contains(id + " was undone by fix-");
	}

	@Test
	void nothingIsCommittedIfTheJournalCannotBeWritten() throws Exception {
		Path aside = folder.resolve("aside");
		if (Files.exists(journal)) {
			Files.move(journal, aside);
		}
		Files.createSymbolicLink(journal, Path.of("/dev/full"));
		try {
			List<String> before = contents();
			assertThat(eval("(fix! {:expect 1} (sql \"update orders set v = 'x'\"))")).contains("Nothing was committed",
					"repl.kit.data.journal");
			assertThat(contents()).isEqualTo(before);
		}
		finally {
			Files.delete(journal);
			if (Files.exists(aside)) {
				Files.move(aside, journal);
			}
		}
	}

	@Test
	void correctionCanBeGivenByItsReport() throws Exception {
		List<String> before = contents();
		try (ReplClient client = repl.login()) {
			client.eval("(def fixed (fix! {:expect 1} (sql \"update orders set v = 'y' where id = 1\")))");
			assertThat(client.eval("(undo-plan fixed)")).contains("-- Undoes fix-");
			assertThat(client.eval("(undo! {:reason \"INC-1\"} fixed)")).contains("Committed as fix-");
			for (String nothing : new String[] { "nil", "5", "{}", "\"\"", "{:force true} nil" }) {
				assertThat(client.eval("(undo! " + nothing + ")")).as(nothing).contains("Which correction?");
			}
		}
		assertThat(contents()).isEqualTo(before);
	}

	@Test
	void tableThatWasAlteredSinceIsNamed() {
		database().execute("create table altered (id int primary key, v text, w text);"
				+ " insert into altered values (1, 'a', 'b')");
		try (ReplClient client = repl.login()) {
			client.eval("(def fixed (fix! {:expect 1} (sql \"update altered set v = 'x'\")))");
			database().execute("alter table altered drop column w");
			for (String force : new String[] { "", "{:force true} " }) {
				assertThat(client.eval("(undo! " + force + "fixed)")).contains("Nothing was written.",
						"altered has been altered since fix-", "it has no column w any more");
			}
			database().execute("drop table altered");
			assertThat(client.eval("(undo! fixed)")).contains("The table altered isn't there any more");
		}
	}

	@Test
	void rowsThatRowLevelSecurityHidesAreNotCalledGone() throws Exception {
		database().execute("create table owned (id int primary key, tenant text);"
				+ " insert into owned values (1, 't1'), (2, 't1'); alter table owned enable row level security;"
				+ " create policy own on owned using (tenant = current_setting('app.tenant', true));"
				+ " drop role if exists undo_tenant; create role undo_tenant login;"
				+ " grant select, update, insert, delete on owned to undo_tenant");
		List<String> before = contents();
		try (TestRepl limited = start(url.replace("user=test", "user=undo_tenant"), journal);
				ReplClient client = limited.login()) {
			client.eval("(def fixed (fix! {:expect 1} (sql \"select set_config('app.tenant', 't1', true)\")"
					+ " (sql \"update owned set tenant = 't1' || '' where id = 1\")"
					+ " (sql \"insert into owned values (3, 't1')\")))");
			assertThat(database().queryForList("select * from owned")).hasSize(3);
			for (String force : new String[] { "", "{:force true} " }) {
				assertThat(client.eval("(undo! " + force + "fixed)"))
					.contains("Row-level security may hide rows of owned from the database's user undo_tenant")
					.doesNotContain("is gone");
			}
			// a row that is put back, and that the user wouldn't see
			client.eval("(def deleted (fix! {:expect 1} (sql \"select set_config('app.tenant', 't1', true)\")"
					+ " (sql \"delete from owned where id = 2\")))");
			for (String force : new String[] { "", "{:force true} " }) {
				assertThat(client.eval("(undo! " + force + "deleted)"))
					.contains("Nothing was written. Row-level security may hide rows of owned from the database's user")
					.doesNotContain("new row violates");
			}
			// as a user who sees them all
			try (ReplClient other = repl.login()) {
				for (String fix : new String[] { "deleted", "fixed" }) {
					assertThat(other.eval("(undo! " + client.eval("(:id " + fix + ")") + ")"))
						.contains("Committed as fix-");
				}
			}
			assertThat(contents()).isEqualTo(before);
		}
		finally {
			database().execute("drop table owned; drop role undo_tenant");
		}
	}

	@Test
	void rowThatHasTheKeyOfADeletedOneIsNotThatRowAgain() throws Exception {
		List<String> before = contents();
		String id = eval("(:id (fix! {:expect 2} (sql \"delete from uq where a = 1\")"
				+ " (sql \"update uq set a = 1 where a = 2\")))");
		assertThat(eval("(undo-plan " + id + ")")).contains("commit;").doesNotContain("exists again");
		assertThat(eval("(undo! " + id + ")")).contains("Committed as fix-");
		assertThat(contents()).isEqualTo(before);
	}

	@Test
	void whatCascadesToRowsOfOthersIsRefused() throws Exception {
		try (ReplClient client = repl.login()) {
			client.eval("(def fixed (fix! {:expect 1} (sql \"insert into a_parent values (9, 'n')\")))");
			database().execute("insert into z_child values (9, 9, 'of somebody else')");
			assertThat(client.eval("(undo! (:id fixed))")).contains("Nothing was committed",
					"z_child: 0 updated, 1 deleted");
			assertThat(database().queryForList("select * from z_child where id = 9")).hasSize(1);
			assertThat(client.eval("(undo! {:force true} (:id fixed))")).contains("Committed as fix-");
			assertThat(database().queryForList("select * from z_child where id = 9")).isEmpty();
		}
	}

	@Test
	void whatTriggersChangeAgainIsReported() throws Exception {
		try (ReplClient client = repl.login()) {
			client.eval(
					"(def fixed (fix! {:expect {:trg 1, :trg_log 1}} (sql \"update trg set v = 'x' where id = 1\")))");
			assertThat(client.eval("(undo! (:id fixed))")).contains("trg id 1 isn't as it was before", "updated_at")
				.contains("A trigger inserted 1 row into trg_log")
				.contains("Committed as fix-");
			assertThat(database().queryForObject("select v from trg where id = 1", String.class)).isEqualTo("a");
		}
	}

	@Test
	void whatAKilledProcessCommittedCanBePutBack() throws Exception {
		database().execute("create table done(id int primary key, n int)");
		int known = Files.exists(journal) ? Files.readAllLines(journal).size() : 0;
		List<String> before = contents();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				KilledCorrections.class.getName(), url, journal.toString())
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("log").toFile())
			.start();
		try {
			while (process.isAlive() && database().queryForObject("select count(*) from done", Integer.class) < 20) {
				assertThat(process.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
			}
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		// its last transaction ends when the server notices that it is gone
		Awaitility.await()
			.until(() -> database()
				.queryForObject(
						"select count(*) from pg_stat_activity where datname = current_database()"
								+ " and backend_type = 'client backend' and pid <> pg_backend_pid()",
						Integer.class) == 0);
		List<String> ids = Files.readAllLines(journal)
			.stream()
			.skip(known)
			.filter((line) -> line.contains("\"state\":\"prepared\""))
			.map((line) -> line.substring(line.indexOf("fix-"), line.indexOf("fix-") + 12))
			.toList();
		assertThat(ids).hasSizeGreaterThanOrEqualTo(20);
		try (TestRepl restarted = start(url, journal); ReplClient client = restarted.login()) {
			for (int i = ids.size() - 1; i >= 0; i--) {
				String answer = client.eval("(undo! \"" + ids.get(i) + "\")");
				assertThat(answer).containsAnyOf("Committed as fix-", "was never committed");
				if (answer.contains("was never committed")) {
					assertThat(i).isEqualTo(ids.size() - 1);
				}
			}
		}
		assertThat(contents()).isEqualTo(before);
		database().execute("drop table done");
	}

}
