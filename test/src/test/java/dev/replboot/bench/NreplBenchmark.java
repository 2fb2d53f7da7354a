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
import java.nio.charset.StandardCharsets;

/**
 * How long does {@code (+ 1 2)} take over nREPL, alone and with a hundred sent ahead,
 * compared with nREPL's own server?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=Nrepl package
 * </pre>
 *
 * Both servers run in this process and are asked by the same client in a session of its
 * own. An answer ends with the status {@code done}.
 */
public final class NreplBenchmark {

	private static final int TRIPS = 200;

	private static final int AHEAD = 100;

	private static final int BATCHES = 20;

	private static final int WARM_UP = 3000;

	private static final String FORM = "(+ 1 2)";

	private NreplBenchmark() {
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if a server fails
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Rounds.count(9);
		Report report = new Report(
				"nREPL: " + FORM + ", " + TRIPS + " a round alone, " + BATCHES + " times " + AHEAD + " sent ahead",
				rounds);
		double[][] ours = new double[2][rounds];
		double[][] stock = new double[2][rounds];
		try (GuardedServer server = GuardedServer.start("repl.nrepl.enabled=true", "repl.nrepl.port=0");
				NreplSide ourClient = NreplSide.connect(server.port("nrepl"), server.token());
				NreplSide stockClient = NreplSide.connect(StockNrepl.start(), "")) {
			warmUp(ourClient);
			warmUp(stockClient);
			Rounds.alternate(rounds, (round) -> ours[0][round] = alone(ourClient),
					(round) -> stock[0][round] = alone(stockClient));
			report.compare("alone, median, ms", new Figures(ours[0]), new Figures(stock[0]), 0.2);
			Rounds.alternate(rounds, (round) -> ours[1][round] = ahead(ourClient),
					(round) -> stock[1][round] = ahead(stockClient));
			report.compare(AHEAD + " sent ahead, median, ms", new Figures(ours[1]), new Figures(stock[1]), 1 / 3.0);
		}
		report.close();
		System.exit(0);
	}

	// both sides until they are compiled
	private static void warmUp(NreplSide client) throws IOException {
		byte[] batch = batch(client);
		for (int i = 0; i < WARM_UP / AHEAD; i++) {
			client.askAhead(batch, AHEAD);
		}
		alone(client);
	}

	private static double alone(NreplSide client) throws IOException {
		String message = client.message(FORM);
		long[] nanos = new long[TRIPS];
		for (int i = 0; i < TRIPS; i++) {
			long start = System.nanoTime();
			String answer = client.ask(message);
			nanos[i] = System.nanoTime() - start;
			if (!answer.contains("5:value1:3")) {
				throw new IllegalStateException("Not the answer: " + answer);
			}
		}
		return Figures.ofNanosAsMillis(nanos).median();
	}

	private static double ahead(NreplSide client) throws IOException {
		byte[] batch = batch(client);
		long[] nanos = new long[BATCHES];
		for (int i = 0; i < BATCHES; i++) {
			long start = System.nanoTime();
			client.askAhead(batch, AHEAD);
			nanos[i] = System.nanoTime() - start;
		}
		return Figures.ofNanosAsMillis(nanos).median();
	}

	// within what may wait in a session
	private static byte[] batch(NreplSide client) {
		return client.message(FORM).repeat(AHEAD).getBytes(StandardCharsets.US_ASCII);
	}

}
