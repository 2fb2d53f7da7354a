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

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long does the application take to answer HTTP requests while forms run away and are
 * stopped?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=Neighbour package
 * </pre>
 *
 * The sample application answers one request after the other, first by itself, then while
 * each form of the corpus runs for half a second and is stopped by its time limit. The
 * forms that can't be stopped come last and are shown apart.
 */
public final class NeighbourBenchmark {

	private static final Path CORPUS = Path
		.of("../autoconfigure/runtime/src/test/resources/dev/replboot/runtime/runaway.clj.txt");

	private static final int BASELINE = 1000;

	/**
	 * What cannot be stopped and so burns a processor for the rest of the run: loops
	 * inside of the JDK that call nobody back.
	 */
	private static final Set<String> UNSTOPPABLE = Set.of("stream-pure-jdk", "bigint-pow", "regex-scanner");

	private NeighbourBenchmark() {
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if the application doesn't start or the REPL doesn't open
	 */
	public static void main(String[] args) throws Exception {
		Path jar = SampleJar.find().copy(Files.createTempDirectory("neighbour").resolve("sample.jar"));
		Report report = new Report("Requests beside runaway forms", 1);
		try (JarProcess process = JarProcess.start(jar, "-Drepl.limits.time=500ms")) {
			process.awaitReady();
			String token = process.openRepl();
			requests(process, BASELINE);
			Figures alone = requests(process, BASELINE);
			List<double[]> busy = new ArrayList<>();
			List<double[]> stuck = new ArrayList<>();
			for (Form form : forms(false)) {
				busy.add(beside(process, token, form.text()));
			}
			for (Form form : forms(true)) {
				stuck.add(beside(process, token, form.text()));
			}
			Figures beside = all(busy);
			compare(report, "median, ms", alone, beside, 50, 0);
			compare(report, "99th percentile, ms", alone, beside, 99, 3);
			double[] each = busy.stream().mapToDouble((values) -> new Figures(values).percentile(99)).toArray();
			report.note(String.format(Locale.ROOT, "%d forms; the 99th percentile of one form: %s ms", each.length,
					new Figures(each).spread("%.1f")));
			report.note(String.format(Locale.ROOT, "%d forms that can't be stopped: 99th percentile %.1f ms",
					stuck.size(), all(stuck).percentile(99)));
			report.close();
		}
	}

	private static void compare(Report report, String what, Figures alone, Figures beside, double percent,
			double target) {
		report.compare(what, new Figures(new double[] { beside.percentile(percent) }),
				new Figures(new double[] { alone.percentile(percent) }), target);
	}

	private static Figures requests(JarProcess process, int count) {
		double[] millis = new double[count];
		for (int i = 0; i < count; i++) {
			millis[i] = request(process);
		}
		return new Figures(millis);
	}

	private static double request(JarProcess process) {
		long start = System.nanoTime();
		int status = process.request("GET", "/actuator/health").statusCode();
		if (status != 200) {
			throw new IllegalStateException("The application answered " + status);
		}
		return (System.nanoTime() - start) / 1e6;
	}

	private static double[] beside(JarProcess process, String token, String form) throws Exception {
		List<Double> millis = new ArrayList<>();
		try (PromptClient client = PromptClient.connect(process.socketPort())) {
			client.send(token);
			client.readUntil(PromptClient.PROMPT);
			client.send(form.strip().replace('\n', ' '));
			long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(700);
			while (System.nanoTime() < end) {
				millis.add(request(process));
				// a request now and then, as from outside, and not a load of its own
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
			}
		}
		return millis.stream().mapToDouble(Double::doubleValue).toArray();
	}

	private static Figures all(List<double[]> figures) {
		return new Figures(figures.stream().flatMapToDouble(Arrays::stream).toArray());
	}

	private static List<Form> forms(boolean unstoppable) throws Exception {
		String all = Files.readString(CORPUS, StandardCharsets.UTF_8);
		return Arrays.stream(all.split("(?m)^### "))
			.filter((part) -> !part.isBlank())
			.map((part) -> new Form(part.substring(0, part.indexOf('\n')).strip(),
					part.substring(part.indexOf('\n') + 1)))
			.filter((form) -> UNSTOPPABLE.contains(form.name()) == unstoppable)
			.toList();
	}

	/**
	 * A form of the corpus.
	 *
	 * @param name its name
	 * @param text the form
	 */
	private record Form(String name, String text) {

	}

}
