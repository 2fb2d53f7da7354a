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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.runtime.EvaluationScope;

/**
 * A statement while it is executed. Told to stop, it cancels the statement again and
 * again until it is over: what comes before the driver has begun is lost.
 */
final class StatementExecution implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(StatementExecution.class);

	private static final long AGAIN_MILLIS = 50;

	private final Statement statement;

	private final CountDownLatch over = new CountDownLatch(1);

	private final EvaluationScope.Registration registration;

	StatementExecution(Statement statement, EvaluationScope scope) {
		this.statement = statement;
		this.registration = scope.onStop(this::cancelUntilOver);
	}

	private void cancelUntilOver() {
		try {
			do {
				this.statement.cancel();
				EmbeddedH2.cancel(this.statement);
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

	@Override
	public void close() {
		this.over.countDown();
		this.registration.close();
	}

}
