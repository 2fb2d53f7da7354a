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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.replboot.bench.CpuForms.CpuForm;

/**
 * Do CPU-bound forms take longer in our runtime, whose code is full of polls, than in a
 * plain Clojure?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=Cpu package
 * </pre>
 *
 * Each side has a JVM of its own in each round, and both are reached over their socket.
 * The time is taken inside, around the form.
 */
public final class CpuBenchmark {

	private static final String OURS = "ours";

	private static final String PLAIN = "plain";

	private CpuBenchmark() {
	}

	/**
	 * Runs the benchmark, or one side of it.
	 * @param args none, or the side
	 * @throws Exception if a side fails
	 */
	public static void main(String[] args) throws Exception {
		if (args.length == 1) {
			runSide(args[0]);
			System.exit(0);
		}
		int rounds = Rounds.count(5);
		Report report = new Report("CPU-bound forms", rounds);
		List<List<Double>> ours = new ArrayList<>();
		List<List<Double>> plain = new ArrayList<>();
		Rounds.alternate(rounds, (round) -> ours.add(startSide(OURS)), (round) -> plain.add(startSide(PLAIN)));
		double[] ratios = new double[CpuForms.ALL.size()];
		for (int i = 0; i < ratios.length; i++) {
			Figures ourTimes = column(ours, i);
			Figures plainTimes = column(plain, i);
			report.compare(CpuForms.ALL.get(i).name() + ", ms", ourTimes, plainTimes, 1.1);
			ratios[i] = ourTimes.over(plainTimes).median();
		}
		report.figure("geometric mean of the ratios", new Figures(ratios).geometricMean(), 1.02);
		report.close();
	}

	private static Figures column(List<List<Double>> rounds, int index) {
		return new Figures(rounds.stream().mapToDouble((times) -> times.get(index)).toArray());
	}

	private static List<Double> startSide(String side) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(JarProcess.tool("java"), "-Xmx1g", "-classpath",
				System.getProperty("java.class.path"), CpuBenchmark.class.getName(), side)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		List<Double> times = new ArrayList<>();
		try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
			lines.lines()
				.filter((line) -> line.startsWith(side + " "))
				.forEach((line) -> times.add(Double.parseDouble(line.substring(side.length() + 1))));
		}
		if (process.waitFor() != 0 || times.size() != CpuForms.ALL.size()) {
			throw new IllegalStateException("The side " + side + " failed");
		}
		return times;
	}

	private static void runSide(String side) throws IOException {
		try (PromptClient client = connect(side)) {
			for (CpuForm form : CpuForms.ALL) {
				if (!form.before().isEmpty()) {
					client.ask(form.before());
				}
				System.out.println(side + " " + Long.parseLong(client.ask(form.timed()).strip()) / 1e6);
			}
		}
	}

	private static PromptClient connect(String side) throws IOException {
		if (side.equals(PLAIN)) {
			return BareServer.connect(BareServer.start());
		}
		// one evaluation repeats its form for seconds and allocates accordingly; the
		// server lives as long as the process
		return GuardedServer.start("repl.limits.allocation=1TB").connect();
	}

}
