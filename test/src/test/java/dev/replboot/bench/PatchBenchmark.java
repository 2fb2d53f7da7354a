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

import java.util.Arrays;
import java.util.Locale;

/**
 * What does a call of a method cost once it was patched and put back, while it is watched
 * and the watch notes nothing any more, and while it is patched, compared with a call of
 * the same Clojure function?
 *
 * <pre>
 * ./mvnw -q -Pbench -Dbench=Patch package
 * </pre>
 *
 * Every side is a method of its own that adds two numbers, called in this process in
 * turn, after it has been compiled.
 */
public final class PatchBenchmark {

	private static final int CALLS = 200_000;

	private static final int WARM_UP = 30;

	private static final String TARGET = "\"" + Target.class.getName() + "\"";

	private PatchBenchmark() {
	}

	/**
	 * Runs the benchmark.
	 * @param args none
	 * @throws Exception if the REPL doesn't open
	 */
	public static void main(String[] args) throws Exception {
		int rounds = Rounds.count(9);
		Report report = new Report("A call of a method, " + CALLS + " a round", rounds);
		try (GuardedServer server = GuardedServer.start();
				PromptClient client = server.connect();
				PromptClient watcher = server.connect()) {
			client.ask("(do (patch! " + TARGET + " \"reverted\" (fn [_ [a b] proceed] (+ a b))) (revert-all!) :ok)");
			client.ask("(do (def f (fn [_ [a b] proceed] (+ a b)))"
					+ " (.set dev.replboot.bench.PatchBenchmark$Target/function (reify java.util.function.LongBinaryOperator"
					+ " (applyAsLong [_ a b] (long (f nil [a b] nil))))) :ok)");
			String patched = client.ask("(:id (patch! " + TARGET + " \"patched\" f))");
			if (!patched.contains("p")) {
				throw new IllegalStateException("Not patched: " + patched);
			}
			// notes one call a second
			watcher.send("(watch " + TARGET + " \"watched\" {:limit 1000 :rate 1 :for \"10m\"})");
			Thread caller = new Thread(PatchBenchmark::callWatched, "caller");
			caller.start();
			watcher.readPast("[caller]");
			caller.interrupt();
			caller.join();
			measure(report, rounds);
		}
		report.close();
		System.exit(0);
	}

	// until the watch has seen it
	private static void callWatched() {
		while (!Thread.currentThread().isInterrupted()) {
			Target.watched(1, 2);
		}
	}

	private static void measure(Report report, int rounds) throws Exception {
		for (int i = 0; i < WARM_UP; i++) {
			nanos(Target::never);
			nanos(Target::reverted);
			nanos(Target::watched);
			nanos(Target::patched);
			nanos(Target.function.get()::applyAsLong);
		}
		compare(report, "reverted, ns", rounds, Target::reverted, Target::never, 1.05);
		compare(report, "patched, ns, against its function", rounds, Target::patched,
				Target.function.get()::applyAsLong, 0);
		compare(report, "watched at rest, ns", rounds, Target::watched, Target::never, 0);
		double[] watched = new double[rounds];
		for (int i = 0; i < rounds; i++) {
			watched[i] = nanos(Target::watched);
		}
		report.note(String.format(Locale.ROOT, "watched at rest: %.0f ns, at most 3000: %s",
				Arrays.stream(watched).sorted().skip(rounds / 2).findFirst().orElseThrow(),
				(new Figures(watched).median() <= 3000) ? "met" : "MISSED"));
	}

	private static void compare(Report report, String what, int rounds, Call ours, Call baseline, double target)
			throws Exception {
		double[] with = new double[rounds];
		double[] without = new double[rounds];
		Rounds.alternate(rounds, (round) -> with[round] = nanos(ours), (round) -> without[round] = nanos(baseline));
		report.compare(what, new Figures(with), new Figures(without), target);
	}

	private static double nanos(Call call) {
		long sum = 0;
		long begin = System.nanoTime();
		for (int i = 0; i < CALLS; i++) {
			sum += call.call(i, sum & 7);
		}
		long nanos = System.nanoTime() - begin;
		Target.sink = sum;
		return (double) nanos / CALLS;
	}

	/**
	 * A side.
	 */
	private interface Call {

		long call(long left, long right);

	}

	/**
	 * What is called.
	 */
	public static final class Target {

		/**
		 * Set from the REPL.
		 */
		public static final java.util.concurrent.atomic.AtomicReference<java.util.function.LongBinaryOperator> function = new java.util.concurrent.atomic.AtomicReference<>();

		private static volatile long sink;

		private Target() {
		}

		static long never(long left, long right) {
			return left + right;
		}

		static long reverted(long left, long right) {
			return left + right;
		}

		static long patched(long left, long right) {
			return left + right;
		}

		static long watched(long left, long right) {
			return left + right;
		}

	}

}
