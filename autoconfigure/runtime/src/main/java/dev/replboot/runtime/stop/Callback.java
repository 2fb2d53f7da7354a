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

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.StopCause;

/**
 * One call by which a thread of the application runs code of a runtime. Stopped like an
 * evaluation: by its polls and by interrupts.
 */
final class Callback {

	private final Thread thread = Thread.currentThread();

	// when it would have begun had it never been paused
	private long since = System.nanoTime();

	private long pausedSince;

	private boolean paused;

	private volatile @Nullable PendingStop condemnation;

	private final @Nullable Object next;

	private final Taken taken;

	private final PollSite site;

	private final @Nullable Budget budget;

	private @Nullable PassedOnCall passedOn;

	private long allocatedBefore = -1;

	private boolean over;

	private boolean interruptedItself;

	/**
	 * Create one that begins now.
	 * @param next what it may pass its call on to, such as the rest of a filter chain, or
	 * {@code null}
	 * @param taken notes what it takes
	 * @param site that of the runtime whose code it runs
	 * @param budget a budget of its own, or {@code null}
	 */
	Callback(@Nullable Object next, Taken taken, PollSite site, @Nullable Budget budget) {
		this.budget = budget;
		this.next = next;
		this.taken = taken;
		this.site = site;
	}

	@Nullable Budget budget() {
		return this.budget;
	}

	Thread thread() {
		return this.thread;
	}

	PollSite site() {
		return this.site;
	}

	Taken taken() {
		return this.taken;
	}

	boolean passesOnTo(@Nullable Object target) {
		return target != null && target == this.next;
	}

	@Nullable PassedOnCall passedOn() {
		return this.passedOn;
	}

	void passedOn(PassedOnCall call) {
		this.passedOn = call;
	}

	/**
	 * How long it has taken so far.
	 * @return nanoseconds, without the time for which it was paused
	 */
	synchronized long ageNanos() {
		return (this.paused ? this.pausedSince : System.nanoTime()) - this.since;
	}

	/**
	 * What it has allocated since this was first asked.
	 * @return bytes, without what the application's own code has allocated meanwhile
	 */
	synchronized long allocated() {
		long bytes = this.paused ? -1 : AllocationCounter.bytes(this.thread);
		if (bytes < 0 || this.allocatedBefore < 0) {
			this.allocatedBefore = bytes;
			return 0;
		}
		return bytes - this.allocatedBefore;
	}

	/**
	 * The application's own code goes on. It isn't interrupted.
	 */
	synchronized void pause() {
		this.paused = true;
		this.pausedSince = System.nanoTime();
		if (this.condemnation != null) {
			Thread.interrupted();
		}
	}

	synchronized boolean isPaused() {
		return this.paused;
	}

	synchronized void resume() {
		this.paused = false;
		this.allocatedBefore = -1;
		this.since += System.nanoTime() - this.pausedSince;
	}

	@Nullable PendingStop condemnation() {
		return this.condemnation;
	}

	/**
	 * Begin to stop it.
	 * @param cause why
	 * @return whether this call was the one that began it
	 */
	synchronized boolean stop(StopCause cause) {
		if (this.over || this.condemnation != null) {
			return false;
		}
		this.condemnation = new PendingStop(cause);
		return true;
	}

	/**
	 * Interrupt the thread if it is to be stopped. What the thread does next is never
	 * interrupted.
	 */
	synchronized void interrupt() {
		PendingStop condemned = this.condemnation;
		if (!this.over && !this.paused && condemned != null && (condemned.isOlderThanPatience()
				|| (Threads.isWaiting(this.thread) && !InitializerFrames.on(this.thread)))) {
			this.thread.interrupt();
		}
	}

	/**
	 * Its code has interrupted its own thread.
	 */
	synchronized void interruptedItself() {
		this.interruptedItself = true;
	}

	/**
	 * It is over. Where it has a budget of its own, the application only lends its
	 * thread, and an interrupt of the code's own isn't left on it.
	 * @return whether it was being stopped
	 */
	synchronized boolean end() {
		this.over = true;
		if (this.condemnation != null || (this.budget != null && this.interruptedItself)) {
			Thread.interrupted();
		}
		return this.condemnation != null;
	}

	/**
	 * How long one may take, if that is less than others may.
	 *
	 * @param time how long
	 * @param name what its size is called
	 */
	record Budget(Duration time, String name) {

	}

}
