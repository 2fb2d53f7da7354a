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
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rounding bug of the sample application is patched while orders come in, and put
 * back.
 */
@NullUnmarked
@Timeout(600)
class PatchStoryTests {

	private static final JsonParser JSON = JsonParserFactory.getJsonParser();

	private static final int ORDERS = 40;

	private static final String PATCH = "(:id (patch! (bean 'pricingRule) \"lineTotal\""
			+ " (fn [this [quantity price discount] proceed]"
			+ " (.setScale (* price quantity (/ (- 100M discount) 100M)) 2 java.math.RoundingMode/HALF_UP))"
			+ " {:reason \"INC-42\" :keep \"10m\"}))";

	@Test
	void theRoundingBugIsPatchedUnderLoad() throws Exception {
		// a machine that is busy with other things is no reason to leave the patch out
		try (SampleProcess sample = SampleProcess.start("--repl.limits.callback=1m")) {
			Map<Integer, BigDecimal> wrong = quotes(sample);
			Map<Integer, BigDecimal> right = rightTotals(sample);
			assertThat(wrong).isNotEqualTo(right);
			AtomicBoolean over = new AtomicBoolean();
			Queue<String> failures = new ConcurrentLinkedQueue<>();
			List<Thread> load = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				Thread thread = new Thread(() -> load(sample, over, failures, wrong, right), "load");
				thread.start();
				load.add(thread);
			}
			assertThat(evaluate(sample, "(:agent (doctor))")).contains("\"agent\"");
			assertThat(evaluate(sample, PATCH)).contains("\"p1\"");
			assertThat(quotes(sample)).isEqualTo(right);
			assertShown(sample);
			assertThat(revert(sample, "viewer")).isEqualTo(403);
			assertThat(revert(sample, "dev")).isEqualTo(403);
			// the session that patched is over, and then so is the REPL
			assertThat(sample.request("DELETE", sample.endpoint(), "admin", "").body()).contains("Clojure stays for");
			assertThat(quotes(sample)).isEqualTo(right);
			assertThat(revert(sample, "admin")).isEqualTo(200);
			assertThat(quotes(sample)).isEqualTo(wrong);
			assertThat(revert(sample, "admin")).isEqualTo(404);
			over.set(true);
			for (Thread thread : load) {
				thread.join();
			}
			assertThat(failures).isEmpty();
		}
	}

	private static void assertShown(SampleProcess sample) {
		assertThat(sample.request("GET", sample.endpoint(), "viewer", "").body()).contains("\"id\":\"p1\"",
				"\"reason\":\"INC-42\"", "\"method\":\"lineTotal(int, BigDecimal, BigDecimal)\"",
				"\"author\":\"admin\"");
		assertThat(sample.request("GET", sample.management("/actuator/prometheus"), "admin", "").body())
			.contains("repl_patches_active 1.0");
		// 503 until the application has said that it is ready
		Awaitility.await()
			.untilAsserted(() -> assertThat(
					sample.request("GET", sample.management("/actuator/health"), "admin", "").statusCode())
				.isEqualTo(200));
	}

	private static int revert(SampleProcess sample, String user) {
		return sample.request("DELETE", sample.endpoint() + "/patches/p1", user, "").statusCode();
	}

	private static void load(SampleProcess sample, AtomicBoolean over, Queue<String> failures,
			Map<Integer, BigDecimal> wrong, Map<Integer, BigDecimal> right) {
		for (int i = 0; !over.get(); i++) {
			int id = 1 + i % ORDERS;
			HttpResponse<String> answer = sample.request("GET", sample.application("/orders/" + id + "/quote"), "dev",
					"");
			BigDecimal total = (answer.statusCode() == 200) ? total(answer) : null;
			if (total == null || !total.equals(wrong.get(id)) && !total.equals(right.get(id))) {
				failures.add(answer.statusCode() + " " + answer.body());
			}
		}
	}

	private static Map<Integer, BigDecimal> quotes(SampleProcess sample) {
		Map<Integer, BigDecimal> quotes = new TreeMap<>();
		for (int id = 1; id <= ORDERS; id++) {
			quotes.put(id, total(sample.request("GET", sample.application("/orders/" + id + "/quote"), "dev", "")));
		}
		return quotes;
	}

	private static BigDecimal total(HttpResponse<String> answer) {
		return new BigDecimal(String.valueOf(JSON.parseMap(answer.body()).get("total"))).setScale(2);
	}

	// as the comment on the planted bug says
	private static Map<Integer, BigDecimal> rightTotals(SampleProcess sample) {
		Map<Integer, BigDecimal> totals = new TreeMap<>();
		for (int id = 1; id <= ORDERS; id++) {
			Map<String, Object> order = JSON
				.parseMap(sample.request("GET", sample.application("/orders/" + id), "dev", "").body());
			BigDecimal total = BigDecimal.ZERO;
			for (Object each : (List<?>) order.get("lines")) {
				Map<?, ?> line = (Map<?, ?>) each;
				BigDecimal whole = number(line, "unitPrice").multiply(number(line, "quantity"));
				BigDecimal paid = BigDecimal.valueOf(100).subtract(number(line, "discountPercent"));
				total = total.add(whole.multiply(paid).divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP));
			}
			totals.put(id, total);
		}
		return totals;
	}

	private static BigDecimal number(Map<?, ?> line, String name) {
		return new BigDecimal(String.valueOf(line.get(name)));
	}

	private static String evaluate(SampleProcess sample, String form) throws IOException {
		String token = sample.token("admin");
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort())) {
			socket.setSoTimeout(120_000);
			socket.getOutputStream().write((token + "\n" + form + "\n:repl/quit\n").getBytes(StandardCharsets.UTF_8));
			InputStream in = socket.getInputStream();
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
