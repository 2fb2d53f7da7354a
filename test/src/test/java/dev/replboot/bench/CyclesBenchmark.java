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
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Does opening, evaluating and closing again and again leave something behind in the
 * sample application?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=Cycles -Dbench.rounds=50 package
 * </pre>
 *
 * Each evaluation leaves a future, an agent, an executor, a timer, a thread-local and a
 * record class. The figures are those of the application's own meters, after a full
 * collection.
 */
public final class CyclesBenchmark {

	private static final Pattern VALUE = Pattern.compile("\"value\":([0-9.E]+)");

	private static final String FORM = "(do (defrecord Point [x y]) (def later (future (Thread/sleep 100000)))"
			+ " (def counter (agent 0)) (send counter inc) (send-off counter inc) (await counter)"
			+ " (def pool (java.util.concurrent.Executors/newFixedThreadPool 2)) (.submit pool ^Runnable (fn []))"
			+ " (.schedule (java.util.Timer. \"cycle\") (proxy [java.util.TimerTask] [] (run [])) 1000000)"
			+ " (.set (ThreadLocal.) (->Point 1 2)) (bean 'orderService)"
			+ " (.count (bean 'orderRepository)) (* 111 37))";

	private CyclesBenchmark() {
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if the application doesn't start or the REPL doesn't open
	 */
	public static void main(String[] args) throws Exception {
		int cycles = Rounds.count(50);
		Path jar = SampleJar.find().copy(Files.createTempDirectory("cycles").resolve("sample.jar"));
		System.out.printf("Open, evaluate, close, in the sample application on JDK %s%n%n",
				System.getProperty("java.version"));
		System.out.printf("%8s %14s %10s %10s %12s%n", "cycle", "metaspace, MB", "classes", "threads", "heap, MB");
		try (JarProcess process = JarProcess.start(jar)) {
			process.awaitReady();
			print(process, 0);
			for (int cycle = 1; cycle <= cycles; cycle++) {
				cycle(process);
				if (cycle == 1 || cycle % 5 == 0) {
					print(process, cycle);
				}
			}
		}
	}

	private static void cycle(JarProcess process) throws Exception {
		String token = process.openRepl();
		try (PromptClient client = PromptClient.connect(process.socketPort())) {
			client.ask(token);
			String answer = client.ask(FORM);
			if (!answer.contains("4107")) {
				throw new IllegalStateException("Unexpected: " + answer);
			}
		}
		process.request("DELETE", "/actuator/repl");
	}

	private static void print(JarProcess process, int cycle) throws Exception {
		collect(process);
		System.out.printf(Locale.ROOT, "%8d %14.2f %10.0f %10.0f %12.1f%n", cycle,
				meter(process, "jvm.memory.used?tag=id:Metaspace") / (1 << 20), meter(process, "jvm.classes.loaded"),
				meter(process, "jvm.threads.live"), meter(process, "jvm.memory.used?tag=area:heap") / (1 << 20));
	}

	// twice: what the first finds to be unreachable the second unloads
	private static void collect(JarProcess process) throws Exception {
		for (int i = 0; i < 2; i++) {
			process.diagnose("GC.run");
		}
	}

	private static double meter(JarProcess process, String name) {
		String body = process.request("GET", "/actuator/metrics/" + name).body();
		Matcher value = VALUE.matcher(body);
		if (!value.find()) {
			throw new IllegalStateException("No such meter: " + body);
		}
		return Double.parseDouble(value.group(1));
	}

}
