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

package dev.replboot.runtime.hook;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.stop.Scopes;

/**
 * Has a resource closed if the evaluation is stopped while it waits for it.
 */
final class AutoClosing implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(AutoClosing.class);

	static final AutoClosing NOTHING = new AutoClosing(null);

	private final EvaluationScope.@Nullable Registration registration;

	private AutoClosing(EvaluationScope.@Nullable Registration registration) {
		this.registration = registration;
	}

	static AutoClosing whileWaitingFor(Object resource) {
		return onStop(() -> Scopes.closeNow(resource));
	}

	static AutoClosing cancelling(Statement statement) {
		if (statement instanceof SelfCancelling) {
			return NOTHING;
		}
		AtomicBoolean over = new AtomicBoolean();
		// An action that has begun when the statement is over would cancel the next one.
		AutoClosing closing = onStop(() -> {
			if (!over.get()) {
				cancel(statement);
			}
		});
		return (closing.registration != null) ? new AutoClosing(() -> {
			over.set(true);
			closing.close();
		}) : closing;
	}

	private static AutoClosing onStop(Runnable action) {
		EvaluationScope scope = Scopes.current();
		return (scope != null) ? new AutoClosing(scope.onStop(action)) : NOTHING;
	}

	private static void cancel(Statement statement) {
		try {
			statement.cancel();
		}
		catch (SQLException ex) {
			logger.debug("A statement could not be cancelled", ex);
		}
	}

	@Override
	public void close() {
		if (this.registration != null) {
			this.registration.close();
		}
	}

}
