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

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * A task with a result, which runs as work of the evaluation that handed it over. That
 * work is over before anybody can get the result: whoever has waited for it finds nothing
 * of it running.
 *
 * @param <T> the result's type
 */
final class CarriedTask<T extends @Nullable Object> extends FutureTask<T> {

	private final Work<T> work;

	private CarriedTask(Work<T> work) {
		super(work);
		this.work = work;
	}

	/**
	 * Create a task.
	 * @param <T> the result's type
	 * @param scope the evaluation
	 * @param task what to run
	 * @return the task, which belongs to the evaluation from now on
	 */
	static <T extends @Nullable Object> CarriedTask<T> of(TrackedScope scope, Callable<T> task) {
		return new CarriedTask<>(new Work<>(scope, task));
	}

	@Override
	public void run() {
		try {
			super.run();
		}
		finally {
			// it doesn't begin if it was cancelled before
			this.work.isOver();
		}
	}

	/**
	 * No executor takes it up.
	 */
	void isRejected() {
		this.work.isOver();
	}

	/**
	 * What the task does.
	 *
	 * @param <T> the result's type
	 */
	private static final class Work<T extends @Nullable Object> implements Callable<T> {

		private final TrackedScope scope;

		private final Callable<T> task;

		private final AtomicBoolean over = new AtomicBoolean();

		Work(TrackedScope scope, Callable<T> task) {
			this.scope = scope;
			this.task = task;
			scope.handsOver();
		}

		@Override
		public T call() throws Exception {
			try {
				return this.scope.within(this.task);
			}
			finally {
				isOver();
			}
		}

		void isOver() {
			if (this.over.compareAndSet(false, true)) {
				this.scope.handedOverIsOver();
			}
		}

	}

}
