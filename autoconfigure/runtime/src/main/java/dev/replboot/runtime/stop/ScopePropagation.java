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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Wraps what is handed to another thread, so that it runs there as work of the evaluation
 * that handed it over. What no evaluation hands over stays as it is.
 */
public final class ScopePropagation {

	private ScopePropagation() {
	}

	/**
	 * Wrap a task.
	 * @param task the task
	 * @return the task within the current evaluation
	 */
	public static Runnable carry(Runnable task) {
		TrackedScope scope = scopeFor(task);
		return (scope != null) ? new CarriedRunnable(scope, task) : task;
	}

	/**
	 * Hand a task to a pool that has a thread for each.
	 * @param workers the pool
	 * @param task the task, which belongs to the current evaluation from now on
	 */
	static void execute(Executor workers, Runnable task) {
		TrackedScope scope = scopeFor(task);
		if (scope == null) {
			workers.execute(task);
			return;
		}
		scope.handsOver();
		boolean accepted = false;
		try {
			workers.execute(() -> {
				try {
					runQuietly(scope, task);
				}
				finally {
					scope.handedOverIsOver();
				}
			});
			accepted = true;
		}
		finally {
			if (!accepted) {
				scope.handedOverIsOver();
			}
		}
	}

	/**
	 * Hand a task that belongs to an evaluation already to a pool that has a thread for
	 * each.
	 * @param workers the pool
	 * @param task the task
	 */
	static void execute(Executor workers, CarriedTask<?> task) {
		boolean accepted = false;
		try {
			workers.execute(task);
			accepted = true;
		}
		finally {
			if (!accepted) {
				task.isRejected();
			}
		}
	}

	/**
	 * Wrap the task of a thread that serves everybody, such as a pool's.
	 * @param task the task
	 * @return the task without the evaluation that happened to create the thread
	 */
	public static Runnable detach(Runnable task) {
		return () -> {
			ThreadScope.current().detach();
			try {
				task.run();
			}
			catch (Throwable ex) {
				RuntimeHome home = RuntimeHome.of(task.getClass().getClassLoader());
				if (home == null || !home.scopes().isClosed()) {
					throw ex;
				}
				// the interrupt that ended it is nothing to fill the application's log
				// with
			}
		};
	}

	// what is thrown because of a stop is nothing to fill the application's log with
	static void runQuietly(TrackedScope scope, Runnable task) {
		try {
			run(scope, () -> {
				task.run();
				return null;
			});
		}
		catch (Throwable ex) {
			if (scope.condemnation() == null && !scope.runtime().isClosed()) {
				throw ex;
			}
		}
	}

	/**
	 * Wrap a task with a result.
	 * @param <T> the result's type
	 * @param task the task
	 * @return the task within the current evaluation
	 */
	public static <T extends @Nullable Object> Callable<T> carryCallable(Callable<T> task) {
		TrackedScope scope = scopeFor(task);
		if (scope == null) {
			return task;
		}
		Runnable ran = scope.expects();
		LentTask<Callable<T>> lent = scope.runtime().lend(task);
		return () -> {
			try {
				return within(scope, lent, Callable::call);
			}
			finally {
				ran.run();
			}
		};
	}

	/**
	 * Wrap several tasks.
	 * @param <T> the results' type
	 * @param tasks the tasks
	 * @return the tasks within the current evaluation
	 */
	public static <T extends @Nullable Object> Collection<Callable<T>> carryAll(
			Collection<? extends Callable<T>> tasks) {
		List<Callable<T>> carried = new ArrayList<>();
		for (Callable<T> task : tasks) {
			carried.add(carryCallable(task));
		}
		return carried;
	}

	/**
	 * Wrap a supplier.
	 * @param <T> the result's type
	 * @param supplier the supplier
	 * @return the supplier within the current evaluation
	 */
	public static <T extends @Nullable Object> Supplier<T> carrySupplier(Supplier<T> supplier) {
		TrackedScope scope = scopeFor(supplier);
		if (scope == null) {
			return supplier;
		}
		Runnable ran = scope.expects();
		LentTask<Supplier<T>> lent = scope.runtime().lend(supplier);
		return () -> run(scope, ran, lent, Supplier::get);
	}

