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

/**
 * Told of every evaluation, whatever the protocol. Called on the evaluating thread, so
 * what it takes is added to the round trip.
 *
 * @since 0.1.0
 */
public interface EvaluationListener {

	/**
	 * Nothing of the form has run yet. Called once for the form and once before for each
	 * piece of it that the reader itself runs.
	 * @param intent what is about to be evaluated
	 * @throws EvaluationRefusedException to prevent it
	 */
	default void intended(EvaluationIntent intent) {
	}

	/**
	 * The evaluation is over, or the text was not a form. Called for every id that
	 * {@link #intended} was called with, unless that refused.
	 * @param intent what was evaluated
	 * @param outcome how it ended
	 */
	default void completed(EvaluationIntent intent, EvaluationOutcome outcome) {
	}

	/**
	 * An evaluation was told to stop and goes on regardless.
	 * @param intent what is being evaluated
	 * @param stack where its main thread is now
	 */
	default void stuck(EvaluationIntent intent, StackTraceElement[] stack) {
	}

}
