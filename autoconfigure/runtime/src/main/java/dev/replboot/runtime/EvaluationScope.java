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

package dev.replboot.runtime;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * Everything that one evaluation runs: the thread it was started on and what it started
 * itself. Made by a {@link ReplRuntime}, which knows how to stop it.
 */
@Internal
public interface EvaluationScope {

	/**
	 * Run the body on the calling thread as part of this evaluation. Returns or throws
	 * what the body does; the thread's interrupt flag is clear afterwards.
	 * @param <T> the result's type
	 * @param body what to run
	 * @return the body's result
	 * @throws Exception what the body throws
	 */
	<T extends @Nullable Object> T call(Callable<T> body) throws Exception;

	/**
	 * Begin to stop everything in this scope. Returns at once; the first cause wins, and
	 * a scope that has ended takes none.
	 * @param cause why
	 * @return whether this call was the one that began it
	 */
	boolean stop(StopCause cause);

	/**
	 * Push once more against what has not ended since {@link #stop}. Called about every
	 * 20 ms while a stop is under way.
	 */
	void nudge();

	/**
	 * Why this scope is being stopped or was.
	 * @return the cause, or {@code null} when nobody stopped it
	 */
	@Nullable StopCause stopCause();

	/**
	 * Whether the body is over. Threads that it started may still run.
	 * @return whether the body is over
	 */
	boolean isBodyOver();

	/**
	 * Whether the body and all that it started are over.
	 * @return whether nothing of this scope runs any more
	 */
	boolean isOver();

	/**
	 * Bytes allocated so far by the threads of this scope, as the JVM counts them, and by
	 * them outside of the heap.
	 * @return bytes, or -1 when this JVM or this runtime doesn't count
	 */
	long allocatedBytes();

	/**
	 * The part of {@link #allocatedBytes()} that went into loading libraries, which has
	 * an allowance of its own.
	 * @return bytes, at most the allowance
	 */
	long libraryBytes();

	/**
	 * Have single allocations compared with what is left. To be called before anything
	 * runs.
	 * @param limit what is left
	 */
	void limit(AllocationLimit limit);

	/**
	 * Processor time used so far by the threads of this scope.
	 * @return nanoseconds, or -1 when this JVM or this runtime doesn't count
	 */
	default long cpuNanos() {
		return -1;
	}

	/**
	 * How long something of this scope has worked so far. What waits in a queue doesn't
	 * work.
	 * @return nanoseconds during which it had a thread at least
	 */
	long workedNanos();

	/**
	 * The threads of this scope that are alive now.
	 * @return a snapshot
	 */
	List<Thread> threads();

	/**
	 * The tasks that were handed to other threads and haven't run yet, or still do: they
	 * may have no thread yet, and some may never have one.
	 * @return the number
	 */
	int handedOver();

	/**
	 * Have something done each time that work of this scope begins after all of it was
	 * over: a task that an executor of the application takes up late, or once more.
	 * @param action what to do, on the thread that is about to work; must not block
	 */
	void onLateWork(Runnable action);

	/**
	 * What this evaluation has given to timers and scheduled executors so far, without
	 * what is over.
	 * @return a snapshot
	 */
	List<ScheduledWork> scheduled();

	/**
	 * Have connections to databases that code of this evaluation opens by itself, past
	 * the application's data sources, replaced.
	 * @param filter gives what the code gets
	 */
	void onConnection(ConnectionFilter filter);

	/**
	 * Have something done when this evaluation is stopped, such as cancelling the
	 * statement that its thread is about to wait for. Done once, on another thread; at
	 * once when a stop is under way already.
	 * @param action what to do
	 * @return to be closed when there is nothing to be cancelled any more
	 */
	Registration onStop(Runnable action);

	/**
	 * Replaces connections.
	 */
	@FunctionalInterface
	interface ConnectionFilter {

		/**
		 * Replace a connection.
		 * @param connection a connection that was opened just now
		 * @return the same or another
		 * @throws SQLException if there is to be none; the connection is closed then
		 */
		Connection filter(Connection connection) throws SQLException;

	}

	/**
	 * An action that waits for a stop.
	 */
	@FunctionalInterface
	interface Registration extends AutoCloseable {

		@Override
		void close();

	}

}
