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

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.EvaluationOutcome.Status;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StopCause;
import dev.replboot.text.VisibleText;

/**
 * How an evaluation ended, for those who asked for it and for those who record it.
 *
 * @param evaluation the evaluation
 * @param result the result of its step
 * @param cause why it was stopped, or {@code null}
 */
record EvaluationEnd(RunningEvaluation evaluation, StepResult result, @Nullable StopCause cause) {

	EvaluationSteps.Step step() {
		EvaluationIntent intent = this.evaluation.intent();
		return new EvaluationSteps.Step(this.result, (this.cause != null) ? told(this.evaluation, this.cause) : null,
				(intent != null) ? intent.form() : null, this.evaluation.clock().elapsedNanos());
	}

	EvaluationOutcome outcome(long written) {
		Status status = (this.cause != null) ? Status.of(this.cause.kind())
				: (this.result.kind() == StepResult.Kind.ERROR) ? Status.ERROR : Status.SUCCESS;
		return new EvaluationOutcome(status, this.result.namespace(),
				Duration.ofNanos(this.evaluation.clock().elapsedNanos()), written, this.result.error(), this.cause,
				this.evaluation.details());
	}

	// what became of a transaction that was stopped is what the client has to know next
	static StopCause told(RunningEvaluation evaluation, StopCause cause) {
		String transaction = evaluation.transaction();
		// somebody else's name, or an error of the database with rows in it
		return new StopCause(cause.kind(),
				VisibleText.lines((transaction != null) ? cause.sentence() + " " + transaction : cause.sentence()));
	}

}
