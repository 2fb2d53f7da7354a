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

package dev.replboot.runtime.hook;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

import org.jspecify.annotations.Nullable;

/**
 * Waits for tasks that end when the evaluation is stopped.
 */
public final class JoinHooks {

	private JoinHooks() {
	}

	@ReplacementFor(CompletableFuture.class)
	public static @Nullable Object join(CompletableFuture<?> future) {
		if (!future.isDone()) {
			Uninterruptible.await(future::get);
		}
		return future.join();
	}

	@ReplacementFor(ForkJoinTask.class)
	public static @Nullable Object join(ForkJoinTask<?> task) {
		await(task);
		return task.join();
	}

	@ReplacementFor(ForkJoinTask.class)
	public static void quietlyJoin(ForkJoinTask<?> task) {
		await(task);
	}

	@ReplacementFor(ForkJoinPool.class)
	public static @Nullable Object invoke(ForkJoinPool pool, ForkJoinTask<?> task) {
		if (ForkJoinTask.getPool() == pool) {
			return pool.invoke(task);
		}
		pool.submit(task);
		await(task);
		return task.join();
	}

	private static void await(ForkJoinTask<?> task) {
		// a worker that waits has to help, which only join does
		if (!task.isDone() && !ForkJoinTask.inForkJoinPool()) {
			Uninterruptible.await(() -> get(task));
		}
	}

	private static void get(ForkJoinTask<?> task) throws InterruptedException, ExecutionException {
		if (!task.isCancelled()) {
			task.get();
		}
	}

}
