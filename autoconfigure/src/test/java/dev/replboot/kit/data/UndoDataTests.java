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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.kit.data.undo.Contents;
import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@code undo!} on PostgreSQL: after a restart, from another instance, after
 * the death of a process, and with random corrections.
 */
@Timeout(300)
class UndoDataTests {

	private static final TimeZone ZONE = TimeZone.getDefault();

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
		try (var schema = Contents.class.getResourceAsStream("schema.sql")) {
			database().execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
		}
		repl = start(url, journal);
	}

	@AfterAll
	static void close() {
		if (repl != null) {
			repl.close();
		}
	}

	@AfterEach
	void resetZone() {
		TimeZone.setDefault(ZONE);
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
				.contains("A trigger inserted 1 rows into trg_log")
				.contains("Committed as fix-");
			assertThat(database().queryForObject("select v from trg where id = 1", String.class)).isEqualTo("a");
		}
	}

	/**
	 * Statements of which some are run in a correction. Each has a number that is random.
	 */
	private static final String[] STATEMENTS = { "update orders set v = 'v%d'", "delete from \"ORDERS\"",
			"delete from a_parent where id = %d %% 3", "insert into a_parent values (%d + 10, 'n')",
			"insert into z_child values (%1$d + 10, 1 + %1$d %% 2, 'n')",
			"update z_child set pid = 3 - pid where id = %d %% 4", "delete from selfref where id = %d %% 6",
			"insert into selfref values (%1$d + 10, 1 + %1$d %% 5, 'n')",
			"update selfref set pid = null where id = %d %% 6", "update swapu set n = n + %d",
			"update swapu set n = -n", "update swapu set n = case when id = 1 then 20 else 10 end where %d > 50",
			"update defc set n = 4 - n", "delete from defc where id = 1 + %d %% 3",
			"insert into defc values (%d + 10, 1, %1$d + 10)", "update gen set a = %d",
			"delete from gen where id = %d %% 4", "insert into gen(a) values (%d)", "update uq set a = a + %d",
			"insert into uq values (%d + 100, null)", "delete from uq where a < %d %% 3",
			"update comp set v = 'v%d' where a = 1", "update comp set a = a + %d", "delete from comp where b = 'x'",
			"delete from nokey where a = 1 + %d %% 2", "insert into nokey select * from nokey limit %d %% 4",
			"update nokey set b = 'n' where a = %d %% 3", "insert into part values (%d + 10, '2024-01-05', 'n')",
			"update part set d = '2024-02-0' || (1 + %d %% 9)::text where id = 1 and %1$d > 0",
			"delete from part where id = %d %% 3", "update alltypes set tstz = tstz + interval '%d hours' where id = 1",
			"delete from alltypes where id = 1 + %d %% 6",
			"update alltypes set j = '{\"a\" :  %1$d}', ia2 = '[%1$d:%1$d][-1:0]={{1,2}}', hs = 'a=>%1$d' where id = 1",
			"update alltypes set id = id + 10 where id > %d %% 7",
			"update parent set version = version + %d where id < 4", "delete from parent where id = %d %% 25",
			"update child set parent_id = 1 + %d %% 20 where id < 9",
			"insert into parent_tags values (1 + %1$d %% 20, 't%1$d')", "delete from \"Mixed Case\"",
			"update twocase set \"A\" = a, a = 'v%d'", "update lockt set v = 'v%1$d' where id <= %1$d",
			"delete from rls where id = %d %% 4", "update wide200 set c%1$d = null where %1$d > 1",
			"update pg_time set at = at - interval '1 hour' * %d" };

	@ParameterizedTest
	@ValueSource(strings = { "America/New_York", "UTC" })
	void randomCorrectionsArePutBack(String zone) throws Exception {
		TimeZone.setDefault(TimeZone.getTimeZone(zone));
		int rounds = Integer.getInteger("trial.rounds", 15);
		long seed = Long.getLong("trial.seed", zone.hashCode());
		Random random = new Random(seed);
		List<String> before = contents();
		int undone = 0;
		try (ReplClient client = repl.login(); Connection connection = DriverManager.getConnection(url)) {
			String query = hash(connection);
			String hash = one(connection, query);
			client.eval("(defn correct [& statements] (let [body #(run! sql statements)"
					+ " n (reduce + (mapcat vals (vals (:counts (dry-run (body))))))]"
					+ " (when (pos? n) (:id (fix! {:expect n} (body))))))");
			for (int round = 0; round < rounds; round++) {
				StringBuilder form = new StringBuilder("(correct");
				for (int i = 1 + random.nextInt(4); i > 0; i--) {
					form.append(" \"")
						.append(String.format(STATEMENTS[random.nextInt(STATEMENTS.length)], 1 + random.nextInt(100))
							.replace("\"", "\\\""))
						.append('"');
				}
				String id = client.eval(form.append(')').toString());
				if (id.startsWith("\"fix-")) {
					String answer = client.eval("(undo! " + id + ")");
					assertThat(answer).as("seed " + seed + ", round " + round + ": " + form).contains("Committed as");
					if (!hash.equals(one(connection, query))) {
						assertThat(contents()).as("seed " + seed + ", round " + round + ": " + form).isEqualTo(before);
					}
					undone++;
				}
			}
		}
		assertThat(undone).isGreaterThan(rounds / 4);
	}

	// of all rows of all tables, whatever their order
	private static String hash(Connection connection) throws SQLException {
		return "select md5(string_agg(x, '/' order by x)) from (" + one(connection,
				"select string_agg(format('select %L || t::text x from only %I.%I t', oid, relnamespace::regnamespace,"
						+ " relname), ' union all ') from pg_class where relkind = 'r' and"
						+ " relnamespace::regnamespace::text in ('public', 'tenant1', 'tenant2')")
				+ ") a";
	}

	private static String one(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			set.next();
			return set.getString(1);
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
