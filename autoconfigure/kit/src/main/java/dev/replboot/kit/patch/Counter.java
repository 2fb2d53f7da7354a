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

package dev.replboot.kit.patch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.StandIn;
import dev.replboot.text.VisibleText;

/**
 * Counts what becomes of a patch's calls and gives it up when too many fail.
 */
final class Counter {

	private static final int MOST_TEXT = 500;

	private final Brake brake;

	private final LongAdder calls = new LongAdder();

	private final AtomicInteger errors = new AtomicInteger();

	private volatile boolean givenUp;

	private volatile @Nullable String lastError;

	Counter(Brake brake) {
		this.brake = brake;
	}

	/**
	 * Begin a call.
	 * @return whether the patch is still in force
	 */
	boolean begin() {
		if (this.givenUp) {
			return false;
		}
		this.calls.increment();
		return true;
	}

	/**
	 * Look whether a call took too long.
	 * @param nanos how long it took
	 */
	void checkTime(long nanos) {
		Duration budget = this.brake.budget();
		if (budget != null && nanos > budget.toNanos()) {
			failed(new PatchRefusedException(
					"It took " + nanos / 1_000_000 + " ms, longer than its budget of " + budget.toMillis() + " ms."));
		}
	}

	/**
	 * Count a call that failed.
	 * @param ex why
	 * @return whether it was one too many
	 */
	boolean failed(Throwable ex) {
		int count = this.errors.incrementAndGet();
		String text = VisibleText.line(String.valueOf(StandIn.of(ex)));
		this.lastError = (text.length() > MOST_TEXT) ? text.substring(0, MOST_TEXT) + "…" : text;
		if (this.brake.maxErrors() < 0 || count <= this.brake.maxErrors()) {
			if (count == 1) {
				this.brake.first().accept(ex);
			}
			return false;
		}
		if (!this.givenUp) {
			this.givenUp = true;
			this.brake.givenUp().accept(ex);
		}
		return true;
	}

	long calls() {
		return this.calls.sum();
	}

	int errors() {
		return this.errors.get();
	}

	/**
	 * Why the last call failed.
	 * @return a line, or {@code null} if none has failed
	 */
	@Nullable String lastError() {
		return this.lastError;
	}

	/**
	 * Says when a patch is given up.
	 *
	 * @param maxErrors how many calls may fail, or -1 for any number
	 * @param budget how long a call may take before it counts as failed, or {@code null}
	 * @param first is given the first failure, unless that is one too many, on the thread
	 * of the caller
	 * @param givenUp told, on the thread of the caller, of the failure that was one too
	 * many
	 */
	record Brake(int maxErrors, @Nullable Duration budget, Consumer<Throwable> first, Consumer<Throwable> givenUp) {

	}

}
