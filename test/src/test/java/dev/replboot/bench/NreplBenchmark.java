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
 * Both servers run in this process and are asked by the same client. An answer ends with
 * the status {@code done}.
 */
public final class NreplBenchmark {

	private static final int TRIPS = 200;

	private static final int AHEAD = 100;

	private static final int BATCHES = 5;

	private static final int WARM_UPS = 8;

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
		try (GuardedServer server = GuardedServer.start("repl.nrepl.enabled=true", "repl.nrepl.port=0")) {
			int port = StockNrepl.start();
			Connecting toOurs = server::connectEditor;
			Connecting toStock = () -> NreplSide.connect(port, "");
			for (int i = 0; i < WARM_UPS; i++) {
				measure(toOurs, NreplBenchmark::ahead);
				measure(toStock, NreplBenchmark::ahead);
			}
			Rounds.alternate(rounds, (round) -> ours[0][round] = measure(toOurs, NreplBenchmark::alone),
					(round) -> stock[0][round] = measure(toStock, NreplBenchmark::alone));
			report.compare("alone, median, ms", new Figures(ours[0]), new Figures(stock[0]), 0.2);
			Rounds.alternate(rounds, (round) -> ours[1][round] = measure(toOurs, NreplBenchmark::ahead),
					(round) -> stock[1][round] = measure(toStock, NreplBenchmark::ahead));
			report.compare(AHEAD + " sent ahead, median, ms", new Figures(ours[1]), new Figures(stock[1]), 1 / 3.0);
		}
		report.close();
		System.exit(0);
	}

	// each round has a connection of its own: the stock server's sessions get slower with
	// each evaluation, and fail after some thousand with a stack that overflows
	private static double measure(Connecting connecting, Measuring measuring) throws IOException {
		try (NreplSide client = connecting.connect()) {
			client.askAhead(batch(client), AHEAD);
			return measuring.measure(client);
		}
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

	/**
	 * Connects to one of the servers.
	 */
	@FunctionalInterface
	private interface Connecting {

		NreplSide connect() throws IOException;

	}

	/**
	 * Measures something over a connection.
	 */
	@FunctionalInterface
	private interface Measuring {

		double measure(NreplSide client) throws IOException;

	}

}
