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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.ScheduledWork;

/**
 * What the calling thread is doing for the REPL.
 */
public final class Scopes {

	private static final int MOST_CAUSES = 8;

	private Scopes() {
	}

	/**
	 * The evaluation that the calling thread works for.
	 * @return the scope, or {@code null} for a thread of the application's own
	 */
	public static @Nullable EvaluationScope current() {
		return ThreadScope.current().scope();
	}

	/**
	 * Look whether the calling thread's evaluation is being stopped.
	 * @throws dev.replboot.runtime.EvaluationStoppedError if it is
	 */
	public static void poll() {
		StopCheck.look();
	}

	/**
	 * Whether the calling thread's evaluation is being stopped.
	 * @return whether it is
	 */
	public static boolean isStopping() {
		return StopCheck.isStopping();
	}

	/**
	 * Note that the current evaluation, or else the runtime, has opened something that
	 * has to be closed with it.
	 * @param resource a resource, process, executor, timer or shutdown hook
	 * @param by the class whose code opened it
	 */
	public static void opened(Object resource, Class<?> by) {
		ThreadScope state = ThreadScope.current();
		TrackedScope scope = state.scope();
		boolean library = isForTasks(resource) && ClassOrigins.isLibrary(by);
		if (scope != null && scope.runtime().isShared() && (state.isLoadingLibrary() || library)) {
			// the namespace is the application's, and so is what it has; it may make what
			// runs its tasks when it is first used
			if (library && !state.isLoadingLibrary()) {
				scope.runtime().kept(resource, by);
			}
			return;
		}
		if (scope != null && !(resource instanceof Timer && library)) {
			scope.opened(resource);
			return;
		}
		RuntimeHome home = RuntimeHome.of(by.getClassLoader());
		if (home != null) {
			home.scopes().opened(resource);
		}
	}

	private static boolean isForTasks(Object resource) {
		return resource instanceof ExecutorService || resource instanceof Timer;
	}

	/**
	 * Note that the current evaluation has scheduled a task.
	 * @param executor what runs it
	 * @param future its handle
	 */
	public static void scheduled(Object executor, Future<?> future) {
		TrackedScope scope = ThreadScope.current().scope();
		if (scope != null) {
			schedule(scope, new ScheduledFutureWork(executor, future));
		}
	}

	/**
	 * Note that the current evaluation has given a task to a timer.
	 * @param timer the timer
	 * @param task the task
	 * @param name the timer's name
	 * @param delay in milliseconds
	 * @param periodic whether it is run again and again
	 * @return to be run when the task has been run once
	 */
	public static Runnable scheduled(Timer timer, TimerTask task, String name, long delay, boolean periodic) {
		TrackedScope scope = ThreadScope.current().scope();
		if (scope == null) {
			return () -> {
			};
		}
		TimerWork work = new TimerWork(timer, task, name, delay, periodic, scope.hasOpened(timer));
		schedule(scope, work);
		return work::hasRun;
	}

	private static void schedule(TrackedScope scope, ScheduledWork work) {
		ScopeSchedule schedule = scope.schedule();
		if (schedule.add(work)) {
			scope.runtime().taken().add(scope, Taken.Item.scheduled(schedule));
		}
		if (scope.condemnation() != null) {
			work.cancel();
		}
	}

	/**
	 * Note that a timer is cancelled, and all its tasks with it.
	 * @param timer the timer
	 */
	public static void cancelled(Timer timer) {
		TrackedScope scope = ThreadScope.current().scope();
		if (scope != null) {
			scope.schedule().cancelled(timer);
		}
	}

	/**
	 * Hand out a connection that code of the current evaluation has opened by itself.
	 * @param connection the connection
	 * @return what the code gets
	 * @throws SQLException if it gets none
	 */
	public static Connection connected(Connection connection) throws SQLException {
		TrackedScope scope = ThreadScope.current().scope();
		return (scope != null) ? scope.connections().filter(connection) : connection;
	}

	/**
	 * Load a library on this thread: what it defines belongs to everybody.
	 * @param loading loads it
	 * @throws Exception what the loading throws
	 */
	public static void loadingLibrary(Callable<?> loading) throws Exception {
		ThreadScope state = ThreadScope.current();
		TrackedScope scope = state.scope();
		ScopeAllocation apart = (scope != null && scope.allocation().beginLibrary()) ? scope.allocation() : null;
		state.loadLibrary(1);
		try {
			loading.call();
		}
		finally {
			state.loadLibrary(-1);
			if (apart != null) {
				apart.endLibrary();
			}
		}
	}

