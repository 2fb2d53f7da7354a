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

/**
 * How long does it take from the command to the first value of a twin, and how much
 * memory, against the normal start of the same jar?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=Twin package
 * </pre>
 *
 * Both sides run with the same options and arguments, but for {@code --repl.twin}. The
 * form waits in the standard input.
 */
public final class TwinBenchmark {

	private TwinBenchmark() {
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if a process doesn't start
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Rounds.count(7);
		Report report = new Report("A twin of the sample application, and its normal start", rounds);
		Path jar = SampleJar.find().copy(Files.createTempDirectory("twin").resolve("app.jar"));
		Side twin = new Side(rounds);
		Side normal = new Side(rounds);
		// reads the jar into the page cache
		runTwin(jar, new Side(1), 0);
		runNormal(jar, new Side(1), 0);
		Rounds.alternate(rounds, (round) -> runTwin(jar, twin, round), (round) -> runNormal(jar, normal, round));
		report.compare("command to first value / start, s", new Figures(twin.seconds), new Figures(normal.seconds),
				0.9);
		report.compare("processor time, s", new Figures(twin.processor), new Figures(normal.processor), 0);
		report.compare("memory then, MB", new Figures(twin.memory), new Figures(normal.memory), 1);
		report.compare("most memory until then, MB", new Figures(twin.most), new Figures(normal.most), 1);
		report.compare("classes loaded", new Figures(twin.classes), new Figures(normal.classes), 0);
		report.close();
	}

	private static void runTwin(Path jar, Side side, int round) throws Exception {
		try (JarProcess process = JarProcess.startTwin(jar)) {
			process.send("(+ 1 2)");
			side.seconds[round] = process.secondsUntil("3"::equals);
			side.measure(process, round);
		}
	}

	private static void runNormal(Path jar, Side side, int round) throws Exception {
		try (JarProcess process = JarProcess.start(jar)) {
			side.seconds[round] = process.awaitStarted();
			process.awaitReady();
			side.measure(process, round);
		}
	}

	/**
	 * The figures of one side.
	 */
	private static final class Side {

		private final double[] seconds;

		private final double[] processor;

		private final double[] memory;

		private final double[] most;

		private final double[] classes;

		private Side(int rounds) {
			this.seconds = new double[rounds];
			this.processor = new double[rounds];
			this.memory = new double[rounds];
			this.most = new double[rounds];
			this.classes = new double[rounds];
		}

		private void measure(JarProcess process, int round) throws IOException {
			this.processor[round] = process.processorSeconds();
			this.memory[round] = process.memory("VmRSS");
			this.most[round] = process.memory("VmHWM");
			this.classes[round] = Footprint.of(process).classes();
		}

	}

}
