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

package dev.replboot.lifecycle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that evaluations take something of, or change something in, for tests
 * that it is given back when they are stopped or the REPL closes.
 */
abstract class GivenBackTests {

	static final int POOL = 3;

	static TestRepl repl;

	@BeforeAll
	static void start() {
		repl = TestRepl.closedWith(new Class<?>[] { Application.class }, "repl.limits.callback=200ms");
		repl.context().getBean(JdbcTemplate.class).execute("create table t (x int)");
	}

	@AfterAll
	static void stop() {
		repl.close();
	}

	@BeforeEach
	void open() {
		repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
	}

	static CloseReport close() {
		return repl.lifecycle().close(TestPrincipal.ADMIN);
	}

	static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + Patience.PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("Waited too long").isLessThan(deadline);
			LockSupport.parkNanos(1_000_000);
		}
	}

	/**
	 * An application.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(ReplJdbcAutoConfiguration.class)
	static class Application {

		@Bean
		HikariDataSource dataSource() {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl("jdbc:h2:mem:given-back");
			pool.setMaximumPoolSize(POOL);
			return pool;
		}

		@Bean
		JdbcTemplate jdbcTemplate(HikariDataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

		@Bean
		ReentrantLock lock() {
			return new ReentrantLock();
		}

		@Bean
		ThreadPoolTaskScheduler scheduler() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setRemoveOnCancelPolicy(true);
			return scheduler;
		}

		@Bean
		Keeper keeper() {
			return new Keeper();
		}

	}

	/**
	 * Keeps what it is given and calls it.
	 */
	public static class Keeper {

		private Consumer<Object> kept = (event) -> {
		};

		int heard;

		final List<Runnable> valves = new ArrayList<>();

		final Map<String, Runnable> contributors = new HashMap<>();

		public void addValve(Runnable valve) {
			this.valves.add(valve);
		}

		public void removeValve(Runnable valve) {
			this.valves.remove(valve);
		}

		public void registerContributor(String name, Runnable contributor) {
			this.contributors.put(name, contributor);
		}

		public Object unregisterContributor(String name) {
			return this.contributors.remove(name);
		}

		public void keep(Consumer<Object> listener) {
			this.kept = listener;
		}

		public int answer() {
			return 42;
		}

		@EventListener(String.class)
		public void hear(String event) {
			this.kept.accept(event);
			this.heard++;
		}

	}

}
