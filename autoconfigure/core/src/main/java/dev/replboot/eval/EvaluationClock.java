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

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Measures an evaluation's time without the time that it waits for the client's input.
 * Written by the evaluating thread, read by the watchdog.
 */
final class EvaluationClock {

	private volatile long startedNanos;

	private volatile long pausedTotal;

	private volatile long pausedSince;

	private volatile long elapsedAtTheEnd;

	private volatile @Nullable LongSupplier leftAtWork;

	void start() {
		this.pausedTotal = 0;
		this.pausedSince = 0;
		this.startedNanos = System.nanoTime();
	}

	void pause() {
		this.pausedSince = System.nanoTime();
	}

	@SuppressWarnings("NonAtomicOperationOnVolatileField")
	void resume() {
		long since = this.pausedSince;
		if (since != 0) {
			this.pausedSince = 0;
			this.pausedTotal += System.nanoTime() - since;
		}
	}

	/**
	 * From now on the time counts in which something works that was left behind.
	 * @param workedNanos how long the evaluation has worked so far
	 */
	void bodyIsOver(LongSupplier workedNanos) {
		long before = workedNanos.getAsLong();
		this.elapsedAtTheEnd = elapsedNanos();
		this.leftAtWork = () -> workedNanos.getAsLong() - before;
	}

	long elapsedNanos() {
		LongSupplier leftAtWork = this.leftAtWork;
		if (leftAtWork != null) {
			return this.elapsedAtTheEnd + leftAtWork.getAsLong();
		}
		long now = System.nanoTime();
		long since = this.pausedSince;
		return now - this.startedNanos - this.pausedTotal - ((since != 0) ? now - since : 0);
	}

}
