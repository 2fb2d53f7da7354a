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

import java.lang.ref.WeakReference;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;

import dev.replboot.runtime.ScheduledWork;

/**
 * Task of a scheduled executor.
 */
final class ScheduledFutureWork implements ScheduledWork {

	private final WeakReference<Object> executor;

	private final String name;

	private final Future<?> future;

	ScheduledFutureWork(Object executor, Future<?> future) {
		this.executor = new WeakReference<>(executor);
		this.name = "a task of a " + executor.getClass().getSimpleName();
		this.future = future;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isOver() {
		// what shutdownNow has taken out stays as it was
		return this.future.isDone()
				|| (this.executor.get() instanceof ExecutorService service && service.isTerminated());
	}

	@Override
	public boolean isOverWithin(long millis) {
		boolean periodic = !(this.future instanceof RunnableScheduledFuture<?> task) || task.isPeriodic();
		return !periodic && this.future instanceof Delayed delayed && delayed.getDelay(TimeUnit.MILLISECONDS) <= millis;
	}

	@Override
	public boolean isCarried() {
		return true;
	}

	@Override
	public boolean cancel() {
		return this.future.cancel(false);
	}

	@Override
	public boolean isCounted() {
		return this.future instanceof RunnableScheduledFuture<?> task && !task.isPeriodic();
	}

}
