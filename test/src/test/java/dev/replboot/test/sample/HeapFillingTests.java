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

package dev.replboot.test.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Forms that would fill the heap of 512 MB, one after the other, against the sample
 * application while it serves requests.
 */
@Timeout(900)
class HeapFillingTests {

	private static final String[] FORMS = { "(vec (range))", "(into [] (repeat 1))", "(doall (range))",
			"(apply str (repeat \"x\"))", "(into {} (map (fn [i] [i i])) (range))", "(into #{} (range))",
			"(let [a (atom [])] (loop [] (swap! a conj (byte-array 1000000)) (recur)))",
			"(loop [s \"x\"] (recur (str s s)))", "(let [l (java.util.ArrayList.)] (while true (.add l (Object.))))",
			"(let [b (StringBuilder.)] (while true (.append b \"0123456789\")))",
			"(let [m (java.util.HashMap.)] (doseq [i (range)] (.put m i (str i))))", "(frequencies (range))",
			"(group-by identity (range))", "(sort (range))", "(reverse (range))", "(zipmap (range) (range))",
			"(let [a (atom nil)] @(future (loop [] (swap! a cons [(long-array 1000)]) (recur))))",
			"(mapv deref (doall (for [_ (range 4)] (future (vec (range))))))",
			"(let [a (atom [])] (try (loop [] (swap! a conj (byte-array 100000)) (recur))"
					+ " (catch Throwable _ (loop [] (swap! a conj (byte-array 100000)) (recur)))))",
			"(loop [q clojure.lang.PersistentQueue/EMPTY] (recur (conj q (vec (repeat 100 0)))))" };

	@Test
	void twentyInARowAreRefusedAndTheApplicationGoesOn() throws Exception {
		try (SampleProcess sample = SampleProcess.start()) {
			String token = sample.token("admin");
			for (String form : FORMS) {
				assertThat(evaluate(sample, token, form)).as(form).contains("repl.limits.allocation");
				assertThat(sample.request("GET", sample.application("/orders"), "dev", "").statusCode()).as(form)
					.isEqualTo(200);
			}
			assertThat(evaluate(sample, token, "(+ 40 2)")).contains("42");
			assertThat(sample.log()).doesNotContain("OutOfMemoryError");
			assertThat(sample.process().isAlive()).isTrue();
		}
	}

	private static String evaluate(SampleProcess sample, String token, String form) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort())) {
			socket.setSoTimeout(180_000);
			socket.getOutputStream().write((token + "\n" + form + "\n:repl/quit\n").getBytes(StandardCharsets.UTF_8));
			InputStream in = socket.getInputStream();
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
