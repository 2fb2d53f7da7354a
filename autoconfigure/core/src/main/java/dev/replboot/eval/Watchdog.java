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

package dev.replboot.eval;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.replboot.access.LeaseThread;

/**
 * Looks after running evaluations from a thread of its own. Sleeps while there are none.
 */
final class Watchdog implements Runnable {

	private static final Log logger = LogFactory.getLog(Watchdog.class);

	static final Duration TICK = Duration.ofMillis(20);

	private static final int IDLE_TICKS = 50;

	private final Set<RunningEvaluation> watched = ConcurrentHashMap.newKeySet();

	private final Consumer<RunningEvaluation> check;

	private final Thread thread;

	private volatile boolean parked;

	private volatile boolean closed;

	Watchdog(Consumer<RunningEvaluation> check) {
		this.check = check;
		this.thread = LeaseThread.of(this, "repl-watchdog");
		this.thread.start();
	}

	void watch(RunningEvaluation evaluation) {
		this.watched.add(evaluation);
		if (this.parked) {
			LockSupport.unpark(this.thread);
		}
	}

	Set<RunningEvaluation> watched() {
		return this.watched;
	}

	void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
	}

	@Override
	public void run() {
		int idle = 0;
		while (!this.closed) {
			idle = this.watched.isEmpty() ? idle + 1 : 0;
			if (idle > IDLE_TICKS) {
				// an evaluation that begins between the two lines sees `parked`, and
				// its permit makes park() return at once
				this.parked = true;
				if (this.watched.isEmpty() && !this.closed) {
					LockSupport.park(this);
				}
				this.parked = false;
				idle = 0;
			}
			LockSupport.parkNanos(this, TICK.toNanos());
			try {
				tick();
			}
			catch (RuntimeException | Error ex) {
				failed(ex);
			}
		}
	}

	// something of it may begin late, even now
	private void leave(RunningEvaluation evaluation) {
		this.watched.remove(evaluation);
		if (!evaluation.scope().isOver()) {
			this.watched.add(evaluation);
		}
	}

	private void tick() {
		for (RunningEvaluation evaluation : this.watched) {
			try {
				if (!evaluation.scope().isOver()) {
					this.check.accept(evaluation);
				}
				else {
					leave(evaluation);
				}
			}
			catch (RuntimeException | Error ex) {
				// the others still need looking after
				failed(ex);
			}
		}
	}

	// a heap that an evaluation has filled up must not end the thread that stops it
	private static void failed(Throwable thrown) {
		try {
			logger.error("A running evaluation could not be checked", thrown);
		}
		catch (RuntimeException | Error ex) {
			// not even the log has memory left; the next tick looks again
			return;
		}
	}

}
