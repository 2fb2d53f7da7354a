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

package dev.replboot.runtime.stop;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what one evaluation has handed to other threads.
 */
final class HandedOver {

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger expected = new AtomicInteger();

	/**
	 * Work has been handed to a pool that takes it up at once, if not at this moment:
	 * until it is over, neither is the evaluation.
	 */
	void begins() {
		this.begun.incrementAndGet();
	}

	void isOver() {
		this.begun.decrementAndGet();
	}

	boolean isAny() {
		return this.begun.get() > 0;
	}

	/**
	 * Work has been handed to an executor that may never run it.
	 * @param some run when something is expected
	 * @param none run when nothing is expected any more
	 * @return to be run when the work has run for the first time
	 */
	Runnable expects(Runnable some, Runnable none) {
		this.expected.incrementAndGet();
		some.run();
		AtomicBoolean ran = new AtomicBoolean();
		return () -> {
			if (ran.compareAndSet(false, true) && this.expected.updateAndGet(HandedOver::less) == 0) {
				none.run();
				// another thread may have handed something over meanwhile
				if (this.expected.get() > 0) {
					some.run();
				}
			}
		};
	}

	// what is run after it was forgotten isn't counted again
	private static int less(int expected) {
		return Math.max(0, expected - 1);
	}

	void expectNothing() {
		this.expected.set(0);
	}

	int all() {
		return this.begun.get() + this.expected.get();
	}

}
