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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How long does it take from {@code POST /actuator/repl} to the first value over the
 * socket, compared with starting a plain Clojure and its socket REPL in the same jar,
 * once as the fat jar and once extracted to an ordinary class path?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=Open package
 * ./mvnw -q -Pbench -Dbench=Open -Dbench.target=0.2 -Dbench.arguments=--repl.warm-up=true package
 * </pre>
 *
 * Both sides run in a fresh process of the same jar: the sample application with
 * {@link PlainClojureApplication} for a main class.
 */
public final class OpenBenchmark {

	/**
	 * Lets the application come to rest, and a background warm-up come to its end.
	 */
	private static final long REST_SECONDS = Long.getLong("bench.rest", 3);

	private OpenBenchmark() {
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if an application doesn't start or the REPL doesn't open
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Rounds.count(5);
		Report report = new Report("From POST to the first value, and a plain Clojure in the same application", rounds);
		Path directory = Files.createTempDirectory("open");
		Path jar = SampleJar.find().copyWithMain(directory.resolve("sample.jar"), PlainClojureApplication.class);
		double target = Double.parseDouble(System.getProperty("bench.target", "0"));
		compare(report, "fat jar, ms", jar, rounds, (target != 0) ? target : 0.25);
		compare(report, "extracted, ms", extract(jar, directory), rounds, (target != 0) ? target : 1.3);
		report.close();
	}

	private static void compare(Report report, String what, Path jar, int rounds, double target) throws Exception {
		double[] ours = new double[rounds];
		double[] plain = new double[rounds];
		Rounds.alternate(rounds, (round) -> ours[round] = openOurs(jar), (round) -> plain[round] = openPlain(jar));
		report.compare(what, new Figures(ours), new Figures(plain), target);
	}

	private static Path extract(Path jar, Path directory) throws IOException, InterruptedException {
		Path target = directory.resolve("extracted");
		Process extraction = new ProcessBuilder(JarProcess.tool("java"), "-Djarmode=tools", "-jar", jar.toString(),
				"extract", "--destination", target.toString())
			.inheritIO()
			.start();
		if (extraction.waitFor() != 0) {
			throw new IllegalStateException("The jar could not be extracted");
		}
		return target.resolve(jar.getFileName());
	}

	private static double openOurs(Path jar) throws Exception {
		try (JarProcess process = start(jar)) {
			// Spring MVC prepares itself with the first request that needs it
			process.request("GET", "/actuator/repl");
			long start = System.nanoTime();
			String token = process.openRepl();
			try (PromptClient client = PromptClient.connect(process.socketPort())) {
				client.send(token);
				return firstValue(client, start);
			}
		}
	}

	private static double openPlain(Path jar) throws Exception {
		try (JarProcess process = start(jar)) {
			long start = System.nanoTime();
			process.send("open");
			String line = process.awaitLine((candidate) -> candidate.startsWith(PlainClojureApplication.PORT));
			int port = Integer.parseInt(line.substring(PlainClojureApplication.PORT.length()));
			try (PromptClient client = PromptClient.connect(port)) {
				return firstValue(client, start);
			}
		}
	}

	private static double firstValue(PromptClient client, long start) throws IOException {
		client.send("(* 111 37)");
		client.readPast("4107\n");
		return (System.nanoTime() - start) / 1e6;
	}

	private static JarProcess start(Path jar) throws IOException, InterruptedException {
		JarProcess process = JarProcess.start(jar,
				"-D" + PlainClojureApplication.MAIN + "=" + SampleJar.find().startClass());
		process.awaitStarted();
		process.awaitReady();
		TimeUnit.SECONDS.sleep(REST_SECONDS);
		return process;
	}

}
