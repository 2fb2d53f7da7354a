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

package dev.replboot.test.twin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.test.sample.SampleProcess;
import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The live sample application, under load, beside twins on the same database.
 */
@Timeout(600)
class TwinBesideLiveTests {

	private static final String NAME = "a-twin";

	private static final List<String> TABLES = List.of("customers", "orders", "order_lines", "payments");

	@TempDir
	Path folder;

	@Test
	void liveProcessShowsNothingOfItsTwins() throws Exception {
		assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed");
		Path temporary = Files.createDirectory(this.folder.resolve("tmp"));
		// nothing becomes overdue, so that the application itself changes nothing
		List<String> arguments = List.of("--spring.profiles.active=postgres", "--PGUSER=test", "--PGPASSWORD=",
				"--PGDATABASE=postgres", "--PGPORT=" + PostgresServer.get().port(), "--orders.overdue-after=36500d");
		String option = "-Djava.io.tmpdir=" + temporary;
		try (Connection database = DriverManager.getConnection(PostgresServer.get().url());
				SampleProcess live = SampleProcess.start(Map.of(),
						List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", option), arguments.toArray(String[]::new));
				Load load = new Load(live)) {
			Awaitility.await().until(() -> live.log().contains("Started OrderServiceApplication"));
			Awaitility.await().until(() -> load.answers() > 20 && meters(live).contains("hikaricp_connections{pool"));
			Awaitility.await().until(() -> meters(live).matches("(?s).*hikaricp_connections\\{[^}]*} 10\\.0.*"));
			String log = live.log();
			Map<String, String> before = state(live, database, temporary);
			assertThat(before.get("meters")).contains("repl_open");
			int answers = load.answers();
			List<String> command = new ArrayList<>(List.of(option, "-jar", TwinProcess.JAR.toString(), "--repl.twin",
					"--spring.datasource.hikari.data-source-properties.ApplicationName=" + NAME));
			command.addAll(arguments);
			leave(command);
			Awaitility.await().until(() -> connections(database) == 0);
			kill(command, database);
			assertThat(state(live, database, temporary)).isEqualTo(before);
			assertThat(live.log()).isEqualTo(log);
			assertThat(load.failures()).isEmpty();
			assertThat(load.answers()).isGreaterThan(answers);
		}
	}

	// by the end of its input
	private void leave(List<String> command) throws Exception {
		List<String> strict = new ArrayList<>(command);
		strict.add("--repl.twin.strict");
		TwinProcess twin = TwinProcess.run(this.folder, """
				(-> (sql "select count(*) as n from orders") first :n)
				(.count (bean 'orderRepository))
				(.deleteAll (bean 'orderLineRepository))
				(-> (dry-run (.deleteAll (bean 'orderLineRepository))) :changes count)
				(println "not a value")
				:over""", strict);
		assertThat(twin.status()).as(twin.err()).isOne();
		assertThat(twin.out()).startsWith("300\n300\n")
			.endsWith("\nnil\n:over\n")
			.containsPattern("\n[0-9]{3}\n")
			.doesNotContain("not a value");
		assertThat(twin.err()).contains("read-only transaction");
	}

	// in the middle of a transaction that deletes
	private void kill(List<String> command, Connection database) throws Exception {
		List<String> writable = new ArrayList<>(command);
		writable.add("--repl.twin.writable");
		Path out = this.folder.resolve("killed");
		Path err = this.folder.resolve("killed-err");
		Process twin = TwinProcess.start(writable, out, err);
		try {
			twin.getOutputStream().write("""
					(dry-run (.deleteAll (bean 'orderLineRepository)))
					(begin!)
					(sql "delete from payments")
					:deleted
					""".getBytes(StandardCharsets.UTF_8));
			twin.getOutputStream().flush();
			Awaitility.await()
				.atMost(Duration.ofSeconds(120))
				.until(() -> !twin.isAlive() || Files.readString(out).contains(":deleted"));
			assertThat(twin.isAlive()).as(Files.readString(err)).isTrue();
			assertThat(Files.readString(err)).doesNotContain("Execution error");
			assertThat(connections(database)).isBetween(1, 2);
			assertThat(listening(twin.pid())).isEmpty();
		}
		finally {
			twin.destroyForcibly().waitFor();
		}
		Awaitility.await().until(() -> connections(database) == 0);
	}

	private static Map<String, String> state(SampleProcess live, Connection database, Path temporary) throws Exception {
		Map<String, String> state = new TreeMap<>();
		for (String table : TABLES) {
			state.put(table, one(database,
					"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from " + table + " t"));
		}
		state.put("tables", one(database,
				"select string_agg(table_name, ' ' order by table_name) from information_schema.tables where table_schema = 'public'"));
		state.put("meters", meters(live));
		state.put("listening", listening(live.process().pid()).toString());
		state.put("open files", openFiles(live.process().pid()).toString());
		state.put("folder", names(Path.of("")).toString());
		state.put("temporary files", names(temporary).toString());
		return state;
	}

	private static String meters(SampleProcess live) {
		String all = live.request("GET", live.management("/actuator/prometheus"), "admin", "").body();
		// what a load changes all the time says nothing about a twin
		return String.join("\n",
				all.lines()
					.filter((line) -> line.startsWith("repl_")
							|| line.matches("hikaricp_connections(_max|_min|_timeout_total)?\\{.*"))
					.sorted()
					.toList());
	}

	private static int connections(Connection database) throws SQLException {
		return Integer
			.parseInt(one(database, "select count(*) from pg_stat_activity where application_name = '" + NAME + "'"));
	}

	private static String one(Connection database, String query) throws SQLException {
		try (Statement statement = database.createStatement(); ResultSet result = statement.executeQuery(query)) {
			result.next();
			return result.getString(1);
		}
	}

	private static Set<String> names(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return new TreeSet<>(files.map((file) -> file.getFileName().toString()).toList());
		}
	}

