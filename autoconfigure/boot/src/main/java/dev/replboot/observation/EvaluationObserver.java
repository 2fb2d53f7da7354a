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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import dev.replboot.eval.EvaluationIntent;
import dev.replboot.eval.EvaluationListener;
import dev.replboot.eval.EvaluationOutcome;

/**
 * Observes evaluations.
 */
public final class EvaluationObserver implements EvaluationListener {

	private static final EvaluationObservationConvention CONVENTION = new EvaluationObservationConvention();

	private final ObservationRegistry registry;

	private final Map<Long, Running> running = new ConcurrentHashMap<>();

	/**
	 * Create the listener.
	 * @param registry where observations go
	 */
	public EvaluationObserver(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void intended(EvaluationIntent intent) {
		// the second time for a form of which the reader has run a part already
		this.running.computeIfAbsent(intent.id(), (id) -> start(intent));
	}

	@SuppressWarnings("resource")
	private Running start(EvaluationIntent intent) {
		EvaluationObservationContext context = new EvaluationObservationContext(intent);
		Observation observation = ReplObservationDocumentation.EVALUATION.observation(null, CONVENTION, () -> context,
				this.registry);
		observation.start();
		return new Running(context, observation, observation.openScope());
	}

	@Override
	public void completed(EvaluationIntent intent, EvaluationOutcome outcome) {
		Running observed = this.running.remove(intent.id());
		if (observed != null) {
			observed.context.outcome(outcome);
			if (outcome.status() != EvaluationOutcome.Status.SUCCESS) {
				observed.observation.error(new EvaluationFailedException(outcome));
			}
			observed.scope.close();
			observed.observation.stop();
		}
	}

	private record Running(EvaluationObservationContext context, Observation observation, Observation.Scope scope) {

	}

}
