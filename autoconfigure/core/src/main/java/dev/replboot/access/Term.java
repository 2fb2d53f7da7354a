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

package dev.replboot.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.replboot.api.Internal;

/**
 * A length of time that is over when it has passed on the wall clock or on the monotonic
 * clock, whichever is first. Neither clock is enough: the first can be put back, and the
 * second stands still while a virtual machine is paused. Once it is over it stays over.
 */
@Internal
public final class Term {

	private static final long MOST = TimeUnit.NANOSECONDS.toSeconds(Long.MAX_VALUE);

	private final long length;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private volatile Mark mark;

	private volatile boolean over;

	/**
	 * Create a term that begins now.
	 * @param length how long it is
	 * @param clock tells the time on the wall
	 * @param nanoTime tells the time of the monotonic clock, in nanoseconds
	 */
	public Term(Duration length, Clock clock, LongSupplier nanoTime) {
		this.length = nanos(length);
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.mark = new Mark(0, clock.instant(), nanoTime.getAsLong());
	}

	/**
	 * Create a term that begins now, with the monotonic clock of the JVM.
	 * @param length how long it is
	 * @param clock tells the time on the wall
	 */
	public Term(Duration length, Clock clock) {
		this(length, clock, System::nanoTime);
	}

	/**
	 * Another term, which begins now, by the same clocks.
	 * @param other how long it is
	 * @return the term
	 */
	public Term next(Duration other) {
		return new Term(other, this.clock, this.nanoTime);
	}

	/**
	 * Another term, which begins now and ends at a moment, by the same clocks.
	 * @param end when it ends on the wall clock
	 * @return the term, which is over if the moment has passed
	 */
	public Term until(Instant end) {
		return next(Duration.between(this.clock.instant(), end));
	}

	/**
	 * Whether it is over. Costs as much as reading two clocks.
	 * @return whether it is over, by either of them
	 */
	public boolean isOver() {
		if (!this.over && elapsed() >= this.length) {
			this.over = true;
		}
		return this.over;
	}

	/**
	 * What is left of it.
	 * @return never negative
	 */
	public Duration remaining() {
		return isOver() ? Duration.ZERO : Duration.ofNanos(Math.max(0, this.length - elapsed()));
	}

	/**
	 * Keep what has passed so far. To be called now and then, once a second for example:
	 * a clock that is put back after that takes nothing from it.
	 */
	public synchronized void keep() {
		Mark before = this.mark;
		Instant now = this.clock.instant();
		long nanos = this.nanoTime.getAsLong();
		this.mark = new Mark(add(before.elapsed(), before.since(now, nanos)), now, nanos);
	}

	private long elapsed() {
		Mark since = this.mark;
		return add(since.elapsed(), since.since(this.clock.instant(), this.nanoTime.getAsLong()));
	}

	private static long add(long one, long other) {
		return (other > Long.MAX_VALUE - one) ? Long.MAX_VALUE : one + other;
	}

	// some three hundred years are as good as for ever
	private static long nanos(Duration duration) {
		long seconds = duration.toSeconds();
		return (seconds < MOST && seconds > -MOST) ? duration.toNanos()
				: (seconds < 0) ? Long.MIN_VALUE : Long.MAX_VALUE;
	}

	/**
	 * What had passed at a moment.
	 *
	 * @param elapsed the nanoseconds that had passed
	 * @param wall the moment by the wall clock
	 * @param monotonic the moment by the monotonic clock, in nanoseconds
	 */
	private record Mark(long elapsed, Instant wall, long monotonic) {

		long since(Instant now, long nanoTime) {
			return Math.max(0, Math.max(Term.nanos(Duration.between(this.wall, now)), nanoTime - this.monotonic));
		}

	}

}
