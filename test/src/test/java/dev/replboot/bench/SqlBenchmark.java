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
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long does a query of a thousand rows take through the kit's {@code sql}, compared
 * with {@code JdbcClient} on the same {@code DataSource} of the same sample application?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=Sql package
 * </pre>
 *
 * Both are timed inside the application, without printing. The baseline's call is in a
 * compiled function that names the Java methods which it calls, so all of its work is
 * done by Java classes that nothing was woven into. The seed data has fewer than a
 * thousand orders, so the rows are joined with a series.
 */
public final class SqlBenchmark {

	private static final int QUERIES = 100;

	private static final Pattern NANOS = Pattern.compile("\\[([0-9 ]+)]");

	private static final String QUERY = "select o.id, o.customer_id, o.placed_at, o.status, o.total from orders o"
			+ " cross join system_range(1, 50) r limit 1000";

	private static final String DEFINE = "(do (def query \"" + QUERY + "\")"
			+ " (defn nanos [f] (let [start (System/nanoTime)] (when (not= 1000 (f)) (throw (Exception. \"rows\")))"
			+ " (- (System/nanoTime) start)))"
			+ " (def client (org.springframework.jdbc.core.simple.JdbcClient/create ^javax.sql.DataSource (bean 'dataSource)))"
			+ " (defn ours [] (count (sql query)))"
			+ " (defn baseline [] (let [^org.springframework.jdbc.core.simple.JdbcClient c client"
			+ " s (.sql c query) q (.query s)] (.size (.listOfRows q)))))";

	private SqlBenchmark() {
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if the application doesn't start or the REPL doesn't open
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Rounds.count(9);
		Report report = new Report("A query of a thousand rows, " + QUERIES + " a round", rounds);
		double[] ours = new double[rounds];
		double[] baseline = new double[rounds];
		Path jar = SampleJar.find().copy(Files.createTempDirectory("sql").resolve("sample.jar"));
		try (JarProcess process = JarProcess.start(jar, "-Drepl.limits.allocation=100GB")) {
			process.awaitReady();
			String token = process.openRepl();
			try (PromptClient client = PromptClient.connect(process.socketPort())) {
				client.ask(token);
				client.ask(DEFINE);
				for (int i = 0; i < 5; i++) {
					measure(client, "ours");
					measure(client, "baseline");
				}
				Rounds.alternate(rounds, (round) -> ours[round] = measure(client, "ours"),
						(round) -> baseline[round] = measure(client, "baseline"));
			}
		}
		report.compare("a query, median, ms", new Figures(ours), new Figures(baseline), 1.5);
		report.close();
	}

	private static double measure(PromptClient client, String side) throws Exception {
		String answer = client
			.ask("(binding [*print-length* nil] (println (vec (repeatedly " + QUERIES + " #(nanos " + side + ")))))");
		Matcher nanos = NANOS.matcher(answer);
		if (!nanos.find()) {
			throw new IllegalStateException("Unexpected: " + answer);
		}
		return Figures.ofNanosAsMillis(Arrays.stream(nanos.group(1).split(" ")).mapToLong(Long::parseLong).toArray())
			.median();
	}

}
