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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for tasks that an evaluation hands to the application's executors, and that begin
 * when the form has returned long ago.
 */
@Tag("optimized")
class LateWorkTests {

	private static TestRepl repl;

	// the same with little time for each form
	private static TestRepl hasty;

	private CountDownLatch handshake;

	@BeforeAll
	static void open() {
		repl = open("1m");
		hasty = open("700ms");
	}

	private static TestRepl open(String time) {
		return TestRepl.with(new Class<?>[] { Pools.class }, "repl.limits.time=" + time, "repl.limits.allocation=64MB");
	}

	@AfterAll
	static void close() {
		repl.close();
		hasty.close();
	}

	@BeforeEach
	void keepThePoolsBusy() {
		// sessions of earlier tests end after their connections
		Awaitility.await()
			.until(() -> repl.events(AuditType.REPL_SESSION_STARTED).size() == repl.events(AuditType.REPL_SESSION_ENDED)
				.size());
		this.handshake = new CountDownLatch(1);
		CountDownLatch handshake = this.handshake;
		pool(repl).execute(() -> await(handshake));
		pool(hasty).execute(() -> await(handshake));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void assertFree(TestRepl of) throws Exception {
		assertThat(pool(of).submit(() -> "free").get(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS))
			.isEqualTo("free");
	}

	private static ThreadPoolExecutor pool(TestRepl of) {
		return of.context().getBean("pool", ThreadPoolExecutor.class);
	}

	// nobody looks after an evaluation any more of which nothing runs
	private static void untilNobodyLooks() {
		while (!Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("repl-watchdog"))
			.allMatch((thread) -> thread.getState() == Thread.State.WAITING)) {
			Thread.onSpinWait();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "(.execute (bean 'pool) (fn [] (loop [] (recur))))",
			"(.submit ^java.util.concurrent.ExecutorService (bean 'pool) ^Runnable (fn [] (Thread/sleep 600000)))",
			"(.submit (bean 'pool) ^Callable (fn [] (while true)))",
			"(java.util.concurrent.CompletableFuture/runAsync (fn [] (while true)) (bean 'pool))",
			"(.execute (bean 'pool) (java.util.concurrent.FutureTask. (fn [] (while true))))" })
	void loopIsStoppedByTheTimeLimit(String form) throws Exception {
		try (ReplClient client = hasty.login()) {
			// which may take longer than the limit on a busy machine
			Awaitility.await().until(() -> client.eval("(do " + form + " 1)").endsWith("1"));
			untilNobodyLooks();
			this.handshake.countDown();
			client.readUntil("left running was stopped: It ran longer than 700 ms");
			assertFree(hasty);
		}
	}

	@Test
	void allocationIsLimited() throws Exception {
		try (ReplClient client = repl.login()) {
			client.eval("(.execute (bean 'pool) (fn [] (loop [] (byte-array 1000000) (recur))))");
			untilNobodyLooks();
			this.handshake.countDown();
			client.readUntil("left running was stopped: It allocated more than 64 MB");
			assertFree(repl);
		}
	}

	// the second is Java's, and has no polls
	@ParameterizedTest
	@ValueSource(strings = { "(fn [] (.countDown (bean 'began)) (while true))", "^Runnable (bean 'javaTask)" })
	void nothingBeginsBehindTheEndOfItsSession(String task) throws Exception {
		CountDownLatch began = repl.context().getBean("began", CountDownLatch.class);
		int ended;
		try (ReplClient client = repl.login()) {
			ended = repl.events(AuditType.REPL_SESSION_ENDED).size();
			client.eval("(.execute ^java.util.concurrent.Executor (bean 'pool) " + task + ")");
			untilNobodyLooks();
		}
		while (repl.events(AuditType.REPL_SESSION_ENDED).size() == ended) {
			Thread.onSpinWait();
		}
		this.handshake.countDown();
		assertFree(repl);
		assertThat(began.getCount()).isEqualTo(1);
	}

	@Test
	void waitingForTheNextTimeDoesNotCount() {
		CountDownLatch ticks = hasty.context().getBean("ticks", CountDownLatch.class);
		this.handshake.countDown();
		try (ReplClient client = hasty.login()) {
			Awaitility.await()
				.until(() -> client
					.eval("(def task (.scheduleAtFixedRate (bean 'scheduler) (fn [] (.countDown (bean 'ticks))) 0 20"
							+ " java.util.concurrent.TimeUnit/MILLISECONDS))")
					.endsWith("#'user/task"));
			await(ticks);
			assertThat(client.eval("(.cancel task false)")).isEqualTo("true");
		}
	}

	@Test
	void tasksThatWaitAreThoseThatWereHandedOver() {
		try (ReplClient client = repl.login()) {
			client.eval("(do (def r (fn [] 1)) (def f (java.util.concurrent.FutureTask. (fn [] 2)))"
					+ " (def ^java.util.concurrent.ThreadPoolExecutor e (bean 'pool)))");
			assertThat(client.eval("(do (.execute e r) [(.remove e r) (.remove e r)])")).isEqualTo("[true false]");
			assertThat(client.eval("(let [e (bean 'pool)] (.execute e r) [(.remove e r) (.remove e r)])"))
				.isEqualTo("[true false]");
			assertThat(client.eval("(do (.execute e f) (.cancel f false) (.purge e) (.size (.getQueue e)))"))
				.isEqualTo("0");
			assertThat(client.eval("(let [own (java.util.concurrent.Executors/newFixedThreadPool 1)"
					+ " busy (promise) task (fn [] 3)] (.execute own (fn [] @busy)) (.execute own task)"
					+ " (let [left (.shutdownNow own)] [(count left) (identical? task (first left))]))"))
				.isEqualTo("[1 true]");
		}
		finally {
			this.handshake.countDown();
		}
	}

	/**
	 * Executors of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Pools {

		@Bean(destroyMethod = "shutdownNow")
		ThreadPoolExecutor pool() {
			return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		}

		@Bean(destroyMethod = "shutdownNow")
		ScheduledThreadPoolExecutor scheduler() {
			return new ScheduledThreadPoolExecutor(1);
		}

		@Bean
		CountDownLatch ticks() {
			return new CountDownLatch(60);
		}

		@Bean
		CountDownLatch began() {
			return new CountDownLatch(1);
		}

		@Bean
		Runnable javaTask(@Qualifier("began") CountDownLatch began) {
			return began::countDown;
		}

	}

}