	private static Set<String> openFiles(long pid) throws IOException {
		return new TreeSet<>(descriptors(pid).stream().filter((target) -> target.startsWith("/")).toList());
	}

	private static Set<String> listening(long pid) throws IOException {
		List<String> own = descriptors(pid);
		Set<String> addresses = new TreeSet<>();
		for (String table : List.of("tcp", "tcp6")) {
			for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
				String[] fields = line.trim().split("\\s+");
				// 0A is the state of a socket that listens
				if (fields[3].equals("0A") && own.contains("socket:[" + fields[9] + "]")) {
					addresses.add(fields[1]);
				}
			}
		}
		return addresses;
	}

	private static List<String> descriptors(long pid) throws IOException {
		List<String> targets = new ArrayList<>();
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
			for (Path descriptor : descriptors.toList()) {
				try {
					targets.add(Files.readSymbolicLink(descriptor).toString());
				}
				catch (IOException ex) {
					// closed since it was listed
					assertThat(Files.exists(descriptor)).isFalse();
				}
			}
		}
		return targets;
	}

	/**
	 * Requests, one after the other, until it is closed.
	 */
	private static final class Load implements AutoCloseable {

		private final Queue<String> failures = new ConcurrentLinkedQueue<>();

		private final AtomicInteger answers = new AtomicInteger();

		private final AtomicBoolean over = new AtomicBoolean();

		private final Thread thread;

		Load(SampleProcess live) {
			this.thread = new Thread(() -> {
				while (!this.over.get()) {
					request(live, "/orders/" + (1 + this.answers.get() % 300));
				}
			}, "load");
			this.thread.start();
		}

		private void request(SampleProcess live, String path) {
			try {
				int status = live.request("GET", live.application(path), "nobody", "").statusCode();
				if (status != 200) {
					this.failures.add(path + ": " + status);
				}
			}
			catch (RuntimeException ex) {
				this.failures.add(path + ": " + ex);
			}
			this.answers.incrementAndGet();
		}

		int answers() {
			return this.answers.get();
		}

		Queue<String> failures() {
			return this.failures;
		}

		@Override
		public void close() throws InterruptedException {
			this.over.set(true);
			this.thread.join();
		}

	}

}
