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

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.runtime.StepResult;
import dev.replboot.runtime.StopCause;

/**
 * The evaluation of a text that came as a whole, form by form.
 */
@Internal
@FunctionalInterface
public interface EvaluationSteps {

	/**
	 * Read, evaluate and print the next form. Never throws because of the form.
	 * @return how the step ended
	 */
	Step step();

	/**
	 * What became of a form.
	 *
	 * @param result how the step ended; its kind is {@code EXIT} at the end of the text
	 * @param stop why it was stopped, or {@code null}
	 * @param form its text, or {@code null} if none was read
	 * @param nanos how long it took, in nanoseconds
	 */
	record Step(StepResult result, @Nullable StopCause stop, @Nullable String form, long nanos) {

	}

}
