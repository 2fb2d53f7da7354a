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

package dev.replboot.eval;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * An evaluation as it is shown to somebody who looks at a session.
 *
 * @param id the evaluation's number
 * @param form the form's text, cut
 * @param namespace the namespace it was evaluated in
 * @param at when it began
 * @param duration how long it took or has been running
 * @param outcome how it ended, or {@code null} while it runs
 * @param error what was thrown, or {@code null}
 * @param stuck whether it was told to stop and goes on regardless
 */
@Internal
public record EvaluationSummary(long id, String form, String namespace, Instant at, Duration duration,
		@Nullable String outcome, @Nullable String error, boolean stuck) {

	private static final int FORM_LENGTH = 500;

	static EvaluationSummary of(EvaluationIntent intent, EvaluationOutcome outcome) {
		String error = (outcome.error() != null) ? outcome.error().rootType() + ": " + cut(outcome.error().summary())
				: null;
		return new EvaluationSummary(intent.id(), cut(intent.form()), intent.namespace(), intent.at(),
				outcome.duration(), outcome.status().label(), error, false);
	}

	static EvaluationSummary running(EvaluationIntent intent, Duration duration, boolean stuck) {
		return new EvaluationSummary(intent.id(), cut(intent.form()), intent.namespace(), intent.at(), duration, null,
				null, stuck);
	}

	private static String cut(String text) {
		return (text.length() <= FORM_LENGTH) ? text : text.substring(0, FORM_LENGTH) + "…";
	}

}
