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

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Runs each task as work of the evaluation that handed it over.
 */
final class CarryingExecutor extends AbstractExecutorService {

	private final ExecutorService workers;

	CarryingExecutor(ExecutorService workers) {
		this.workers = workers;
	}

	@Override
	protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Callable<T> task) {
		TrackedScope scope = ScopePropagation.scopeFor(task);
		return (scope != null) ? CarriedTask.of(scope, task) : super.newTaskFor(task);
	}

	@Override
	protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable task, T result) {
		return newTaskFor(Executors.callable(task, result));
	}

	@Override
	public void execute(Runnable task) {
		if (task instanceof CarriedTask<?> carried) {
			ScopePropagation.execute(this.workers, carried);
		}
		else {
			ScopePropagation.execute(this.workers, task);
		}
	}

	@Override
	public void shutdown() {
		this.workers.shutdown();
	}

	@Override
	public List<Runnable> shutdownNow() {
		return this.workers.shutdownNow();
	}

	@Override
	public boolean isShutdown() {
		return this.workers.isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.workers.isTerminated();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.workers.awaitTermination(timeout, unit);
	}

}
