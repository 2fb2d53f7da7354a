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
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.replboot.test.sample.SampleProcess;
import dev.replboot.testsupport.ReplClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Further ways to fill the heap, one after the other, in a small one, while users ask all
 * the time: each ends with a sentence, and no request fails. {@code -Dheap.matrix=false}
 * does it with G1 and 512 MB, {@code -Dheap.matrix=true} with other collectors and half
 * the heap as well.
 */
@Timeout(1800)
class SmallHeapTests {

	private static final int USUAL_REQUESTS = 100;

	private static final List<String> FORMS = List.of(
			"(let [s (map (fn [i] (byte-array 1000)) (range))] [(nth s 100000000) (first s)])",
			"(let [s (iterate (fn [v] (conj v (long-array 1000))) [])] (nth s 10000000))",
			"(loop [t (transient [])] (recur (conj! t (Object.))))",
			"(loop [t (transient {}) i 0] (recur (assoc! t i (str i)) (inc i)))",
			"(loop [m (sorted-map) i 0] (recur (assoc m i i) (inc i)))",
			"(loop [i 0 kept []] (recur (inc i) (conj kept (.intern (str \"interned \" i)))))",
			"(let [b (StringBuilder.)] (while true (.append b (.toString b)) (.append b \"x\")))",
			"(loop [kept []] (recur (conj kept (java.nio.ByteBuffer/allocateDirect 1000000))))",
			"(loop [kept []] (recur (conj kept (doto (ThreadLocal.) (.set (byte-array 100000))))))",
			"(loop [kept []] (recur (conj kept (future (byte-array 1000000)))))",
			"(loop [kept []] (recur (conj kept (eval '(fn [x] (str x (fn [] x)))))))",
			"(letfn [(deeper [n] (cons (byte-array 10000) (deeper (inc n))))] (deeper 0))",
			"(clojure.string/replace (apply str (repeat 1000000 \"a\")) #\"a\" (apply str (repeat 10000 \"x\")))",
			"(loop [n 3N] (recur (* n n)))", "(reduce *' (range 1 10000000))",
			"(let [e (Exception.)] (while true (.addSuppressed e (ex-info \"more\" {:data (vec (range 1000))}))))",
			"(let [a (agent [])] (loop [] (send a conj (byte-array 100000)) (recur)))",
			"(let [f (memoize (fn [i] (byte-array 10000)))] (run! f (range)))",
			"(loop [d (delay 1)] (recur (let [before d] (delay [(byte-array 1000) before]))))",
			"(let [q (java.util.concurrent.LinkedBlockingQueue.)] (doall (pmap (fn [i] (.put q (long-array 100000))) (range))))",
			"(let [r (ref [])] (while true (dosync (alter r conj (char-array 100000)))))",
			"(let [out (java.io.ByteArrayOutputStream.)] (while true (.write out (byte-array 100000))))");

	static Stream<List<String>> nothingElseNotices() {
		Stream<String> collectors = Boolean.getBoolean("heap.matrix")
				? Stream.of("-XX:+UseG1GC", "-XX:+UseSerialGC", "-XX:+UseZGC") : Stream.of("-XX:+UseG1GC");
		List<String> sizes = Boolean.getBoolean("heap.matrix") ? List.of("-Xmx512m", "-Xmx256m") : List.of("-Xmx512m");
		return collectors
			.flatMap((collector) -> sizes.stream().map((size) -> List.of(collector, size, "-XX:TieredStopAtLevel=1")));
	}

	@ParameterizedTest
	@MethodSource
	void nothingElseNotices(List<String> options) throws Exception {
		assumeTrue(System.getProperty("heap.matrix") != null, "runs when -Dheap.matrix is given");
		try (SampleProcess sample = SampleProcess.start(Map.of(), options, "--repl.audit.timeout=1m");
				Load load = Load.begin(2, sample.application("/orders/1"), sample.application("/customers/1"))) {
			Awaitility.await().atMost(Duration.ofMinutes(10)).until(() -> load.requests() >= USUAL_REQUESTS);
			double usual = load.p99();
			fill(sample);
			double filling = load.p99();
			load.close();
			System.out.printf(Locale.ROOT, "%s: p99 %.1f ms, usually %.1f ms: %.1f times; %d requests, %d failed%n",
					options, filling, usual, filling / usual, load.requests(), load.failed());
			assertThat(load.failures()).isEmpty();
			assertThat(sample.process().isAlive()).isTrue();
		}
	}

	private static void fill(SampleProcess sample) {
		String token = sample.token("admin");
		for (String form : FORMS) {
			try (ReplClient client = ReplClient.connect(sample.socketPort())) {
				client.patience(Duration.ofMinutes(3));
				client.send(token + "\n");
				client.readUntil("user=> ");
				String answer = client.eval(form);
				System.out.println(form + ": " + answer.lines().findFirst().orElse(""));
				assertThat(answer).as(form).containsAnyOf("Evaluation stopped: ", "StackOverflowError");
				assertThat(client.eval("(+ 40 2)")).as("after " + form).isEqualTo("42");
			}
		}
	}

}
