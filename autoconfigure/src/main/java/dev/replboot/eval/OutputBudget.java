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

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationStoppedError;
import dev.replboot.runtime.StopCause;

/**
 * How much a session may still print, on whichever stream. What comes between
 * evaluations, from a thread that was left running, uses up what the last one left.
 */
final class OutputBudget {

	private final long limit;

	private long written;

	private @Nullable Consumer<StopCause> exceeded;

	OutputBudget(long limit) {
		this.limit = limit;
	}

	synchronized void begin(Consumer<StopCause> exceeded) {
		this.written = 0;
		this.exceeded = exceeded;
	}

	synchronized long written() {
		return this.written;
	}

	synchronized void spend(int length) {
		this.written += length;
		if (this.written > this.limit) {
			this.written = this.limit + 1;
			if (this.exceeded != null) {
				this.exceeded.accept(new StopCause(StopCause.Kind.OUTPUT, "It printed more than " + this.limit
						+ " characters (repl.limits.output). Raise the property, or print less."));
			}
			throw new EvaluationStoppedError("The output limit was passed (repl.limits.output).");
		}
	}

}
