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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for random corrections on PostgreSQL: {@code dry-run} leaves the database as it
 * was, and so does {@code fix!} with {@code undo!}. Somebody else writes meanwhile in
 * half of the rounds. A hash of all rows decides, and in some rounds what {@code pg_dump}
 * writes. More rounds with {@code -Dtrial.rounds=2000}, others with {@code -Dtrial.seed}.
 */
@Timeout(3600)
class RandomCorrectionsTests {

	private static final TimeZone ZONE = TimeZone.getDefault();

	private static final int DUMPED = 20;

	private static final int TRIES = 100;

	@TempDir
	private Path folder;

	private String url;

	private TestRepl repl;

	private ReplClient client;

	private Connection connection;

	private String hash;

	private int started;

	@BeforeEach
	void requirePrograms() {
		assumeThat(PostgresServer.isInstalled()).isTrue();
	}

	@AfterEach
	void resetZone() throws SQLException {
		TimeZone.setDefault(ZONE);
		stop();
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

	// change nothing that anybody could see
	private static final String[] OTHERS = { "update lockt set v = v where id > 40",
			"update nokey set b = b where a = 2", "update selfref set v = v where id = 5",
			"update alltypes set i = i where id = 4", "select * from orders for update",
			"update z_child set v = v where id = 3",
			"begin; insert into uq values (999, 'x'); delete from part; rollback" };

	@ParameterizedTest
	@ValueSource(strings = { "America/New_York", "UTC" })
	void databaseIsAsItWasBefore(String zone) throws Exception {
		TimeZone.setDefault(TimeZone.getTimeZone(zone));
		int rounds = Integer.getInteger("trial.rounds", 20);
		long seed = Long.getLong("trial.seed", zone.hashCode());
		Random random = new Random(seed);
		start();
		int undone = 0;
		for (int round = 0; round < rounds; round++) {
			List<String> statements = statements(random);
			boolean dump = round % DUMPED == DUMPED / 2;
			boolean others = random.nextBoolean();
			try {
				undone += round(statements, others, dump) ? 1 : 0;
			}
			catch (AssertionError ex) {
				throw new AssertionError("seed " + seed + ", round " + round + (others ? ", with others" : "") + ": "
						+ shrink(statements, others), ex);
			}
		}
		assertThat(undone).isGreaterThan(rounds / 5);
	}

	private static List<String> statements(Random random) {
		List<String> statements = new ArrayList<>();
		for (int i = 1 + random.nextInt(4); i > 0; i--) {
			statements.add(String.format(STATEMENTS[random.nextInt(STATEMENTS.length)], 1 + random.nextInt(100)));
		}
		return statements;
	}

	private void start() throws Exception {
		stop();
		this.started++;
		this.url = TestDatabase.newPostgres();
		UndoDataTests.createSchema(this.url);
		this.repl = UndoDataTests.start(this.url, this.folder.resolve("fixes" + this.started + ".jsonl"));
		this.client = this.repl.login();
		this.client.eval("(defn run-all [statements] (run! sql statements))");
		this.client.eval("(defn tried [& statements]"
				+ " (reduce + (mapcat vals (vals (:counts (dry-run (run-all statements)))))))");
		this.client.eval("(defn fixed [n & statements] (:id (fix! {:expect n} (run-all statements))))");
		this.connection = DriverManager.getConnection(this.url);
		this.hash = "select md5(string_agg(x, '/' order by x)) from (" + one("select string_agg("
				+ "format('select %L || t::text x from only %I.%I t', oid, relnamespace::regnamespace, relname), "
				+ "' union all ') from pg_class where relkind = 'r' and relnamespace::regnamespace::text in "
				+ "('public', 'tenant1', 'tenant2')") + ") a";
	}

	private void stop() throws SQLException {
		if (this.repl != null) {
			this.connection.close();
			this.client.close();
			this.repl.close();
		}
	}

	private boolean round(List<String> statements, boolean others, boolean dump) throws Exception {
		String before = one(this.hash);
		String dumped = dump ? dump() : "";
		String list = statements.stream()
			.map((sql) -> " \"" + sql.replace("\"", "\\\"") + "\"")
			.collect(Collectors.joining());
		AtomicBoolean over = new AtomicBoolean();
		Thread writer = new Thread(() -> write(over));
		if (others) {
			writer.start();
		}
		String id;
		try {
			String count = this.client.eval("(tried" + list + ")");
			assertThat(one(this.hash)).as("the database after dry-run").isEqualTo(before);
			if (dump && !others) {
				assertThat(dump()).as("the database after dry-run").isEqualTo(dumped);
			}
			id = count.matches("[1-9][0-9]*") ? this.client.eval("(fixed " + count + list + ")") : count;
			if (id.startsWith("\"fix-")) {
				undo(id);
			}
		}
		finally {
			over.set(true);
			writer.join();
		}
		assertThat(one(this.hash)).as("the database after " + id).isEqualTo(before);
		if (dump) {
			assertThat(sorted(dump())).as("the database after " + id).isEqualTo(sorted(dumped));
		}
		return id.startsWith("\"fix-");
	}

	private void undo(String id) {
		String answer = this.client.eval("(undo! " + id + ")");
		for (int i = 0; i < TRIES && answer.contains("Try it again"); i++) {
			answer = this.client.eval("(undo! " + id + ")");
		}
		assertThat(answer).contains("Committed as");
	}

	private void write(AtomicBoolean over) {
		Random random = new Random(7);
		try (Connection other = DriverManager.getConnection(this.url); Statement statement = other.createStatement()) {
			statement.execute("set lock_timeout = '20ms'");
			while (!over.get()) {
				try {
					statement.execute(OTHERS[random.nextInt(OTHERS.length)]);
				}
				catch (SQLException ex) {
					// somebody has locked it
					statement.execute("rollback");
				}
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// leaves out what needn't be there to fail
	private List<String> shrink(List<String> statements, boolean others) throws Exception {
		for (int i = 0; statements.size() > 1 && i < statements.size(); i++) {
			List<String> fewer = new ArrayList<>(statements);
			fewer.remove(i);
			start();
			try {
				round(fewer, others, true);
			}
			catch (AssertionError ex) {
				return shrink(fewer, others);
			}
		}
		return statements;
	}

	// sequences go on
	private String dump() throws IOException, InterruptedException {
		Path output = this.folder.resolve("dump");
		String database = this.url.substring(this.url.lastIndexOf('/') + 1, this.url.indexOf('?'));
		Process process = new ProcessBuilder("pg_dump", "--inserts", "-h", "127.0.0.1", "-p",
				String.valueOf(PostgresServer.get().port()), "-U", "test", database)
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		assertThat(process.waitFor()).isZero();
		return Files.readString(output, StandardCharsets.UTF_8)
			.replaceAll("(?m)^(SELECT pg_catalog.setval|.(un)?restrict ).*$", "");
	}

	// a row that was put back is elsewhere in its table
	private static List<String> sorted(String dump) {
		return dump.lines().sorted().toList();
	}

	private String one(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			set.next();
			return set.getString(1);
		}
	}

}
