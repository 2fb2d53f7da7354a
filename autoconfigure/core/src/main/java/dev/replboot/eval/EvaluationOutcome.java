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
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.StepResult.Thrown;
import dev.replboot.runtime.StopCause;

/**
 * How an evaluation ended.
 *
 * @param status how it ended
 * @param namespace the namespace that the session is in afterwards
 * @param duration how long it took, not counting the time it waited for the client's
 * input
 * @param output characters printed
 * @param error what was thrown, or {@code null}
 * @param stop why it was stopped, or {@code null}
 * @param details what it came to and cost
 * @since 0.1.0
 */
public record EvaluationOutcome(Status status, String namespace, Duration duration, long output, @Nullable Thrown error,
		@Nullable StopCause stop, EvaluationDetails details) {

	// for those who were told of an evaluation that another listener then refused
	static EvaluationOutcome refused(EvaluationIntent intent, Throwable refusal) {
		String type = refusal.getClass().getName();
		Thrown thrown = new Thrown(type, type, "execution", String.valueOf(refusal.getMessage()));
		return new EvaluationOutcome(Status.ERROR, intent.namespace(), Duration.ZERO, 0, thrown, null,
				EvaluationDetails.NONE);
	}

	/**
	 * The ways to end.
	 */
	public enum Status {

		/**
		 * A value was printed.
		 */
		SUCCESS,

		/**
		 * The form couldn't be read, threw, or its value couldn't be printed.
		 */
		ERROR,

		/**
		 * Somebody stopped it.
		 */
		INTERRUPTED,

		/**
		 * It passed the time limit.
		 */
		TIME,

		/**
		 * It passed the allocation limit.
		 */
		ALLOCATION,

		/**
		 * It passed the output limit.
		 */
		OUTPUT;

		/**
		 * The name in metrics and record.
		 * @return the name in lower case
		 */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

		static Status of(StopCause.Kind kind) {
			return valueOf(kind.name());
		}

	}

}
