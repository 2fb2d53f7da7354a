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

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.AllocationLimit;
import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.ScheduledWork;
import dev.replboot.runtime.StopCause;
import dev.replboot.runtime.ThreadContext;

/**
 * A scope whose identity follows its work into other threads, and which is stopped by the
 * polls in its code, by interrupts, and by closing what it waits for.
 */
final class TrackedScope implements EvaluationScope {

	// foreign threads that run a function of ours show up at a poll within this time
	private static final long STRAYS_NANOS = 50_000_000;

	private static final long ARMED_NANOS = 2_000_000_000L;

	private static final int PULSE_EVERY = 25;

	private final RuntimeScopes runtime;

	private final ThreadContext context;

	private final ScopeThreads threads = new ScopeThreads();

	private final ScopeResources resources = new ScopeResources();

	private final ScopeAllocation allocation = new ScopeAllocation();

	private final ScopeSchedule schedule = new ScopeSchedule();

	private volatile ConnectionFilter connections = (connection) -> connection;

	private final Set<Runnable> stopActions = ConcurrentHashMap.newKeySet();

	private final Object stopping = new Object();

	private volatile @Nullable PendingStop condemnation;

	private volatile boolean bodyOver;

	private volatile @Nullable Runnable lateWork;

	private volatile long strayCaughtAt;

	private final HandedOver handedOver = new HandedOver();

	private boolean armed;

	private int nudges;

	TrackedScope(RuntimeScopes runtime, ThreadContext context) {
		this.runtime = runtime;
		this.context = context;
	}

	@Override
	public <T extends @Nullable Object> T call(Callable<T> body) throws Exception {
		try {
			return within(body, true);
		}
		finally {
			this.bodyOver = true;
		}
	}

	/**
	 * Run something on the calling thread as work of this scope.
	 * @param <T> the result's type
	 * @param work what to run
	 * @return the work's result
	 * @throws Exception what the work throws
	 */
	<T extends @Nullable Object> T within(Callable<T> work) throws Exception {
		return within(work, false);
	}

	private <T extends @Nullable Object> T within(Callable<T> work, boolean body) throws Exception {
		Thread thread = Thread.currentThread();
		ThreadScope state = ThreadScope.current();
		TrackedScope before = state.entered();
		if (before == this && !body) {
			return work.call();
		}
		this.threads.enter(thread);
		try {
			begins();
			requireGoingOn();
			state.entered(this);
			VirtualThreads.begins(this.runtime.pollSite());
			try (ThreadContext.Entered entered = this.context.enter()) {
				return work.call();
			}
		}
		catch (OutOfMemoryError ex) {
			this.allocation.outOfMemory();
			throw ex;
		}
		finally {
			HeldLocks.leave(state, this, body && this.condemnation == null);
			state.entered(before);
			this.threads.leave(thread, body || this.condemnation != null);
		}
	}

	String actor() {
		return this.context.actor();
	}

	void handsOver() {
		this.handedOver.begins();
	}

	void handedOverIsOver() {
		this.handedOver.isOver();
	}

	void starting(Thread thread) {
		this.threads.starting(thread);
		begins();
	}

	// a task that was left in a queue may have no polls; one that the body waits for, as
	// the initializer of a class may, is left to them
	private void requireGoingOn() {
		PendingStop condemnation = this.condemnation;
		if (condemnation != null && this.bodyOver) {
			throw condemnation.error();
		}
	}

	// registered first: whoever finds this scope over in the meantime finds the thread
	// when it looks once more
	private void begins() {
		Runnable lateWork = this.lateWork;
		if (this.runtime.begins(this) && this.bodyOver && lateWork != null) {
			lateWork.run();
		}
	}

	void opened(Object resource) {
		this.resources.add(resource);
		this.runtime.opened(resource);
		if (this.condemnation != null) {
			closeResources();
		}
	}

	/**
	 * Work has been handed to an executor of whatever kind, which may never run it. It
	 * doesn't keep this scope from being over.
	 * @return to be run when the work has run for the first time
	 */
	Runnable expects() {
		return this.handedOver.expects(() -> this.runtime.expects(this), () -> this.runtime.expectsNoMore(this));
	}

	/**
	 * The runtime is closed: nobody looks after work that an executor of the application
	 * still keeps, and it must not keep the session.
	 */
	void forgetLateWork() {
		this.lateWork = null;
		this.handedOver.expectNothing();
	}

	@Override
	public int handedOver() {
		return this.handedOver.all();
	}

	@Override
	public void onLateWork(Runnable action) {
		this.lateWork = action;
	}

