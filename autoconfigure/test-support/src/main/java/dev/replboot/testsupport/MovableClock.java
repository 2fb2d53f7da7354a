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

package dev.replboot.testsupport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Stands still unless it is put forward.
 */
public final class MovableClock extends Clock {

	private volatile Instant now = Instant.parse("2026-11-02T08:00:00Z");

	private volatile long nanos = 1;

	/**
	 * Put it forward.
	 * @param duration by how much
	 */
	public void forward(Duration duration) {
		jump(duration);
		pass(duration);
	}

	/**
	 * Put the wall clock alone forward or back, as an administrator does, or a virtual
	 * machine that was paused.
	 * @param duration by how much; back when negative
	 */
	public void jump(Duration duration) {
		this.now = this.now.plus(duration);
	}

	/**
	 * Let time pass on the monotonic clock alone.
	 * @param duration how much
	 */
	@SuppressWarnings("NonAtomicOperationOnVolatileField")
	public void pass(Duration duration) {
		this.nanos += duration.toNanos();
	}

	/**
	 * The time of the monotonic clock.
	 * @return nanoseconds since some moment
	 */
	public long nanoTime() {
		return this.nanos;
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
