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

package dev.replboot.kit.patch;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three sessions patch, watch and put back the same methods again and again, while
 * requests go through Spring MVC and WebFlux to them.
 */
@Tag("optimized")
@NullUnmarked
class PatchLoadTests {

	private static final int ROUNDS = 12;

	private static final List<String> METHODS = List.of("names", "first", "count");

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger patched = new AtomicInteger();

	private final AtomicInteger reverted = new AtomicInteger();

	private final AtomicInteger watched = new AtomicInteger();

	private final AtomicInteger ended = new AtomicInteger();

	@Test
	void sessionsThatPatchWatchAndRevertAtOnceFailNoRequestAndLoseNothing() throws Exception {
		try (TestRepl repl = TestRepl.open("repl.limits.callback=1m")) {
			List<Thread> customers = List.of(thread("mvc", this::mvc), thread("webflux", this::webFlux));
			List<Thread> sessions = IntStream.range(0, 3)
				.mapToObj((number) -> thread("session " + number, () -> session(repl, number)))
				.toList();
			for (Thread each : sessions) {
				each.join();
			}
			this.over.set(true);
			for (Thread each : customers) {
				each.join();
			}
			System.out.printf("Load on JDK %s: %s%n", System.getProperty("java.version"), figures());
			assertThat(this.failures).isEmpty();
			assertThat(this.requests).hasPositiveValue();
			assertThat(this.patched).hasPositiveValue();
			try (ReplClient client = repl.login()) {
				assertThat(client.eval("[(patches) (watches)]")).isEqualTo("[[] []]");
			}
			assertThat(new Stock().text()).isEqualTo("[a, b] a 2");
		}
	}

	private String figures() {
		return this.requests + " requests, " + this.failures.size() + " failures, " + this.patched + " patches, "
				+ this.reverted + " of them put back by their sessions, " + this.watched + " watches, " + this.ended
				+ " of them ended by somebody else and told";
	}

	private Thread thread(String name, Runnable body) {
		Thread thread = new Thread(() -> {
			try {
				body.run();
			}
			catch (RuntimeException | Error ex) {
				this.failures.add(name + ": " + ex);
			}
		}, name);
		thread.start();
		return thread;
	}

	private void session(TestRepl repl, int number) {
		Duration time = Duration.ofMinutes(Long.getLong("patch.load.minutes", 0));
		long begin = System.nanoTime();
		try (ReplClient client = repl.login()) {
			for (int round = 0; round < ROUNDS || System.nanoTime() - begin < time.toNanos(); round++) {
				String method = "\"" + Stock.class.getName() + "\" \"" + METHODS.get((round / 4) % METHODS.size())
						+ "\"";
				switch ((round + number) % 4) {
					case 0 -> patchAndRevert(client, method);
					case 1 -> watch(client, method);
					case 2 -> patchAndLeave(client, method);
					default -> revertAll(client);
				}
				if (round % 100 == 0) {
					repl.forgetEvents();
				}
			}
			revertAll(client);
		}
	}

	private void patchAndRevert(ReplClient client, String method) {
		String id = patchAndLeave(client, method);
		if (id != null) {
			// somebody else may have put it back
			String answer = client.eval("(revert! " + id + ")");
			check(answer, "(?s)true|.*There is no change, patch or watch named.*false");
			if (answer.equals("true")) {
				this.reverted.incrementAndGet();
			}
		}
	}

	private String patchAndLeave(ReplClient client, String method) {
		String answer = client.eval("(:id (patch! " + method + " (fn [this args proceed] (proceed)) {:max-errors 0}))");
		check(answer, "(?s)\"p\\d+\"|.*is patched already.*");
		if (!answer.startsWith("\"p")) {
			return null;
		}
		this.patched.incrementAndGet();
		return answer;
	}

	private void watch(ReplClient client, String method) {
		String answer = client.eval("(watch " + method + " {:limit 3 :rate 100 :for \"5m\"})");
		this.watched.incrementAndGet();
		boolean told = answer.contains("has ended: asked for by ann");
		if (told) {
			this.ended.incrementAndGet();
		}
		if (!told && answer.lines().filter((line) -> line.contains(" => ")).count() != 3) {
			this.failures.add("watch: " + answer);
		}
	}

	private void revertAll(ReplClient client) {
		check(client.eval("(map :errors (revert-all!))"), "\\(( ?0)*\\)");
	}

	private void check(String answer, String expected) {
		if (!answer.matches(expected)) {
			this.failures.add(answer);
		}
	}

	private void mvc() {
		MockMvc mvc = MockMvcBuilders.standaloneSetup(new Pages()).build();
		while (!this.over.get()) {
			try {
				MockHttpServletResponse answer = mvc.perform(MockMvcRequestBuilders.get("/stock"))
					.andReturn()
					.getResponse();
				answered(answer.getStatus(), answer.getContentAsString());
			}
			catch (Exception ex) {
				this.failures.add("request: " + ex);
			}
		}
	}

	private void webFlux() {
		WebTestClient flux = WebTestClient.bindToController(new Pages())
			.configureClient()
			.responseTimeout(Patience.PATIENCE)
			.build();
		while (!this.over.get()) {
			flux.get()
				.uri("/stock")
				.exchange()
				.expectBody(String.class)
				.consumeWith((answer) -> answered(answer.getStatus().value(), answer.getResponseBody()));
		}
	}

	private void answered(int status, String body) {
		this.requests.incrementAndGet();
		if (status != 200 || !body.equals("[a, b] a 2")) {
			this.failures.add("request: " + status + " " + body);
		}
	}

	static class Stock {

		List<String> names() {
			return List.of("a", "b");
		}

		String first(List<String> names) {
			return names.get(0);
		}

		long count(List<String> names) {
			return names.size();
		}

		String text() {
			List<String> names = names();
			return names + " " + first(names) + " " + count(names);
		}

	}

	@RestController
	static class Pages {

		private final Stock stock = new Stock();

		@GetMapping("/stock")
		String stock() {
			return this.stock.text();
		}

	}

}
