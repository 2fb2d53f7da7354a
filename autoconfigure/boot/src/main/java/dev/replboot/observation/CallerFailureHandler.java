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

package dev.replboot.observation;

import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.kit.patch.CallerFailures;
import dev.replboot.kit.patch.CallerFailures.Operation;

/**
 * Observation handler that reports the failures of requests and scheduled tasks to the
 * patches in force. It takes no part in observations that begin while nothing is patched.
 */
public final class CallerFailureHandler implements ObservationHandler<Observation.Context> {

	private static final Log logger = LogFactory.getLog(CallerFailureHandler.class);

	private static final String OWN = "dev.replboot.";

	private static final String REACTIVE = "org.springframework.http.server.reactive.";

	private final CallerFailures failures;

	private final Function<Observation.Context, @Nullable Throwable> handled;

	/**
	 * Create the handler.
	 * @param failures where failures are reported
	 * @param handled finds the exception that the application has handled itself, which
	 * the observation doesn't have, or gives {@code null}
	 */
	public CallerFailureHandler(CallerFailures failures, Function<Observation.Context, @Nullable Throwable> handled) {
		this.failures = failures;
		this.handled = handled;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.failures.isAwaited() && !isOwn(context);
	}

	// A part of a request fails with it, unless the application expects that.
	@Override
	public void onStart(Observation.Context context) {
		ObservationView parent = context.getParentObservation();
		if (parent == null || isOwn(parent.getContextView())) {
			boolean reactive = context.getClass().getName().startsWith(REACTIVE);
			context.put(Operation.class, reactive ? Operation.anywhere() : Operation.begin());
		}
	}

	private static boolean isOwn(Observation.ContextView context) {
		return context.getClass().getName().startsWith(OWN);
	}

	@Override
	public void onStop(Observation.Context context) {
		Operation operation = context.get(Operation.class);
		if (operation == null || !this.failures.isAwaited()) {
			return;
		}
		try {
			Throwable error = context.getError();
			Throwable failure = (error != null) ? error : this.handled.apply(context);
			if (failure != null) {
				this.failures.failed(failure, operation);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// The application's request goes on.
			logger.debug("Could not look for the cause of a failure", ex);
		}
	}

}
