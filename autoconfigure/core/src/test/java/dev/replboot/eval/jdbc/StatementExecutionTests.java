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

package dev.replboot.eval.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import dev.replboot.runtime.EvaluationScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link StatementExecution}: what cancels a statement of H2 in this process
 * doesn't meet the next statement of the same connection.
 */
class StatementExecutionTests {

	private static final String URL = "jdbc:h2:mem:";

	private static final int ROUNDS = 300;

	@Test
	void cancellationThatNoStatementHasMetIsForgotten() throws Exception {
		try (Connection connection = DriverManager.getConnection(URL);
				Statement statement = connection.createStatement()) {
			Stop stop = new Stop();
			try (StatementExecution execution = new StatementExecution(stop.told(statement), stop::register)) {
				stop.begin();
				stop.awaitCancelled();
			}
			stop.awaitEnd();
			assertThat(isUsable(connection)).isTrue();
		}
	}

	@Test
	void stopThatComesAfterTheStatementCancelsNothing() throws Exception {
		try (Connection connection = DriverManager.getConnection(URL);
				Statement statement = connection.createStatement()) {
			Stop stop = new Stop();
			try (StatementExecution execution = new StatementExecution(statement, stop::register)) {
				statement.execute("select 1");
			}
			stop.begin();
			stop.awaitEnd();
			assertThat(isUsable(connection)).isTrue();
		}
	}

	@Test
	void statementTimeoutOfTheSessionStays() throws Exception {
		try (Connection connection = DriverManager.getConnection(URL);
				Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(77);
			Stop stop = new Stop();
			try (StatementExecution execution = new StatementExecution(stop.told(statement), stop::register)) {
				stop.begin();
				stop.awaitCancelled();
			}
			stop.awaitEnd();
			assertThat(statement.getQueryTimeout()).isEqualTo(77);
			assertThat(isUsable(connection)).isTrue();
		}
	}

	@Test
	void connectionIsUsableAfterAStopAtAnyMoment() throws Exception {
		Random random = new Random(17);
		try (Connection connection = DriverManager.getConnection(URL);
				Statement statement = connection.createStatement()) {
			for (int i = 0; i < ROUNDS; i++) {
				Stop stop = new Stop();
				stop.beginAfter(random.nextInt(400_000));
				try (StatementExecution execution = new StatementExecution(statement, stop::register)) {
					statement.execute(
							"select count(*) from system_range(1, " + (1 + random.nextInt(4000)) + ") where x % 3 = 1");
				}
				catch (SQLException ex) {
					assertThat(ex.getErrorCode()).isEqualTo(57014);
				}
				stop.awaitEnd();
				assertThat(isUsable(connection)).as("after round " + i).isTrue();
			}
		}
	}

	private static boolean isUsable(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("select count(*) from system_range(1, 1000) where x % 3 = 1")) {
			return rows.next();
		}
	}

	/**
	 * Stops an evaluation on another thread.
	 */
	private static final class Stop {

		private final Thread thread = new Thread(this::run);

		private volatile Runnable action = () -> {
		};

		private final CountDownLatch cancelled = new CountDownLatch(1);

		private long after;

		private EvaluationScope.Registration register(Runnable action) {
			this.action = action;
			return () -> {
			};
		}

		private void run() {
			LockSupport.parkNanos(this.after);
			this.action.run();
		}

		private void begin() {
			this.thread.start();
		}

		private void beginAfter(long nanos) {
			this.after = nanos;
			begin();
		}

		// The driver's own cancellation comes first, and the session's is awaited by
		// close.
		private Statement told(Statement statement) {
			return (Statement) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Statement.class },
					(proxy, method, arguments) -> {
						if (method.getName().equals("cancel")) {
							this.cancelled.countDown();
						}
						return method.invoke(statement, arguments);
					});
		}

		private void awaitCancelled() throws InterruptedException {
			assertThat(this.cancelled.await(60, TimeUnit.SECONDS)).isTrue();
		}

		private void awaitEnd() throws InterruptedException {
			this.thread.join();
		}

	}

}
