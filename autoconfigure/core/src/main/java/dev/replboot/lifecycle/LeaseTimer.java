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

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.replboot.access.LeaseThread;
import dev.replboot.access.Term;

/**
 * Calls at the end of a lease, a minute before if the lease is longer than that, and each
 * second. It looks at the clock every second rather than once, because a machine that was
 * suspended doesn't count the time meanwhile, but the lease does.
 */
final class LeaseTimer {

	private static final Duration WARNING = Duration.ofMinutes(1);

	private static final Duration TICK = Duration.ofSeconds(1);

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
			(task) -> LeaseThread.of(task, "repl-lease"));

	private final Term term;

	private final Runnable warn;

	private final Runnable expire;

	private final Runnable eachSecond;

	private boolean warned;

	LeaseTimer(Term term, Runnable warn, Runnable expire, Runnable eachSecond) {
		this.eachSecond = eachSecond;
		this.term = term;
		this.warn = warn;
		this.expire = expire;
		this.warned = term.remaining().compareTo(WARNING) <= 0;
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor.schedule(this::tick, 0, TimeUnit.MILLISECONDS);
	}

	private void tick() {
		this.term.keep();
		Duration remaining = this.term.remaining();
		if (remaining.isZero()) {
			this.expire.run();
			return;
		}
		try {
			if (!this.warned && remaining.compareTo(WARNING) <= 0) {
				this.warned = true;
				this.warn.run();
			}
			this.eachSecond.run();
		}
		finally {
			Duration next = (remaining.compareTo(TICK) < 0) ? remaining.plusMillis(1) : TICK;
			if (!this.executor.isShutdown()) {
				this.executor.schedule(this::tick, next.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
	}

	void cancel() {
		this.executor.shutdown();
	}

}
