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

package dev.replboot.kit.data;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a transaction across forms whose rollback takes longer than anybody waits for
 * it, as when its database hangs.
 */
class HangingRollbackTests {

	private final String url = TestDatabase.newH2();

	private final JdbcTemplate database = TestDatabase.create(this.url);

	private TestRepl repl;

	private HangingDataSource dataSource;

	@AfterEach
	void connectionIsAbortedInsteadOfUsedByAnotherThread() {
		this.repl.lifecycle().close(TestPrincipal.ADMIN);
		Awaitility.await().untilAsserted(() -> assertThat(this.dataSource.byGivingBack).containsExactly("abort"));
		assertThat(this.database.queryForObject("select total from purchase where id = 1", String.class))
			.isEqualTo("10.00");
		this.repl.close();
	}

	@Test
	void closingEndsWhatABusySessionWrote() {
		open();
		try (ReplClient client = begin(1)) {
			client.send("(do (println \"busy\") (flush) (Thread/sleep 600000))\n");
			client.readUntil("busy\n");
			this.repl.lifecycle().close(TestPrincipal.ADMIN);
			client.readToEnd();
		}
	}

	@Test
	void closingEndsWhatAnIdleSessionWrote() {
		open();
		try (ReplClient client = begin(1)) {
			this.repl.lifecycle().close(TestPrincipal.ADMIN);
			client.readToEnd();
		}
	}

	@Test
	void whoEndsTheSessionGoesOn() {
		open();
		try (ReplClient client = begin(1); ReplClient other = this.repl.login()) {
			String id = this.repl.lifecycle().status().sessions().iterator().next().id();
			this.repl.lifecycle().sessions().end(TestPrincipal.ADMIN, id);
			assertThat(other.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void othersGoOnWhileAnIdleSessionEnds() {
		open("repl.limits.idle=3s");
		try (ReplClient client = begin(1)) {
			client.readUntil("(repl.limits.idle)");
			try (ReplClient other = this.repl.login()) {
				assertThat(other.eval("(+ 1 2)")).isEqualTo("3");
			}
		}
	}

	@Test
	void othersGoOnWhileATransactionEnds() throws InterruptedException {
		open("repl.limits.transaction=1s");
		try (ReplClient client = begin(1); ReplClient other = begin(2)) {
			assertThat(this.dataSource.rollbacks.tryAcquire(2, 1, TimeUnit.MINUTES)).isTrue();
		}
	}

	private void open(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("test.url=" + this.url);
		this.repl = TestRepl.closedWith(
				new Class<?>[] { Hanging.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				all.toArray(String[]::new));
		this.dataSource = this.repl.context().getBean(Hanging.class).hanging;
		this.repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
	}

	private ReplClient begin(int id) {
		ReplClient client = this.repl.login();
		client.eval("(begin!)");
		client.eval("(sql \"update purchase set total = 99.5 where id = " + id + "\")");
		return client;
	}

	@Configuration(proxyBeanMethods = false)
	static class Hanging extends TestDatabase {

		private HangingDataSource hanging;

		@Bean
		@Override
		DataSource dataSource(Environment environment) {
			this.hanging = new HangingDataSource(super.dataSource(environment));
			return this.hanging;
		}

	}

	/**
	 * A data source whose connections roll back when they are aborted, not before.
	 */
	static class HangingDataSource extends DelegatingDataSource {

		private final Set<String> byGivingBack = ConcurrentHashMap.newKeySet();

		private final Semaphore rollbacks = new Semaphore(0);

		private final CountDownLatch aborted = new CountDownLatch(1);

		HangingDataSource(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection target = super.getConnection();
			return (Connection) Proxy.newProxyInstance(HangingRollbackTests.class.getClassLoader(),
					new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
						String name = method.getName();
						if (Thread.currentThread().getName().startsWith("repl-give-back")) {
							if (!name.equals("isClosed")) {
								this.byGivingBack.add(name);
							}
						}
						else if (name.equals("rollback")) {
							this.rollbacks.release();
							this.aborted.await(1, TimeUnit.MINUTES);
						}
						if (name.equals("abort")) {
							this.aborted.countDown();
						}
						try {
							return method.invoke(target, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getTargetException();
						}
					});
		}

	}

}
