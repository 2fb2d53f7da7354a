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
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;
import dev.replboot.runtime.StopCause;
import dev.replboot.runtime.ThreadContext;

/**
 * The time and the memory that a running evaluation may still use. Its own code can set
 * others for a part of it.
 */
@Internal
public final class EffectiveLimits {

	private static final ThreadLocal<@Nullable EffectiveLimits> CURRENT = new ThreadLocal<>();

	private final EvaluationLimits standard;

	private LongSupplier elapsedNanos = () -> 0;

	private LongSupplier allocatedBytes = () -> 0;

	private volatile Ends ends;

	private volatile @Nullable Thread owner;

	EffectiveLimits(EvaluationLimits standard) {
		this.standard = standard;
		long allocation = (standard.allocation() > 0) ? standard.allocation() : Long.MAX_VALUE;
		this.ends = new Ends(nanos(standard.time()), allocation, standard.time(), allocation, "repl.limits.time",
				"repl.limits.allocation");
	}

	/**
	 * The limits of what the calling thread evaluates.
	 * @return the limits
	 * @throws IllegalStateException on a thread that evaluates nothing
	 */
	public static EffectiveLimits current() {
		EffectiveLimits current = CURRENT.get();
		if (current == null) {
			throw new IllegalStateException("This thread doesn't evaluate for a session.");
		}
		return current;
	}

	// to be called before anything is evaluated
	void measure(LongSupplier elapsedNanos, LongSupplier allocatedBytes) {
		this.elapsedNanos = elapsedNanos;
		this.allocatedBytes = allocatedBytes;
	}

	// what sets a thread up to evaluate within these limits, beside another context
	ThreadContext context(ThreadContext other) {
		return new ThreadContext() {

			@Override
			public Entered enter() {
				return EffectiveLimits.this.enter(other);
			}

			@Override
			public String actor() {
				return other.actor();
			}

		};
	}

	private ThreadContext.Entered enter(ThreadContext other) {
		EffectiveLimits before = CURRENT.get();
		CURRENT.set(this);
		ThreadContext.Entered entered = other.enter();
		return () -> {
			entered.close();
			if (before == null) {
				CURRENT.remove();
			}
			else {
				CURRENT.set(before);
			}
		};
	}

	/**
	 * The limits that each evaluation begins with.
	 * @return the limits
	 */
	public EvaluationLimits standard() {
		return this.standard;
	}

	/**
	 * The time that the evaluation, or the part of it that has limits of its own, may
	 * take.
	 * @return the time in all
	 */
	public Duration time() {
		return this.ends.ofTime();
	}

	/**
	 * The memory that the evaluation, or the part of it that has limits of its own, may
	 * allocate.
	 * @return bytes in all, or 0 for no limit
	 */
	public long allocation() {
		long bytes = this.ends.ofAllocation();
		return (bytes == Long.MAX_VALUE) ? 0 : bytes;
	}

	/**
	 * Run a part of the evaluation within limits of its own. They count from now, and
	 * what the part uses doesn't count for the rest.
	 * @param time how long it may take, or {@code null} for what is left to the
	 * evaluation
	 * @param allocation bytes that it may allocate, or {@code null} for what is left
	 * @param body what to run
	 * @param <T> what it gives
	 * @return what it gave
	 * @throws Exception what it throws
	 */
	public <T> T within(@Nullable Duration time, @Nullable Long allocation, Callable<T> body) throws Exception {
		Ends before = this.ends;
		Thread ownerBefore = enter();
		long elapsed = this.elapsedNanos.getAsLong();
		long allocated = allocated();
		this.ends = new Ends((time != null) ? add(elapsed, nanos(time)) : before.time(),
				(allocation != null) ? add(allocated, allocation) : before.allocation(),
				(time != null) ? time : before.ofTime(), (allocation != null) ? allocation : before.ofAllocation(),
				(time != null) ? "with-limits" : before.timeIsFrom(),
				(allocation != null) ? "with-limits" : before.allocationIsFrom());
		try {
			return body.call();
		}
		finally {
			this.ends = before.later((time != null) ? this.elapsedNanos.getAsLong() - elapsed : 0,
					(allocation != null) ? allocated() - allocated : 0);
			this.owner = ownerBefore;
		}
	}

