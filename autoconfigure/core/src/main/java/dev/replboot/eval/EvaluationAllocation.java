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

import dev.replboot.runtime.AllocationLimit;
import dev.replboot.runtime.StopCause;

/**
 * What an evaluation may still allocate within the limits in force.
 */
final class EvaluationAllocation implements AllocationLimit {

	private final RunningEvaluation evaluation;

	EvaluationAllocation(RunningEvaluation evaluation) {
		this.evaluation = evaluation;
	}

	@Override
	public long left() {
		return this.evaluation.limits().leftToAllocate();
	}

	@Override
	public void tooLarge(long bytes) {
		this.evaluation.stop(this.evaluation.limits().tooLarge(bytes));
	}

	@Override
	public void outOfMemory() {
		this.evaluation.stop(new StopCause(StopCause.Kind.ALLOCATION,
				"The JVM had no memory left for it (OutOfMemoryError). Take less data at a time."));
	}

}