	@Override
	public List<ScheduledWork> scheduled() {
		return this.schedule.pending();
	}

	ScopeSchedule schedule() {
		return this.schedule;
	}

	boolean hasOpened(Object resource) {
		return this.resources.contains(resource);
	}

	@Override
	public void onConnection(ConnectionFilter filter) {
		this.connections = filter;
	}

	ConnectionFilter connections() {
		return this.connections;
	}

	@Override
	public Registration onStop(Runnable action) {
		this.stopActions.add(action);
		if (this.condemnation != null) {
			closeResources();
		}
		return () -> this.stopActions.remove(action);
	}

	@Override
	public boolean stop(StopCause cause) {
		synchronized (this.stopping) {
			if (this.condemnation != null || isQuiet()) {
				return false;
			}
			this.condemnation = new PendingStop(cause);
			arm(true);
		}
		// a periodic task is turned away each time, and as long as it comes back this
		// scope isn't over
		if (!this.schedule.isEmpty()) {
			this.runtime.inBackground(this.schedule::cancel);
		}
		nudge();
		return true;
	}

	@Override
	public void nudge() {
		PendingStop condemnation = this.condemnation;
		if (condemnation != null) {
			nudge(condemnation);
		}
	}

	private void nudge(PendingStop condemnation) {
		this.threads.interrupt(condemnation.isOlderThanPatience());
		closeResources();
		synchronized (this.stopping) {
			// armed polls slow everybody down: for a thread that is stuck in foreign code
			// it is enough to look from time to time whether it has come back
			arm(!isQuiet() && (condemnation.ageNanos() < ARMED_NANOS || this.nudges++ % PULSE_EVERY == 0));
		}
	}

	private void closeResources() {
		for (Object resource : this.resources.drain()) {
			this.runtime.close(resource);
		}
		for (Runnable action : this.stopActions) {
			if (this.stopActions.remove(action)) {
				this.runtime.inBackground(action);
			}
		}
	}

	private void arm(boolean armed) {
		if (armed != this.armed) {
			this.armed = armed;
			if (armed) {
				this.runtime.pollSite().arm();
				HostPollSite.SITE.arm();
			}
			else {
				this.runtime.pollSite().disarm();
				HostPollSite.SITE.disarm();
			}
		}
	}

	void strayCaught() {
		this.strayCaughtAt = System.nanoTime();
	}

	@Nullable PendingStop condemnation() {
		return this.condemnation;
	}

	@Override
	public @Nullable StopCause stopCause() {
		PendingStop condemnation = this.condemnation;
		return (condemnation != null) ? condemnation.cause() : null;
	}

	@Override
	public boolean isBodyOver() {
		return this.bodyOver;
	}

	@Override
	public boolean isOver() {
		if (!isQuiet()) {
			return false;
		}
		synchronized (this.stopping) {
			arm(false);
		}
		if (this.condemnation != null) {
			this.runtime.taken().giveBackOf(this);
		}
		this.runtime.ended(this);
		if (!isQuiet()) {
			this.runtime.begins(this);
			return false;
		}
		return true;
	}

	// whatever its threads may be waiting for
	boolean isRunning() {
		return this.handedOver.isAny() || !this.threads.isEmpty();
	}

	/**
	 * Whether nothing of this scope runs, as far as it knows.
	 * @return whether the body is over and no thread is left
	 */
	boolean isQuiet() {
		if (!this.bodyOver || isRunning()) {
			return false;
		}
		return this.condemnation == null || (this.threads.nanosSinceChange() > STRAYS_NANOS
				&& (this.strayCaughtAt == 0 || System.nanoTime() - this.strayCaughtAt > STRAYS_NANOS));
	}

	@Override
	public long allocatedBytes() {
		return AllocationCounter.isSupported() ? this.threads.allocatedBytes() + this.allocation.outsideOfHeap() : -1;
	}

	@Override
	public long libraryBytes() {
		return AllocationCounter.isSupported() ? this.allocation.libraries() : 0;
	}

	@Override
	public void limit(AllocationLimit limit) {
		this.allocation.limit(limit);
	}

	ScopeAllocation allocation() {
		return this.allocation;
	}

	@Override
	public long cpuNanos() {
		return CpuClock.isSupported() ? this.threads.cpuNanos() : -1;
	}

	@Override
	public long workedNanos() {
		return this.threads.workedNanos();
	}

	@Override
	public List<Thread> threads() {
		return this.threads.alive();
	}

	RuntimeScopes runtime() {
		return this.runtime;
	}

}
