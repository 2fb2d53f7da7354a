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
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repositories of the sample application are watched while requests come in.
 */
@NullUnmarked
@Timeout(600)
class RepositoryWatchTests {

	private static final Pattern CALLS = Pattern.compile("CALLS (\\d+)");

	@Test
	void repositorysBeanIsWatchedAloneWithItsQueries() throws Exception {
		try (SampleProcess sample = SampleProcess.start("--repl.limits.callback=1m")) {
			String found = watch(sample, "\"findById\"", "/customers/2", "/orders/7");
			assertThat(found).contains("[7] => #java/optional #jpa/entity [dev.replboot.sample.order.Order ",
					"from dev.replboot.sample.order.OrderController.one:");
			assertThat(calls(found)).isEqualTo(1);
			String queried = watch(sample, "\"findByStatus(OrderStatus, Pageable)\"", "/orders?size=1",
					"/orders?status=PAID&size=1");
			assertThat(queried).contains("[dev.replboot.sample.order.OrderStatus/PAID ",
					"from dev.replboot.sample.order.OrderController.list:");
			assertThat(calls(queried)).isEqualTo(1);
			assertThat(watch(sample, "\"countByNothing\"")).contains(
					"The repository dev.replboot.sample.order.OrderRepository has no method countByNothing",
					"findByStatus");
		}
	}

	private static int calls(String shown) {
		Matcher calls = CALLS.matcher(shown);
		assertThat(calls.find()).as(shown).isTrue();
		return Integer.parseInt(calls.group(1));
	}

	private static String evaluate(SampleProcess sample, String form) throws IOException {
		try (Socket socket = connect(sample, form)) {
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static Socket connect(SampleProcess sample, String form) throws IOException {
		// this opens the REPL
		String token = sample.token("admin");
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort());
		socket.setSoTimeout(120_000);
		socket.getOutputStream().write((token + "\n" + form + "\n:repl/quit\n").getBytes(StandardCharsets.UTF_8));
		return socket;
	}

	private static String watch(SampleProcess sample, String method, String... paths) throws IOException {
		String form = "(println \"CALLS\" (:calls (watch (bean 'orderRepository) " + method
				+ " {:limit 1 :for \"100s\"})))";
		try (Socket socket = connect(sample, form)) {
			awaitWatch(sample, paths.length > 0);
			for (String path : paths) {
				assertThat(sample.request("GET", sample.application(path), "dev", "").statusCode()).isEqualTo(200);
			}
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static void awaitWatch(SampleProcess sample, boolean wanted) {
		if (wanted) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> evaluate(sample, "(println \"CALLS\" (count (watches)))").contains("CALLS 1"));
		}
	}

}
