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

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The threads that work for one evaluation and what they have allocated meanwhile. A
 * thread is only interrupted while it is registered, under the same lock, so that an
 * interrupt can't hit what a pooled thread does next.
 */
final class ScopeThreads {

	// a thread may be a proxy that overrides hashCode
	private final Map<Thread, Work> working = new IdentityHashMap<>();

	private long bytesOfEnded;

	private long cpuOfEnded;

	private long lastChange = System.nanoTime();

	private long workedNanos;

	private long workingSince;

	/**
	 * Register the calling thread.
	 * @param thread the calling thread
	 */
	synchronized void enter(Thread thread) {
		begins();
		Work work = this.working.computeIfAbsent(thread, Work::begun);
		work.depth++;
		work.interrupts = ThreadScope.current().interrupts();
	}

	private void begins() {
		if (this.working.isEmpty()) {
			this.workingSince = System.nanoTime();
		}
	}

	/**
	 * Register a thread that is about to be started.
	 * @param thread the thread
	 */
	synchronized void starting(Thread thread) {
		begins();
		this.working.put(thread, new Work(0, 0));
	}

	synchronized void leave(Thread thread, boolean wasInterrupted) {
		Work work = this.working.get(thread);
		if (work != null && --work.depth <= 0) {
			forget(thread, work);
		}
		if (wasInterrupted) {
			Thread.interrupted();
		}
	}

	private void forget(Thread thread, Work work) {
		this.working.remove(thread);
		this.bytesOfEnded += work.bytes(thread);
		this.cpuOfEnded += work.cpu(thread);
		this.lastChange = System.nanoTime();
		if (this.working.isEmpty()) {
			this.workedNanos += this.lastChange - this.workingSince;
		}
	}

	synchronized long workedNanos() {
		return isEmpty() ? this.workedNanos : this.workedNanos + System.nanoTime() - this.workingSince;
	}

	/**
	 * Interrupt the threads.
	 * @param inAnyCase whether also those that don't wait, that initialise a class, or
	 * that are in code that an interrupt harms
	 */
	synchronized void interrupt(boolean inAnyCase) {
		for (Thread thread : alive()) {
			if (inAnyCase || (Threads.isWaiting(thread) && !InitializerFrames.on(thread))) {
				Objects.requireNonNull(this.working.get(thread)).interrupts.interrupt(thread, inAnyCase);
			}
		}
	}

	synchronized long allocatedBytes() {
		long sum = this.bytesOfEnded;
		for (Map.Entry<Thread, Work> entry : this.working.entrySet()) {
			sum += entry.getValue().bytes(entry.getKey());
		}
		return sum;
	}

	synchronized long cpuNanos() {
		long sum = this.cpuOfEnded;
		for (Map.Entry<Thread, Work> entry : this.working.entrySet()) {
			sum += entry.getValue().cpu(entry.getKey());
		}
		return sum;
	}

	synchronized List<Thread> alive() {
		for (Map.Entry<Thread, Work> entry : List.copyOf(this.working.entrySet())) {
			if (Threads.isOver(entry.getKey())) {
				forget(entry.getKey(), entry.getValue());
			}
		}
		return new ArrayList<>(this.working.keySet());
	}

	synchronized boolean isEmpty() {
		return this.working.isEmpty() || alive().isEmpty();
	}

	synchronized long nanosSinceChange() {
		return System.nanoTime() - this.lastChange;
	}

	/**
	 * One thread's part.
	 */
	private static final class Work {

		private final long before;

		private final long cpuBefore;

		private long last;

		private long cpuLast;

		private int depth;

		private InterruptGate interrupts = new InterruptGate();

		private Work(long before, long cpuBefore) {
			this.before = before;
			this.last = before;
			this.cpuBefore = cpuBefore;
			this.cpuLast = cpuBefore;
		}

		private static Work begun(Thread thread) {
			return new Work(Math.max(0, AllocationCounter.bytes(thread)), Math.max(0, CpuClock.nanos(thread)));
		}

		private long bytes(Thread thread) {
			this.last = Math.max(this.last, AllocationCounter.bytes(thread));
			return this.last - this.before;
		}

		private long cpu(Thread thread) {
			this.cpuLast = Math.max(this.cpuLast, CpuClock.nanos(thread));
			return this.cpuLast - this.cpuBefore;
		}

	}

}
