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

package dev.replboot.kit;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the kit changes in an application: it is on record, and put back.
 */
class KitChangesTests {

	private static final Class<?>[] APPLICATION = { Application.class };

	private static final String LOGGER = "acme.kit.changes";

	@ParameterizedTest
	@ValueSource(strings = { "(log-level! nil :debug)", "(log-level! \"\" :debug)", "(log-level! \" \" :debug)",
			"(pause! nil)", "(pause! \"\")" })
	void callWithoutANameIsRefused(String form) {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			assertThat(client.eval(form)).containsAnyOf("A logger has a name.", "Which task?");
			assertThat(repl.events(AuditType.REPL_APPLICATION_CHANGED)).isEmpty();
		}
	}

	@Test
	void pausedTaskDoesNotRunAndRunsAgainWhenTheReplIsClosed() throws Exception {
		try (TestRepl repl = TestRepl.with(APPLICATION)) {
			Ticker ticker = repl.context().getBean(Ticker.class);
			awaitMoreThan(ticker, 0);
			try (ReplClient client = repl.login()) {
				assertThat(client.eval("(pause! \"Ticker.tick\")")).endsWith("Ticker.tick\"");
				assertThat(client.eval("(map (juxt :paused :next) (scheduled))")).isEqualTo("([true nil])");
				int paused = settled(repl);
				assertThat(client.eval("(pause! \"Ticker.tick\")")).endsWith("Ticker.tick\"");
				assertThat(ticker.count()).isEqualTo(paused);
				assertThat(client.eval("(resume! \"Ticker.tick\")")).endsWith("Ticker.tick\"");
				awaitMoreThan(ticker, paused);
				assertThat(client.eval("(resume! \"Ticker.tick\")")).contains("isn't paused");
				client.eval("(pause! \"tick\")");
			}
			repl.lifecycle().close(TestPrincipal.ADMIN);
			awaitMoreThan(ticker, ticker.count());
		}
	}

	// a run that was under way when the task was paused ends, on the only thread that
	// runs
	// tasks
	private static int settled(TestRepl repl) throws Exception {
		repl.context().getBean(ThreadPoolTaskScheduler.class).submit(() -> {
		}).get();
		return repl.context().getBean(Ticker.class).count();
	}

	private static void awaitMoreThan(Ticker ticker, int count) {
		long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (ticker.count() <= count && System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		assertThat(ticker.count()).isGreaterThan(count);
	}

	@Test
	void cacheIsListedAndEmptied() {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			Objects.requireNonNull(repl.context().getBean(CacheManager.class).getCache("prices")).put("a", 1);
			assertThat(client.eval("(map (juxt :cache :size) (caches))")).isEqualTo("([\"prices\" 1])");
			assertThat(client.eval("(evict! 'prices \"b\")")).isEqualTo("nil");
			assertThat(client.eval("(:size (first (caches)))")).isEqualTo("1");
			assertThat(client.eval("(evict! :prices)")).isEqualTo("nil");
			assertThat(client.eval("(:size (first (caches)))")).isEqualTo("0");
			assertThat(client.eval("(evict! :costs)")).contains("There is no cache named costs");
			assertThat(repl.events(AuditType.REPL_APPLICATION_CHANGED)).hasSize(2);
		}
	}

	@Test
	void anotherPrincipalIsOnRecord() {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			String name = "(.getName (.getAuthentication"
					+ " (org.springframework.security.core.context.SecurityContextHolder/getContext)))";
			assertThat(client.eval("(run-as [\"ann\" \"ROLE_X\"] " + name + ")")).isEqualTo("\"ann\"");
			assertThat(repl.events(AuditType.REPL_RUN_AS)).singleElement()
				.extracting((event) -> event.getAuditEvent().getData().get("as"))
				.isEqualTo("ann");
			assertThat(client.eval("(run-as \"ann\" 1)")).contains("no UserDetailsService");
		}
	}

	@Test
	void nothingOfTheRuntimeStays() throws Exception {
		try (TestRepl repl = TestRepl.with(APPLICATION)) {
			WeakReference<ClassLoader> runtime = useAll(repl);
			repl.lifecycle().close(TestPrincipal.ADMIN);
			long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
			while (runtime.get() != null && System.nanoTime() < deadline) {
				System.gc();
				Thread.sleep(20);
			}
			assertThat(runtime.get()).isNull();
		}
	}

	private static WeakReference<ClassLoader> useAll(TestRepl repl) {
		try (ReplClient client = repl.login()) {
			client.eval("(.set (.holder (bean 'ticker)) (java.lang.ref.WeakReference."
					+ " (.getClassLoader clojure.lang.RT)))");
			client.eval("(log-level! \"" + LOGGER + "\" :trace \"1h\")");
			client.eval("(pause! \"Ticker.tick\" \"1h\")");
			client.eval("(run-as [\"ann\" \"ROLE_X\"] (histogram 1))");
			client.eval("(do (evict! 'prices) (wiring 'ticker) (threads) (heap) (help))");
		}
		return Objects.requireNonNull(repl.context().getBean(Ticker.class).holder().get());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Application {

		@Bean
		LoggingSystem loggingSystem() {
			return LoggingSystem.get(Application.class.getClassLoader());
		}

		@Bean
		ThreadPoolTaskScheduler taskScheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager("prices");
		}

		@Bean
		Ticker ticker() {
			return new Ticker();
		}

	}

	/**
	 * Has a task.
	 */
	public static class Ticker {

		private final AtomicInteger count = new AtomicInteger();

		private final AtomicReference<WeakReference<ClassLoader>> holder = new AtomicReference<>();

		@Scheduled(fixedDelay = 5)
		public void tick() {
			this.count.incrementAndGet();
		}

		public int count() {
			return this.count.get();
		}

		public AtomicReference<WeakReference<ClassLoader>> holder() {
			return this.holder;
		}

	}

}