	/**
	 * Ask before something large is allocated.
	 * @param bytes how much
	 * @throws dev.replboot.runtime.EvaluationStoppedError if that is more than is left to
	 * the evaluation that the calling thread works for
	 */
	public static void allocating(long bytes) {
		ThreadScope state = ThreadScope.current();
		Callback callback = state.callback();
		if (callback != null && bytes > CallbackWatch.MOST_ALLOCATED) {
			callback.stop(CallbackWatch.TOO_MUCH);
			StopCheck.look();
		}
		TrackedScope scope = state.scope();
		if (scope != null) {
			scope.allocation().ask(bytes);
			PendingStop condemnation = scope.condemnation();
			if (condemnation != null) {
				throw condemnation.error();
			}
		}
	}

	/**
	 * Note what the current evaluation allocates where the JVM doesn't count it.
	 * @param bytes how much
	 */
	public static void allocatedOutsideOfHeap(long bytes) {
		TrackedScope scope = ThreadScope.current().scope();
		if (scope != null) {
			scope.allocation().outsideOfHeap(bytes);
		}
	}

	/**
	 * Called by woven code with what it has caught: a heap without room ends the
	 * evaluation, whoever catches the error.
	 * @param thrown the exception
	 */
	public static void caught(@Nullable Throwable thrown) {
		Throwable each = thrown;
		for (int i = 0; i < MOST_CAUSES && each != null; i++) {
			if (each instanceof OutOfMemoryError) {
				outOfMemory();
				return;
			}
			// an exception of the evaluation's own may answer with anything
			each = isPlain(each) ? each.getCause() : null;
		}
	}

	private static boolean isPlain(Throwable thrown) {
		String type = thrown.getClass().getName();
		return type.startsWith("java.") || type.startsWith("clojure.lang.");
	}

	private static void outOfMemory() {
		ThreadScope state = ThreadScope.current();
		Callback callback = state.callback();
		if (callback != null) {
			callback.stop(CallbackWatch.TOO_MUCH);
		}
		TrackedScope scope = state.scope();
		if (scope != null) {
			scope.allocation().outOfMemory();
		}
	}

	/**
	 * Whether the calling thread loads a library.
	 * @return whether what it defines belongs to everybody
	 */
	public static boolean isLoadingLibrary() {
		return ThreadScope.current().isLoadingLibrary();
	}

	/**
	 * The executor of the runtime of the evaluation that the calling thread works for.
	 * @return the executor, or {@code null} for a thread of the application's own
	 */
	public static @Nullable ExecutorService executor() {
		TrackedScope scope = ThreadScope.current().scope();
		return (scope != null) ? scope.runtime().executor() : null;
	}

	/**
	 * Close something that a stopped evaluation waits for, each kind in its own way.
	 * @param resource a resource, a process, an executor, a timer
	 */
	public static void closeNow(Object resource) {
		ResourceCloser.close(resource);
	}

	/**
	 * Note that the current evaluation is about to start a thread.
	 * @param thread a thread that has not been started
	 */
	public static void starting(Thread thread) {
		TrackedScope scope = ThreadScope.current().scope();
		if (scope != null) {
			scope.starting(thread);
		}
	}

	/**
	 * Run something for which the guards stand aside, on this thread alone.
	 * @param <T> the result's type
	 * @param body what to run
	 * @return its result
	 * @throws Exception what the body throws
	 */
	public static <T extends @Nullable Object> T permitting(Callable<T> body) throws Exception {
		ThreadScope state = ThreadScope.current();
		state.permit(1);
		try {
			return body.call();
		}
		finally {
			state.permit(-1);
		}
	}

	/**
	 * Ask for something that harms the application when it is done by mistake.
	 * @param what what is about to happen
	 * @throws GuardedCallException unless the calling thread is within
	 * {@link #permitting}
	 */
	public static void guard(String what) {
		ThreadScope state = ThreadScope.current();
		TrackedScope scope = state.scope();
		if (state.isPermitted()) {
			if (scope != null) {
				scope.runtime().guardListener().permitted(what);
			}
			return;
		}
		if (scope != null) {
			scope.runtime().guardListener().refused(what);
		}
		throw new GuardedCallException(what);
	}

}
