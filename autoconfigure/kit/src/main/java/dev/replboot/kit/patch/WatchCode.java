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
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Callbacks;

/**
 * Runs evaluated code of a watch on a thread of the application, within a budget. The
 * thread goes on as if nothing had run there.
 */
final class WatchCode {

	private static final int ROOM = 40;

	private final Duration budget;

	/**
	 * Create it.
	 * @param budget how long the code may take
	 */
	WatchCode(Duration budget) {
		this.budget = budget;
	}

	/**
	 * Run code.
	 * @param function the code
	 * @param call the call
	 * @param then what is done with its value, within the same budget
	 * @return what that gives
	 * @throws WatchFailure if the code throws anything or is stopped
	 */
	@Nullable Object run(Function<WatchedCall, @Nullable Object> function, WatchedCall call,
			Function<@Nullable Object, @Nullable Object> then) throws WatchFailure {
		Outcome outcome = new Outcome();
		boolean interrupted = Thread.currentThread().isInterrupted();
		long begin = System.nanoTime();
		try {
			requireRoom(ROOM);
			// A session that calls the method isn't to be kept either.
			Callbacks.lend(() -> {
				try {
					outcome.value = Callbacks.of(function.getClass())
						.run(() -> then.apply(function.apply(call)), this.budget, "the watch's :budget");
				}
				catch (Throwable ex) {
					outcome.failure = ex;
				}
			});
		}
		catch (Throwable ex) {
			outcome.failure = ex;
		}
		// The code may have taken the application's interrupt.
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		Throwable failure = outcome.failure;
		if (failure != null) {
			throw new WatchFailure(failure);
		}
		long nanos = System.nanoTime() - begin;
		if (nanos > this.budget.toNanos()) {
			throw new WatchFailure(new PatchRefusedException("It took " + nanos / 1_000_000
					+ " ms, longer than the watch's :budget of " + this.budget.toMillis() + " ms."));
		}
		return outcome.value;
	}

	// The stack overflows here, and not where something is half done.
	private static int requireRoom(int frames) {
		long a = frames;
		long b = a + 1;
		long c = b + 1;
		return (frames > 0) ? requireRoom(frames - 1) + (int) (a + b + c) : 0;
	}

	private static final class Outcome {

		private @Nullable Object value;

		private @Nullable Throwable failure;

	}

	/**
	 * The code of a watch has failed.
	 */
	static final class WatchFailure extends Exception {

		private static final long serialVersionUID = 1L;

		WatchFailure(Throwable cause) {
			super(null, cause, false, false);
		}

	}

}