	private synchronized @Nullable Thread enter() {
		Thread before = this.owner;
		if (before != null && before != Thread.currentThread()) {
			throw new IllegalStateException(
					"Another thread of this evaluation has limits of its own. They count for all of its threads: set them once.");
		}
		this.owner = Thread.currentThread();
		return before;
	}

	/**
	 * Compare with what the evaluation has used.
	 * @return why it must be stopped, or {@code null} if it may go on
	 */
	@Nullable StopCause exceeded() {
		Ends now = this.ends;
		if (this.elapsedNanos.getAsLong() > now.time()) {
			return new StopCause(StopCause.Kind.TIME, "It ran longer than " + words(now.ofTime()) + " ("
					+ now.timeIsFrom() + "). Raise the " + kind(now.timeIsFrom()) + ", or do it in smaller steps.");
		}
		if (now.allocation() < Long.MAX_VALUE && allocated() > now.allocation()) {
			return new StopCause(StopCause.Kind.ALLOCATION,
					"It allocated more than " + (now.ofAllocation() >> 20) + " MB (" + now.allocationIsFrom()
							+ "). Raise the " + kind(now.allocationIsFrom()) + ", or take less data at a time.");
		}
		return null;
	}

	/**
	 * What the evaluation may still allocate.
	 * @return bytes
	 */
	long leftToAllocate() {
		long bytes = this.ends.allocation();
		return (bytes == Long.MAX_VALUE) ? bytes : Math.max(0, bytes - allocated());
	}

	StopCause tooLarge(long bytes) {
		Ends now = this.ends;
		String asked = "It asked for " + (bytes >> 20) + " MB at once, ";
		if (now.allocation() == Long.MAX_VALUE) {
			return new StopCause(StopCause.Kind.ALLOCATION,
					asked + "which is more than the heap has. Take less data at a time.");
		}
		return new StopCause(StopCause.Kind.ALLOCATION,
				asked + "which is more than is left of " + (now.ofAllocation() >> 20) + " MB (" + now.allocationIsFrom()
						+ "). Raise the " + kind(now.allocationIsFrom()) + ", or take less data at a time.");
	}

	private static String kind(String from) {
		return from.startsWith("repl.") ? "property" : "limit";
	}

	// where it can't be measured, nothing counts
	private long allocated() {
		return Math.max(0, this.allocatedBytes.getAsLong());
	}

	// some three hundred years are no limit at all
	private static long nanos(Duration duration) {
		return (duration.toSeconds() < TimeUnit.NANOSECONDS.toSeconds(Long.MAX_VALUE)) ? duration.toNanos()
				: Long.MAX_VALUE;
	}

	private static long add(long one, long other) {
		return (other > Long.MAX_VALUE - one) ? Long.MAX_VALUE : one + other;
	}

	static String words(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

	/**
	 * Where the limits are.
	 *
	 * @param time the elapsed time at which the evaluation is stopped, in nanoseconds
	 * @param allocation the allocated bytes at which it is stopped
	 * @param ofTime the time in all, for people
	 * @param ofAllocation the bytes in all, for people
	 * @param timeIsFrom where the limit of time is from
	 * @param allocationIsFrom where the limit of memory is from
	 */
	private record Ends(long time, long allocation, Duration ofTime, long ofAllocation, String timeIsFrom,
			String allocationIsFrom) {

		Ends later(long nanos, long bytes) {
			return new Ends(add(this.time, nanos), add(this.allocation, bytes), this.ofTime, this.ofAllocation,
					this.timeIsFrom, this.allocationIsFrom);
		}

	}

}
