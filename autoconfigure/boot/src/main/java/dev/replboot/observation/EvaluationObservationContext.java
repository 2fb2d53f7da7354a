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

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationIntent;
import dev.replboot.eval.EvaluationOutcome;

/**
 * What is known about an evaluation that is observed.
 */
public final class EvaluationObservationContext extends Observation.Context {

	private final EvaluationIntent intent;

	private @Nullable EvaluationOutcome outcome;

	/**
	 * Create the context.
	 * @param intent what is evaluated
	 */
	public EvaluationObservationContext(EvaluationIntent intent) {
		this.intent = intent;
	}

	/**
	 * What is evaluated.
	 * @return the intent
	 */
	public EvaluationIntent intent() {
		return this.intent;
	}

	/**
	 * How it ended.
	 * @return the outcome, or {@code null} while it runs
	 */
	public @Nullable EvaluationOutcome outcome() {
		return this.outcome;
	}

	void outcome(EvaluationOutcome outcome) {
		this.outcome = outcome;
	}

}
