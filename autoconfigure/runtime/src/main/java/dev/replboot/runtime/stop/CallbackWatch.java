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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.StopCause;

/**
 * Ends the callbacks of one runtime that have passed their budget. Its thread is started
 * with the first callback.
 */
final class CallbackWatch {

	// what is under way when the runtime is closed may come to its end by itself
	private static final long GRACE_NANOS = 500_000_000;

	private static final long TICK_MILLIS = 20;

	/**
	 * What a callback may allocate.
	 */
	static final long MOST_ALLOCATED = Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 4);

	static final StopCause TOO_MUCH = new StopCause(StopCause.Kind.ALLOCATION, "It allocated more than "
			+ (MOST_ALLOCATED >> 20) + " MB, which is as much as code of an evaluation may on such a thread.");

	static final StopCause CLOSED = new StopCause(StopCause.Kind.INTERRUPTED, StopCheck.CLOSED);

	private final Duration budget;

	private final PollSite pollSite;

	private final BooleanSupplier evaluating;

	private final boolean stays;

	private final Set<Callback> running = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	private volatile long closedSince;

	private boolean armed;

	private volatile boolean started;

	private @Nullable ScheduledThreadPoolExecutor timer;

	/**
	 * Create it.
	 * @param budget how long each may take; zero for no limit
	 * @param pollSite stops them
	 * @param evaluating whether an evaluation runs
	 */
	CallbackWatch(Duration budget, PollSite pollSite, BooleanSupplier evaluating) {
		this.budget = budget;
		this.pollSite = pollSite;
		this.evaluating = evaluating;
		this.stays = pollSite == PollSite.SHARED;
	}

	/**
	 * The site that stops them.
	 * @return the same for the runtime's whole life
	 */
	PollSite site() {
		return this.pollSite;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Whether what was defined goes on when the runtime is closed.
	 * @return whether it is the application's own Clojure
	 */
	boolean stays() {
		return this.stays;
	}

	void begin(Callback callback) {
		this.running.add(callback);
		if (!this.started) {
			start();
		}
	}

	private synchronized void start() {
		if (!this.started) {
			this.started = true;
			ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
					WorkerThreads.named("repl-callbacks"));
			executor.scheduleWithFixedDelay(this::look, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
			this.timer = executor;
		}
	}

	void end(Callback callback) {
		this.running.remove(callback);
		if (callback.end()) {
			arm();
		}
	}

	/**
	 * Look for callbacks that have passed their budget, and push once more against those
	 * that were told to stop.
	 */
	void look() {
		for (Callback callback : this.running) {
			StopCause cause = due(callback);
			if (cause != null) {
				callback.stop(cause);
			}
		}
		arm();
		this.running.forEach(Callback::interrupt);
		if (this.closed && this.running.isEmpty()) {
			stop();
		}
	}

	private @Nullable StopCause due(Callback callback) {
		Callback.Budget own = callback.budget();
		if (own != null && callback.ageNanos() > own.time().toNanos()) {
			return new StopCause(StopCause.Kind.TIME,
					"It ran for longer than " + own.time().toMillis() + " ms (" + own.name() + ").");
		}
		if (!this.budget.isZero() && callback.ageNanos() > this.budget.toNanos() && !isParallelWork(callback)) {
			return new StopCause(StopCause.Kind.TIME,
					"It ran for longer than " + this.budget.toMillis() + " ms (repl.limits.callback).");
		}
		if (callback.allocated() > MOST_ALLOCATED && !isParallelWork(callback)) {
			return TOO_MUCH;
		}
		boolean late = this.closed && System.nanoTime() - this.closedSince > GRACE_NANOS;
		return (late && !this.stays) ? CLOSED : null;
	}

	// of an evaluation, whose streams run in the common pool behind our back
	private boolean isParallelWork(Callback callback) {
		return callback.thread() instanceof ForkJoinWorkerThread && this.evaluating.getAsBoolean();
	}

	private synchronized void arm() {
		boolean needed = this.running.stream().anyMatch((callback) -> callback.condemnation() != null);
		if (needed != this.armed) {
			this.armed = needed;
			if (needed) {
				this.pollSite.arm();
				HostPollSite.SITE.arm();
			}
			else {
				this.pollSite.disarm();
				HostPollSite.SITE.disarm();
			}
		}
	}

	/**
	 * From now on no callback begins, and those under way have little time left.
	 */
	void close() {
		this.closedSince = System.nanoTime();
		this.closed = true;
	}

	/**
	 * The threads that are in callbacks, and not in the application's own code behind.
	 * @return a snapshot
	 */
	List<Thread> threads() {
		List<Thread> threads = new ArrayList<>();
		for (Callback callback : this.running) {
			if (!callback.isPaused()) {
				threads.add(callback.thread());
			}
		}
		return threads;
	}

	/**
	 * Forget the callbacks that never ended. The polls of a closed runtime still stop
	 * them.
	 */
	void forget() {
		if (!this.stays) {
			this.running.forEach((callback) -> callback.stop(CLOSED));
			this.running.clear();
		}
		look();
	}

	private synchronized void stop() {
		if (this.timer != null) {
			this.timer.shutdownNow();
			this.timer = null;
		}
	}

}
