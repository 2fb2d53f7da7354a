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

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * Second connection of a dry run, which sees what was there before and changes nothing.
 */
final class Observer implements AutoCloseable {

	/**
	 * How long a dry run waits for it.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(5);

	// Connection pools have these names for their number of connections.
	private static final List<String> SIZES = List.of("maximumPoolSize", "maxTotal", "maxPoolSize", "maxActive");

	private final Connection connection;

	private final boolean automatic;

	private Observer(Connection connection) throws SQLException {
		this.connection = connection;
		this.automatic = connection.getAutoCommit();
		connection.setAutoCommit(false);
	}

	/**
	 * Refuse a pool that can never give two connections.
	 * @param dataSource the pool
	 * @throws IllegalStateException if it is such a pool
	 */
	static void requireTwo(DataSource dataSource) {
		if (dataSource instanceof SingleConnectionDataSource) {
			throw new IllegalStateException(
					"A dry run or fix needs two connections, and this DataSource always returns the same one"
							+ " (SingleConnectionDataSource). Nothing was run.");
		}
		if (dataSource instanceof TransactionAwareDataSourceProxy) {
			throw new IllegalStateException(
					"A dry run or fix needs a second connection, and this DataSource returns the one of the transaction"
							+ " (TransactionAwareDataSourceProxy). Nothing was run. Name the DataSource"
							+ " behind the proxy with :db.");
		}
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
		for (String size : SIZES) {
			if (properties.isReadableProperty(size) && Integer.valueOf(1).equals(properties.getPropertyValue(size))) {
				throw new IllegalStateException("A dry run or fix needs two connections, one of which sees the rows"
						+ " as they were before, and the pool has one (" + size
						+ "). Nothing was run. Allow it at least two.");
			}
		}
	}

	/**
	 * Take a connection.
	 * @param dataSource where
	 * @return the observer
	 * @throws SQLException if there is none
	 * @throws IllegalStateException if there is none in time
	 */
	static Observer connect(DataSource dataSource) throws SQLException {
		Thread waiting = Thread.currentThread();
		AtomicBoolean decided = new AtomicBoolean();
		// a data source may choose by the thread which database it connects to, so this
		// thread asks, and another one watches the time
		Thread watchdog = new Thread(() -> {
			long end = System.nanoTime() + PATIENCE.toNanos();
			// Waiting may return for no reason.
			while (!decided.get() && end - System.nanoTime() > 0) {
				LockSupport.parkNanos(end - System.nanoTime());
			}
			if (decided.compareAndSet(false, true)) {
				waiting.interrupt();
			}
		}, "repl-observer-patience");
		watchdog.setDaemon(true);
		long begin = System.nanoTime();
		watchdog.start();
		try {
			return new Observer(dataSource.getConnection());
		}
		catch (SQLException ex) {
			if (System.nanoTime() - begin < PATIENCE.toNanos()) {
				throw ex;
			}
			throw Worded
				.by(new IllegalStateException("A dry run or fix needs a second connection, which sees the rows as they"
						+ " were before, and the pool provided none within " + PATIENCE.toSeconds()
						+ " s. Nothing was run. Try it again when fewer are in use, or allow the pool more."), ex);
		}
		finally {
			if (!decided.compareAndSet(false, true)) {
				// The stop was ours.
				Thread.interrupted();
			}
			LockSupport.unpark(watchdog);
		}
	}

	Connection connection() {
		return this.connection;
	}

	@Override
	public void close() throws SQLException {
		try (Connection closing = this.connection) {
			if (!closing.isClosed()) {
				closing.rollback();
				closing.setAutoCommit(this.automatic);
			}
		}
	}

}
