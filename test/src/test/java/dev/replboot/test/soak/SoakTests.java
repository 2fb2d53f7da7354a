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

package dev.replboot.test.soak;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.replboot.test.sample.SampleProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A random mix of what people do in a REPL, in the sample application while it serves
 * requests: none fails, and nothing stays. A few rounds; {@code -Dsoak.minutes=60} goes
 * on for an hour, with a row each five minutes, and {@code -Dsoak.seed} begins elsewhere.
 */
class SoakTests {

	private static final int ROUNDS = 4;

	// what is made once: pools, caches, the JDK's own
	private static final int WARM_UP = 2;

	private static final Duration ROW = Duration.ofMinutes(5);

	private static final String HEAD = "minute   rounds  requests failures  p99, ms  threads  loaders  reflection"
			+ " metaspace  files  connections%n";

	private final Integer minutes = Integer.getInteger("soak.minutes");

	@Test
	void noRequestFailsAndNothingStays() throws Exception {
		assumeTrue(this.minutes != null || Runtime.version().feature() == 17, "one JDK is enough for the few rounds");
		long seed = Long.getLong("soak.seed", 19);
		System.out.printf("Soak with -Dsoak.seed=%d on JDK %s%n", seed, System.getProperty("java.version"));
		try (SampleProcess sample = start()) {
			Operator operator = new Operator(sample, new Random(seed));
			Figures before;
			try (Load load = load(sample)) {
				for (int i = 0; i < WARM_UP; i++) {
					operator.everything();
				}
				load.close();
				assertThat(load.failures()).isEmpty();
				before = Figures.of(sample);
			}
			System.out.printf(HEAD);
			System.out.printf("before%47s%s%n", "", before);
			int rounds = 0;
			try (Load load = load(sample)) {
				long begin = System.nanoTime();
				long row = begin;
				while (goesOn(rounds, begin)) {
					operator.round();
					rounds++;
					if (System.nanoTime() - row > ROW.toNanos()) {
						row = System.nanoTime();
						print(begin, rounds, load, Figures.of(sample));
					}
				}
				load.close();
				print(begin, rounds, load, Figures.of(sample));
				assertThat(load.failures()).isEmpty();
				assertThat(load.requests()).isPositive();
			}
			assertNothingStays(sample, before);
		}
	}

	private SampleProcess start() throws Exception {
		List<String> options = (this.minutes != null) ? List.of("-Xmx512m")
				: List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");
		// a machine that is busy with other things is no reason to stop a listener
		return SampleProcess.start(Map.of(), options, "--repl.limits.callback=1m", "--repl.audit.timeout=1m");
	}

	private static Load load(SampleProcess sample) {
		return Load.begin(2, sample.application("/orders/1"), sample.application("/customers/1"),
				sample.application("/orders/1/quote"));
	}

	private boolean goesOn(int rounds, long begin) {
		return (this.minutes != null) ? System.nanoTime() - begin < Duration.ofMinutes(this.minutes).toNanos()
				: rounds < ROUNDS;
	}

	private static void print(long begin, int rounds, Load load, Figures figures) {
		System.out.printf(Locale.ROOT, "%6.1f %8d %9d %8d %8.1f %s%n", (System.nanoTime() - begin) / 60e9, rounds,
				load.requests(), load.failed(), load.p99(), figures);
	}

	private static void assertNothingStays(SampleProcess sample, Figures before) {
		Awaitility.await()
			.pollInSameThread()
			.pollInterval(Duration.ofSeconds(1))
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> {
				Figures after = Figures.of(sample);
				assertThat(after.isNoMoreThan(before)).as("before " + before + ", after " + after).isTrue();
			});
	}

}
