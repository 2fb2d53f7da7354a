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

/**
 * How fast does a loop of {@code println} get to a client that throws it away, compared
 * with {@code clojure.core.server/repl}?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=Output package
 * </pre>
 *
 * 16 MiB in lines of 64 bytes, under the default limits.
 */
public final class OutputBenchmark {

	private static final int LINE = 64;

	private static final int BYTES = 16 << 20;

	private static final String FORM = "(let [line \"" + "x".repeat(LINE - 1) + "\"] (dotimes [_ " + BYTES / LINE
			+ "] (println line)))";

	private static final int ANSWER = BYTES + "nil\n".length() + PromptClient.PROMPT.length();

	private OutputBenchmark() {
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if a server fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Rounds.count(9);
		Report report = new Report("16 MiB of println, lines of " + LINE + " bytes", rounds);
		double[] ours = new double[rounds];
		double[] bare = new double[rounds];
		try (GuardedServer server = GuardedServer.start("repl.limits.allocation=2GB");
				PromptClient ourClient = server.connect();
				PromptClient bareClient = BareServer.connect(BareServer.start())) {
			print(ourClient);
			print(bareClient);
			Rounds.alternate(rounds, (round) -> ours[round] = print(ourClient),
					(round) -> bare[round] = print(bareClient));
		}
		report.compare("seconds", new Figures(ours), new Figures(bare), 1);
		report.close();
		System.exit(0);
	}

	private static double print(PromptClient client) throws IOException {
		long start = System.nanoTime();
		client.send(FORM);
		client.discard(ANSWER);
		return (System.nanoTime() - start) / 1e9;
	}

}