	/**
	 * Wrap a function.
	 * @param <A> the argument's type
	 * @param <T> the result's type
	 * @param function the function
	 * @return the function within the current evaluation
	 */
	public static <A extends @Nullable Object, T extends @Nullable Object> Function<A, T> carryFunction(
			Function<A, T> function) {
		TrackedScope scope = scopeFor(function);
		if (scope == null) {
			return function;
		}
		Runnable ran = scope.expects();
		LentTask<Function<A, T>> lent = scope.runtime().lend(function);
		return (a) -> run(scope, ran, lent, (task) -> task.apply(a));
	}

	/**
	 * Wrap a function of two arguments.
	 * @param <A> the first argument's type
	 * @param <B> the second argument's type
	 * @param <T> the result's type
	 * @param function the function
	 * @return the function within the current evaluation
	 */
	public static <A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object> BiFunction<A, B, T> carryBiFunction(
			BiFunction<A, B, T> function) {
		TrackedScope scope = scopeFor(function);
		if (scope == null) {
			return function;
		}
		Runnable ran = scope.expects();
		LentTask<BiFunction<A, B, T>> lent = scope.runtime().lend(function);
		return (a, b) -> run(scope, ran, lent, (task) -> task.apply(a, b));
	}

	/**
	 * Wrap a consumer.
	 * @param <A> the argument's type
	 * @param consumer the consumer
	 * @return the consumer within the current evaluation
	 */
	public static <A extends @Nullable Object> Consumer<A> carryConsumer(Consumer<A> consumer) {
		TrackedScope scope = scopeFor(consumer);
		if (scope == null) {
			return consumer;
		}
		Runnable ran = scope.expects();
		LentTask<Consumer<A>> lent = scope.runtime().lend(consumer);
		return (a) -> run(scope, ran, lent, (task) -> {
			task.accept(a);
			return true;
		});
	}

	/**
	 * Wrap a consumer of two arguments.
	 * @param <A> the first argument's type
	 * @param <B> the second argument's type
	 * @param consumer the consumer
	 * @return the consumer within the current evaluation
	 */
	public static <A extends @Nullable Object, B extends @Nullable Object> BiConsumer<A, B> carryBiConsumer(
			BiConsumer<A, B> consumer) {
		TrackedScope scope = scopeFor(consumer);
		if (scope == null) {
			return consumer;
		}
		Runnable ran = scope.expects();
		LentTask<BiConsumer<A, B>> lent = scope.runtime().lend(consumer);
		return (a, b) -> run(scope, ran, lent, (task) -> {
			task.accept(a, b);
			return true;
		});
	}

	static @Nullable TrackedScope scopeFor(@Nullable Object task) {
		// a queue that orders its tasks needs to see them
		return (task == null || task instanceof Comparable) ? null : ThreadScope.current().scope();
	}

	// after closing it isn't run; whoever calls it gets nothing
	@SuppressWarnings("NullAway")
	private static <T extends @Nullable Object> T within(TrackedScope scope, Callable<T> work) throws Exception {
		return scope.runtime().isClosed() ? null : scope.within(work);
	}

	private static <T extends @Nullable Object> T run(TrackedScope scope, Callable<T> work) {
		try {
			return within(scope, work);
		}
		catch (Exception ex) {
			throw ScopePropagation.<RuntimeException>unchecked(ex);
		}
	}

	@SuppressWarnings("NullAway")
	private static <F, T extends @Nullable Object> T within(TrackedScope scope, LentTask<F> lent, Call<F, T> call)
			throws Exception {
		return within(scope, () -> {
			F task = lent.task();
			return (task != null) ? call.of(task) : null;
		});
	}

	private static <F, T extends @Nullable Object> T run(TrackedScope scope, Runnable ran, LentTask<F> lent,
			Call<F, T> call) {
		try {
			return within(scope, lent, call);
		}
		catch (Exception ex) {
			throw ScopePropagation.<RuntimeException>unchecked(ex);
		}
		finally {
			ran.run();
		}
	}

	// Clojure's functions throw checked exceptions undeclared
	@SuppressWarnings("unchecked")
	private static <X extends Exception> X unchecked(Exception ex) throws X {
		throw (X) ex;
	}

	/**
	 * Calls a task.
	 *
	 * @param <F> the task's type
	 * @param <T> the result's type
	 */
	@FunctionalInterface
	private interface Call<F, T extends @Nullable Object> {

		T of(F task) throws Exception;

	}

}
