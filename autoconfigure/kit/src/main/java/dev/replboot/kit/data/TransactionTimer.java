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

package dev.replboot.kit.data;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Ends transactions whose time is over. Has no thread while there is none.
 */
final class TransactionTimer {

	private @Nullable ScheduledThreadPoolExecutor executor;

	synchronized void schedule(Runnable work, Duration after) {
		if (this.executor == null) {
			this.executor = new ScheduledThreadPoolExecutor(1, TransactionTimer::thread);
			this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		}
		// A rollback may take as long as its database does. On a thread of its own, it
		// keeps no other transaction from ending in time.
		this.executor.schedule(() -> thread(work).start(), after.toMillis(), TimeUnit.MILLISECONDS);
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "repl-transactions");
		thread.setDaemon(true);
		return thread;
	}

	synchronized void stopIf(BooleanSupplier idle) {
		if (this.executor != null && idle.getAsBoolean()) {
			this.executor.shutdown();
			this.executor = null;
		}
	}

}
