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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The thread that ends patches whose time is over and reports those that fail. It exists
 * while something is patched. Its lock is its own: a patched call that fails on a thread
 * of the application doesn't wait for somebody who is changing a class.
 */
final class PatchTimer {

	private @Nullable ScheduledThreadPoolExecutor executor;

	/** Take work from now on. */
	synchronized void start() {
		if (this.executor == null) {
			this.executor = new ScheduledThreadPoolExecutor(1, PatchTimer::thread);
			this.executor.setRemoveOnCancelPolicy(true);
		}
	}

	// The thread inherits nothing of the evaluation that happens to start it.
	private static Thread thread(Runnable task) {
		Thread thread = new Thread(null, task, "repl-patches", 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(PatchTimer.class.getClassLoader());
		return thread;
	}

	/**
	 * Run something later.
	 * @param work what to run
	 * @param delay how much later
	 * @return what cancels it
	 * @throws IllegalStateException if it doesn't take work
	 */
	synchronized ScheduledFuture<?> schedule(Runnable work, Duration delay) {
		if (this.executor == null) {
			throw new IllegalStateException("Nothing is patched.");
		}
		return this.executor.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Run something soon, unless nothing is patched any more: a call may come to its end
	 * after its patch.
	 * @param work what to run
	 */
	synchronized void execute(Runnable work) {
		if (this.executor != null) {
			this.executor.execute(work);
		}
	}

	/** Take no more work. What runs, on the calling thread perhaps, comes to its end. */
	synchronized void stop() {
		if (this.executor != null) {
			this.executor.shutdown();
			this.executor = null;
		}
	}

}
