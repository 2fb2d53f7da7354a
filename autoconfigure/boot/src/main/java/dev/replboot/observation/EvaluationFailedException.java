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

import dev.replboot.eval.EvaluationOutcome;
import dev.replboot.runtime.StepResult.Thrown;

/**
 * Stands for what an evaluation failed with, in its observation. One type for all,
 * because the type becomes the tag {@code error} of the timer, and without the message
 * that was thrown, which may hold the application's data.
 */
public final class EvaluationFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	EvaluationFailedException(EvaluationOutcome outcome) {
		super(message(outcome), null, false, false);
	}

	private static String message(EvaluationOutcome outcome) {
		Thrown thrown = outcome.error();
		String status = outcome.status().label();
		return (thrown != null && outcome.status() == EvaluationOutcome.Status.ERROR)
				? status + ": " + thrown.rootType() : status;
	}

}
