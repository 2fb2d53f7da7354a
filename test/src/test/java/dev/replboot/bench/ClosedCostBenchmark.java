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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * What does the starter cost an application while the REPL is closed? The sample
 * application's jar, which allows the endpoint, is started with the starter and without.
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=ClosedCost package
 * ./mvnw -q -Pbench -Dbench=ClosedCost -Dbench.options=-XX:TieredStopAtLevel=1 package
 * </pre>
 *
 * The second is for a busy machine: the optimizing compiler's threads use most of the
 * processor time of a start, and how much varies more than what is measured here.
 *
 * The jar without it is a copy that lacks the starter's two jars and those of Clojure,
 * its libraries and ASM that came with it.
 */
public final class ClosedCostBenchmark {

	private static final double MEGABYTE = 1 << 20;

	private ClosedCostBenchmark() {
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if an application doesn't start
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Rounds.count(7);
		Report report = new Report("The sample application with the starter, REPL closed, and without", rounds);
		Path directory = Files.createTempDirectory("closed-cost");
		Side with = new Side(SampleJar.find().copy(directory.resolve("with.jar")), rounds);
		Side without = new Side(SampleJar.find().copyWithoutStarter(directory.resolve("without.jar")), rounds);
		// reads the jars into the page cache
		new Side(with.jar, 1).measure(0);
		new Side(without.jar, 1).measure(0);
		Rounds.alternate(rounds, with::measure, without::measure);
		report.compare("start, s", new Figures(with.seconds), new Figures(without.seconds), 1.03);
		report.compare("start, processor time, s", new Figures(with.processor), new Figures(without.processor), 1.03);
		report.figure("start, ratio of the fastest",
				new Figures(with.seconds).min() / new Figures(without.seconds).min(), 1.03);
		compare(report, "live heap, MB", with, without, (footprint) -> footprint.heap() / MEGABYTE);
		compare(report, "classes loaded", with, without, Footprint::classes);
		report.figure("live heap, MB more", with.median((footprint) -> footprint.heap() / MEGABYTE)
				- without.median((footprint) -> footprint.heap() / MEGABYTE), 1);
		report.figure("classes of the starter", with.max(Footprint::starterClasses), 0);
		report.figure("classes of Clojure", with.max(Footprint::clojureClasses), 0.5);
		report.figure("listening ports more", with.max(Footprint::ports) - without.max(Footprint::ports), 0.5);
		Set<String> threads = with.threads();
		threads.removeAll(without.threads());
		report.figure("kinds of threads more", threads.size(), 0.5);
		threads.forEach(report::note);
		report.close();
	}

	private static void compare(Report report, String what, Side with, Side without,
			ToDoubleFunction<Footprint> figure) {
		report.compare(what, with.figures(figure), without.figures(figure), 0);
	}

	/**
	 * The application from one of the jars.
	 */
	private static final class Side {

		private final Path jar;

		private final double[] seconds;

		private final double[] processor;

		private final Footprint[] footprints;

		private Side(Path jar, int rounds) {
			this.jar = jar;
			this.seconds = new double[rounds];
			this.processor = new double[rounds];
			this.footprints = new Footprint[rounds];
		}

		private void measure(int round) throws Exception {
			try (JarProcess process = JarProcess.start(this.jar)) {
				this.seconds[round] = process.awaitStarted();
				this.processor[round] = process.processorSeconds();
				process.awaitReady();
				this.footprints[round] = Footprint.of(process);
			}
		}

		private Figures figures(ToDoubleFunction<Footprint> figure) {
			return new Figures(Arrays.stream(this.footprints).mapToDouble(figure).toArray());
		}

		private double median(ToDoubleFunction<Footprint> figure) {
			return figures(figure).median();
		}

		private double max(ToDoubleFunction<Footprint> figure) {
			return figures(figure).max();
		}

		private Set<String> threads() {
			Set<String> all = new TreeSet<>();
			for (Footprint footprint : this.footprints) {
				all.addAll(footprint.threads());
			}
			return all;
		}

	}

}
