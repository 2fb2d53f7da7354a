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

package dev.replboot.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.replboot.testsupport.PostgresServer;

/**
 * How long does {@code dry-run} take on PostgreSQL, compared with the same statement in a
 * transaction that is rolled back, with Spring's {@code TransactionTemplate} and
 * {@code JdbcTemplate} in the same sample application?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=DryRun package
 * </pre>
 *
 * One row of a table of two million, then 100,000 of them; both sides are timed inside
 * the application, without printing. Dead rows are removed between two measurements,
 * outside of both. At the end, one million changed rows in an application with 256 MB of
 * heap: it has to get to the end, which it doesn't if memory grows with the rows.
 */
public final class DryRunBenchmark {

	private static final int ROWS = 2_000_000;

	private static final int SINGLE = 20;

	private static final Pattern NANOS = Pattern.compile("nanos ([0-9]+)");

	private static final String DEFINE = "(do (def templates (let [ds ^javax.sql.DataSource (bean 'dataSource)]"
			+ " [(org.springframework.transaction.support.TransactionTemplate. (bean 'transactionManager))"
			+ " (org.springframework.jdbc.core.JdbcTemplate. ds)]))"
			+ " (defn ours [statement rows] (let [n (reduce + (mapcat vals (vals (:counts (dry-run (sql statement))))))]"
			+ " (when (not= n rows) (throw (Exception. (str n))))))" + " (defn baseline [^String statement rows]"
			+ " (let [[^org.springframework.transaction.support.TransactionTemplate t"
			+ " ^org.springframework.jdbc.core.JdbcTemplate j] templates"
			+ " n (.execute t (reify org.springframework.transaction.support.TransactionCallback (doInTransaction [_ s]"
			+ " (.setRollbackOnly ^org.springframework.transaction.TransactionStatus s) (.update j statement))))]"
			+ " (when (not= n rows) (throw (Exception. (str n))))))"
			+ " (defn nanos [f statements rows] (let [start (System/nanoTime)] (run! #(f % rows) statements)"
			+ " (println \"nanos\" (quot (- (System/nanoTime) start) (count statements))))))";

	private final Path jar;

	private final String database;

	private DryRunBenchmark(Path jar, String database) {
		this.jar = jar;
		this.database = database;
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if the application doesn't start or the REPL doesn't open
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Rounds.count(9);
		String database = "dryrun" + System.nanoTime();
		execute(PostgresServer.get().url(), "create database " + database);
		DryRunBenchmark benchmark = new DryRunBenchmark(
				SampleJar.find().copy(Files.createTempDirectory("dry-run").resolve("sample.jar")), database);
		execute(benchmark.url(), "create table big (id int primary key, a int not null, v text not null)",
				"insert into big select g, 0, 'row ' || g from generate_series(1, " + ROWS + ") g",
				"vacuum analyze big");
		Report report = new Report("dry-run on PostgreSQL, in a table of two million rows", rounds);
		benchmark.compare(report, rounds);
		benchmark.bounded(report);
		report.close();
	}

	private String url() {
		return PostgresServer.get().url().replace("/postgres?", "/" + this.database + "?");
	}

	private static void execute(String url, String... statements) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private JarProcess start(String... options) throws Exception {
		String[] all = new String[options.length + 4];
		all[0] = "-Dspring.datasource.url=" + url();
		all[1] = "-Dspring.profiles.active=postgres";
		all[2] = "-Dspring.datasource.username=test";
		all[3] = "-Drepl.limits.allocation=100GB";
		System.arraycopy(options, 0, all, 4, options.length);
		JarProcess process = JarProcess.start(this.jar, all);
		process.awaitReady();
		return process;
	}

	private static PromptClient login(JarProcess process) throws Exception {
		String token = process.openRepl();
		PromptClient client = PromptClient.connect(process.socketPort());
		client.ask(token);
		client.ask(DEFINE);
		return client;
	}

	private void compare(Report report, int rounds) throws Exception {
		double[] ours = new double[rounds];
		double[] baseline = new double[rounds];
		double[] manyOurs = new double[rounds];
		double[] manyBaseline = new double[rounds];
		try (JarProcess process = start(); PromptClient client = login(process)) {
			for (int i = 0; i < 5; i++) {
				one(client, "ours");
				one(client, "baseline");
			}
			Rounds.alternate(rounds, (round) -> ours[round] = one(client, "ours"),
					(round) -> baseline[round] = one(client, "baseline"));
			report.compare("one row, ms", new Figures(ours), new Figures(baseline), 0);
			many(client, "ours", 100_000);
			many(client, "baseline", 100_000);
			Rounds.alternate(rounds, (round) -> manyOurs[round] = many(client, "ours", 100_000),
					(round) -> manyBaseline[round] = many(client, "baseline", 100_000));
			report.compare("100,000 rows, ms", new Figures(manyOurs), new Figures(manyBaseline), 0);
		}
	}

	private void bounded(Report report) throws Exception {
		try (JarProcess process = start("-Xmx256m", "-Drepl.kit.sql.timeout=5m");
				PromptClient client = login(process)) {
			report.note(String.format(Locale.ROOT, "a million changed rows in 256 MB of heap: %.1f s",
					many(client, "ours", 1_000_000) / 1000));
		}
	}

	private double one(PromptClient client, String side) throws Exception {
		execute(url(), "vacuum big");
		return measure(client, side,
				"(map #(str \"update big set a = a + 1 where id = \" (* 7919 %)) (range 1 " + (SINGLE + 1) + "))", 1);
	}

	private double many(PromptClient client, String side, int rows) throws Exception {
		execute(url(), "vacuum big");
		return measure(client, side, "[\"update big set a = a + 1 where id <= " + rows + "\"]", rows);
	}

	private static double measure(PromptClient client, String side, String statements, int rows) throws Exception {
		String answer = client.ask("(nanos " + side + " (vec " + statements + ") " + rows + ")");
		Matcher nanos = NANOS.matcher(answer);
		if (!nanos.find()) {
			throw new IllegalStateException("Unexpected: " + answer);
		}
		return Long.parseLong(nanos.group(1)) / 1e6;
	}

}
