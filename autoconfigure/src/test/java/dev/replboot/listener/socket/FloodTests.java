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

package dev.replboot.listener.socket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.replboot.access.Denial.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.Denials;
import dev.replboot.testsupport.Heap;
import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that send or connect as fast as they can, or don't read.
 */
class FloodTests {

	private static final long MEGABYTE = 1 << 20;

	private static final long BOUND = 24 * MEGABYTE;

	private static TestRepl repl;

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Denials.class }, "repl.limits.failed-logins=3",
				"repl.limits.output=200MB", "repl.limits.request=64KB");
	}

	// a later client may have the port of one that was turned away by an earlier test
	@BeforeEach
	void forgetEarlierClients() {
		Denials.forget(repl);
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@Test
	void endlessLineBeforeTheTokenIsCutOffAndCostsNoMemory() throws Exception {
		long before = Heap.live();
		try (ReplClient client = repl.connect()) {
			AtomicLong sent = new AtomicLong();
			Thread sender = send(client, "x".repeat(1 << 16), 1024 * MEGABYTE, sent);
			assertThat(client.readToEnd()).isIn("", "That is no valid token. Get one with POST on the repl endpoint"
					+ " and send it as the first line.\n");
			assertThat(Denials.await(repl, client)).isEqualTo(Reason.TOKEN);
			long growth = Heap.growth(before, sender);
			sender.join(Patience.PATIENCE.toMillis());
			assertThat(sender.isAlive()).isFalse();
			report("line before the token", sent.get(), growth);
			assertThat(growth).isLessThan(BOUND);
		}
	}

	@Test
	void endlessLineInsideAFormCostsNoMemoryAndTheNextFormIsEvaluated() throws Exception {
		try (ReplClient client = repl.login()) {
			long before = Heap.live();
			client.send("(do (System/setProperty \"repl.flood\" \"1\") '(");
			AtomicLong sent = new AtomicLong();
			Thread sender = send(client, "(System/setProperty \"repl.flood\" \"1\") ".repeat(1000), 32 * MEGABYTE,
					sent);
			long growth = Heap.growth(before, sender);
			sender.join();
			client.send("))\n");
			assertThat(client.readUntil("user=> ")).contains("more than 65536 characters (repl.limits.request)");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			assertThat(System.getProperty("repl.flood")).isNull();
			report("line inside a form", sent.get(), growth);
			assertThat(growth).isLessThan(BOUND);
		}
	}

	@Test
	void endlessCommentCostsNoMemoryAndIsSkipped() throws Exception {
		try (ReplClient client = repl.login()) {
			long before = Heap.live();
			client.send("; ");
			AtomicLong sent = new AtomicLong();
			Thread sender = send(client, "(System/setProperty \"repl.flood\" \"1\") ".repeat(1000), 32 * MEGABYTE,
					sent);
			long growth = Heap.growth(before, sender);
			sender.join();
			client.send("\n(+ 1 2)\n");
			assertThat(client.readUntil("3\nuser=> ")).isEqualTo("user=> 3\nuser=> ");
			assertThat(System.getProperty("repl.flood")).isNull();
			report("comment", sent.get(), growth);
			assertThat(growth).isLessThan(BOUND);
		}
	}

	@Test
	void clientThatDoesNotReadCostsNoMemoryAndCanBeInterrupted() {
		try (ReplClient client = repl.login()) {
			long before = Heap.live();
			client.send("(let [s (apply str (repeat 1023 \\x))] (dotimes [_ (* 100 1024)] (println s)))\n");
			Awaitility.await().until(() -> stackOf(client).contains("ConnectionWriter"));
			long growth = Heap.live() - before;
			report("output that nobody reads", 0, growth);
			assertThat(growth).isLessThan(BOUND);
			client.ctrlC();
			assertThat(client.readUntil("user=> "))
				.endsWith("Evaluation stopped: It was interrupted with Ctrl-C.\nuser=> ");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void sessionOfAClientThatDoesNotReadCanBeEnded() {
		try (ReplClient client = repl.login()) {
			String id = idOf(client);
			client.send("(let [s (apply str (repeat 1023 \\x))] (while true (println s)))\n");
			Awaitility.await().until(() -> stackOf(client).contains("ConnectionWriter"));
			repl.lifecycle().sessions().end(TestPrincipal.ADMIN, id);
			Awaitility.await()
				.until(() -> repl.lifecycle()
					.status()
					.sessions()
					.stream()
					.noneMatch((session) -> session.id().equals(id)));
			Awaitility.await()
				.until(() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((thread) -> thread.getName().equals("repl-" + id)));
		}
	}

	@Test
	void thousandConnectionsKeepNobodyOutAndAreCounted() {
		List<ReplClient> crowd = new ArrayList<>();
		double before = Denials.counted(repl, Reason.CROWD);
		long heap = Heap.live();
		try {
			for (int i = 0; i < 500; i++) {
				crowd.add(repl.connect());
			}
			try (ReplClient early = repl.connect()) {
				early.send(repl.token(TestPrincipal.USER) + "\n");
				for (int i = 0; i < 500; i++) {
					crowd.add(repl.connect());
				}
				assertThat(early.readUntil("user=> ")).contains("You are ulf");
				try (ReplClient late = repl.login(TestPrincipal.USER)) {
					assertThat(late.eval("(+ 1 2)")).isEqualTo("3");
				}
			}
			Awaitility.await().until(() -> Denials.counted(repl, Reason.CROWD) - before >= 1000 - 64);
			long growth = Heap.live() - heap;
			report("a thousand connections", 0, growth);
			assertThat(growth).isLessThan(BOUND);
		}
		finally {
			crowd.forEach(ReplClient::close);
		}
	}

	@Test
	void onlySoManyFailedLoginsAreRecordedOneByOne() {
		// so many in each minute, of which the other tests take more than one on a busy
		// machine
		try (TestRepl own = TestRepl.with(new Class<?>[] { Denials.class }, "repl.limits.failed-logins=3")) {
			List<ReplClient> clients = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				ReplClient client = own.connect();
				client.send("GET / HTTP/1.1\n");
				clients.add(client);
			}
			clients.forEach((client) -> assertThat(Denials.await(own, client)).isEqualTo(Reason.HTTP));
			clients.forEach(ReplClient::close);
			assertThat(Denials.of(own)).hasSizeGreaterThanOrEqualTo(10);
			assertThat(own.events(AuditType.REPL_REFUSED)).hasSizeBetween(1, 6);
		}
	}

	private static Thread send(ReplClient client, String chunk, long total, AtomicLong sent) {
		byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
		Thread thread = new Thread(() -> {
			try {
				while (sent.get() < total) {
					client.sendBytes(bytes);
					sent.addAndGet(bytes.length);
				}
			}
			catch (java.io.UncheckedIOException ex) {
				// cut off
			}
		}, "flood");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static String idOf(ReplClient client) {
		String remote = "127.0.0.1:" + client.socket().getLocalPort();
		return repl.lifecycle()
			.status()
			.sessions()
			.stream()
			.filter((session) -> session.remote().equals(remote))
			.findFirst()
			.orElseThrow()
			.id();
	}

	private static String stackOf(ReplClient client) {
		return java.util.Arrays.toString(repl.lifecycle()
			.sessions()
			.session(TestPrincipal.ADMIN, idOf(client))
			.evaluations()
			.activity()
			.stack());
	}

	private static void report(String what, long sent, long growth) {
		System.out.printf("flood: %s, %d MB sent, live heap %+.1f MB%n", what, sent / MEGABYTE,
				(double) growth / MEGABYTE);
	}

}
