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

import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;

import org.jspecify.annotations.Nullable;

/**
 * A task that an executor runs as work of the evaluation that handed it over. Whoever
 * asks an executor for its tasks wants to see those that it was given.
 */
public final class CarriedRunnable implements Runnable {

	private final TrackedScope scope;

	private final LentTask<Runnable> lent;

	private final Runnable ran;

	CarriedRunnable(TrackedScope scope, Runnable task) {
		this.scope = scope;
		this.lent = scope.runtime().lend(task);
		this.ran = scope.expects();
	}

	@Override
	public void run() {
		try {
			Runnable task = this.lent.task();
			if (task != null) {
				ScopePropagation.runQuietly(this.scope, task);
			}
		}
		finally {
			this.ran.run();
		}
	}

	/**
	 * The executor has given it up: it never runs.
	 * @return the task that was handed over
	 */
	public Runnable giveUp() {
		this.ran.run();
		Runnable task = this.lent.task();
		return (task != null) ? task : this;
	}

	/**
	 * Take a task out of an executor's queue.
	 * @param executor the executor
	 * @param task the task as it was handed over
	 * @return whether it was there
	 */
	public static boolean remove(ThreadPoolExecutor executor, Runnable task) {
		Kept kept = new Kept(task);
		boolean removed = executor.remove(kept);
		if (kept.found != null) {
			kept.found.giveUp();
		}
		return removed;
	}

	/**
	 * Take those out of an executor's queue that were cancelled.
	 * @param executor the executor
	 */
	public static void purge(ThreadPoolExecutor executor) {
		executor.purge();
		executor.getQueue()
			.removeIf((task) -> task instanceof CarriedRunnable carried
					&& carried.lent.task() instanceof Future<?> future && future.isCancelled());
	}

	@Override
	public String toString() {
		Runnable task = this.lent.task();
		return (task != null) ? task.toString() : "a task of a closed REPL";
	}

	/**
	 * Equals what an executor keeps for a task. A queue asks it, and not the elements.
	 */
	private static final class Kept implements Runnable {

		private final Runnable task;

		private @Nullable CarriedRunnable found;

		Kept(Runnable task) {
			this.task = task;
		}

		@Override
		public void run() {
			this.task.run();
		}

		@Override
		public boolean equals(@Nullable Object other) {
			if (other instanceof CarriedRunnable carried && carried.lent.task() == this.task) {
				this.found = carried;
				return true;
			}
			return this.task.equals(other);
		}

		@Override
		public int hashCode() {
			return this.task.hashCode();
		}

	}

}
