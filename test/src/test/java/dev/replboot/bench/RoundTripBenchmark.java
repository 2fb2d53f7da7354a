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
 * How long does {@code (+ 1 2)} take over our socket REPL, from sending the line to the
 * next prompt, compared with {@code clojure.core.server/repl}?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=RoundTrip package
 * </pre>
 *
 * Both servers run in this process and are asked by the same client, which leaves its
 * socket as {@code nc} does. The time to the value alone is printed too: there the bare
 * server doesn't wait for an acknowledgement before it sends, and the prompt is left to
 * be read with the next value.
 */
public final class RoundTripBenchmark {

	private static final int TRIPS = 200;

	private static final int WARM_UP = 3000;

	private static final int BARE_WARM_UP = 200;

	private static final String FORM = "(+ 1 2)";

	private RoundTripBenchmark() {
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if a server fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Rounds.count(9);
		Report report = new Report("Round trip of " + FORM + ", " + TRIPS + " a round", rounds);
		Trips ours = new Trips(rounds);
		Trips bare = new Trips(rounds);
		try (GuardedServer server = GuardedServer.start();
				PromptClient ourClient = server.connect();
				PromptClient bareClient = BareServer.connect(BareServer.start())) {
			untilPrompt(ourClient, WARM_UP);
			untilPrompt(bareClient, BARE_WARM_UP);
			Rounds.alternate(rounds, (round) -> ours.put(round, untilPrompt(ourClient, TRIPS)),
					(round) -> bare.put(round, untilPrompt(bareClient, TRIPS)));
			report.compare("to the prompt, median, ms", new Figures(ours.median), new Figures(bare.median), 0.2);
			report.compare("to the prompt, 99th percentile, ms", new Figures(ours.high), new Figures(bare.high), 0.2);
			Rounds.alternate(rounds, (round) -> ours.put(round, untilValue(ourClient, TRIPS)),
					(round) -> bare.put(round, untilValue(bareClient, TRIPS)));
			report.compare("to the value, median, ms", new Figures(ours.median), new Figures(bare.median), 0);
			report.compare("to the value, 99th percentile, ms", new Figures(ours.high), new Figures(bare.high), 0);
		}
		report.close();
		System.exit(0);
	}

	private static Figures untilPrompt(PromptClient client, int count) throws IOException {
		long[] nanos = new long[count];
		for (int i = 0; i < count; i++) {
			long start = System.nanoTime();
			String answer = client.ask(FORM);
			nanos[i] = System.nanoTime() - start;
			if (!answer.equals("3\n")) {
				throw new IllegalStateException("Not the answer: " + answer);
			}
		}
		return Figures.ofNanosAsMillis(nanos);
	}

	private static Figures untilValue(PromptClient client, int count) throws IOException {
		long[] nanos = new long[count];
		for (int i = 0; i < count; i++) {
			long start = System.nanoTime();
			client.send(FORM);
			client.readPast("3\n");
			nanos[i] = System.nanoTime() - start;
		}
		client.ask("nil");
		return Figures.ofNanosAsMillis(nanos);
	}

	/**
	 * The median and the 99th percentile of each round.
	 */
	private static final class Trips {

		private final double[] median;

		private final double[] high;

		private Trips(int rounds) {
			this.median = new double[rounds];
			this.high = new double[rounds];
		}

		private void put(int round, Figures trips) {
			this.median[round] = trips.median();
			this.high[round] = trips.percentile(99);
		}

	}

}
