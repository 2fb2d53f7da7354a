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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Failures of the application's requests and tasks, of which each patch in force is asked
 * whether its results are to blame. Nothing is observed before the first patch.
 */
public final class CallerFailures {

	private final Consumer<CallerFailures> observing;

	private final AtomicBoolean observed = new AtomicBoolean();

	private final List<Patched> suspects = new CopyOnWriteArrayList<>();

	/**
	 * Create it.
	 * @param observing called once, before the first patch, to have the application's
	 * failures reported here
	 */
	public CallerFailures(Consumer<CallerFailures> observing) {
		this.observing = observing;
	}

	void add(Patched patched) {
		if (this.observed.compareAndSet(false, true)) {
			this.observing.accept(this);
		}
		this.suspects.add(patched);
	}

	void remove(Patched patched) {
		this.suspects.remove(patched);
	}

	/**
	 * Whether a failure is of interest.
	 * @return whether anything is patched
	 */
	public boolean isAwaited() {
		return !this.suspects.isEmpty();
	}

	/**
	 * A request or task of the application has failed.
	 * @param failure the exception, whether the application has handled it or not
	 * @param operation when and where the request or task began
	 */
	public void failed(Throwable failure, Operation operation) {
		for (Patched each : this.suspects) {
			each.callerFailed(failure, operation);
		}
	}

	/**
	 * A request or task of the application.
	 *
	 * @param since when it began, as {@link System#nanoTime()} has it
	 * @param thread the id of the thread that it began on, or -1 if threads take turns at
	 * several operations
	 */
	public record Operation(long since, long thread) {

		/**
		 * Begin an operation on the calling thread.
		 * @return the operation
		 */
		public static Operation begin() {
			return new Operation(System.nanoTime(), Thread.currentThread().getId());
		}

		/**
		 * Begin an operation that doesn't keep its thread, as in reactive servers.
		 * @return the operation
		 */
		public static Operation anywhere() {
			return new Operation(System.nanoTime(), -1);
		}

		boolean isHere() {
			return this.thread == Thread.currentThread().getId();
		}

	}

}
