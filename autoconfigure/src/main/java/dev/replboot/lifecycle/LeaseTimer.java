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

package dev.replboot.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Calls at the end of a lease, and some time before if the lease is longer than that.
 */
final class LeaseTimer {

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "repl-lease");
		thread.setDaemon(true);
		return thread;
	});

	LeaseTimer(Lease lease, Duration warning, Clock clock, Runnable warn, Runnable expire) {
		Duration remaining = lease.remaining(clock.instant());
		if (remaining.compareTo(warning) > 0) {
			schedule(warn, remaining.minus(warning));
		}
		schedule(expire, remaining);
	}

	private void schedule(Runnable task, Duration delay) {
		this.executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	void cancel() {
		this.executor.shutdown();
		this.executor.getQueue().clear();
	}

}
