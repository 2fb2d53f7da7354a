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

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.runtime.EvaluationScope;

/**
 * A statement while it is executed. Told to stop, it cancels the statement again and
 * again until it is over: what comes before the driver has begun is lost. When it is
 * over, no cancellation is under way any more, because the next one to use the connection
 * would meet it. If the database doesn't answer a cancellation, the connection is closed.
 */
final class StatementExecution implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(StatementExecution.class);

	private static final long AGAIN_MILLIS = 50;

	// a driver may connect to cancel, and the database may not answer
	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final Statement statement;

	private final ReentrantLock cancelling = new ReentrantLock();

	// guarded by the lock
	private boolean cancelled;

	private final CountDownLatch over = new CountDownLatch(1);

	private final EvaluationScope.Registration registration;

	/**
	 * The statement is about to be executed.
	 * @param statement the statement
	 * @param onStop registers what to do when the evaluation is stopped
	 */
	StatementExecution(Statement statement, Function<Runnable, EvaluationScope.Registration> onStop) {
		this.statement = statement;
		this.registration = onStop.apply(this::cancelUntilOver);
	}

	private void cancelUntilOver() {
		try {
			do {
				cancelUnlessOver();
			}
			while (!this.over.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
		}
		catch (SQLException ex) {
			logger.warn("A statement of an evaluation that is being stopped could not be cancelled: " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void cancelUnlessOver() throws SQLException {
		this.cancelling.lock();
		try {
			if (this.over.getCount() > 0) {
				this.cancelled = true;
				this.statement.cancel();
				EmbeddedH2.cancel(this.statement);
			}
		}
		finally {
			this.cancelling.unlock();
		}
	}

	@Override
	public void close() {
		this.over.countDown();
		this.registration.close();
		if (isQuiet()) {
			try {
				if (this.cancelled) {
					EmbeddedH2.forgetCancel(this.statement);
				}
			}
			catch (SQLException ex) {
				logger.debug("Whether a cancelled connection can be used again isn't known", ex);
			}
			finally {
				this.cancelling.unlock();
			}
		}
		else {
			giveUp();
		}
	}

	// Nobody may get a connection that a cancellation can still hit.
	private void giveUp() {
		logger.warn("The database didn't answer the cancellation of a statement within "
				+ TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " s. The connection is closed.");
		try {
			this.statement.getConnection().abort(Runnable::run);
		}
		catch (SQLException ex) {
			logger.warn("The connection of the cancelled statement could not be closed: " + ex);
		}
	}

	// An evaluation that is stopped is interrupted again and again.
	private boolean isQuiet() {
		boolean interrupted = false;
		long deadline = System.nanoTime() + PATIENCE_NANOS;
		try {
			while (true) {
				try {
					return this.cancelling.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
