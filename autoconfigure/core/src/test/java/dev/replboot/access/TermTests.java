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

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.MovableClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Term}.
 */
@Tag("plain")
class TermTests {

	private static final Duration LENGTH = Duration.ofMinutes(10);

	private final MovableClock clock = new MovableClock();

	private final Term term = new Term(LENGTH, this.clock, this.clock::nanoTime);

	@Test
	void termIsOverWhenItsLengthHasPassedOnEitherClock() {
		this.clock.jump(LENGTH.minusNanos(1));
		assertThat(this.term.isOver()).isFalse();
		assertThat(this.term.remaining()).isEqualTo(Duration.ofNanos(1));
		this.clock.pass(LENGTH);
		assertThat(this.term.isOver()).isTrue();
		assertThat(this.term.remaining()).isZero();
	}

	@Test
	void clockThatIsPutBackLengthensNothing() {
		this.clock.jump(Duration.ofDays(-1));
		this.clock.forward(LENGTH);
		assertThat(this.term.isOver()).isTrue();
	}

	@Test
	void clockThatIsPutForwardEndsItForGood() {
		this.clock.jump(Duration.ofDays(1));
		assertThat(this.term.isOver()).isTrue();
		this.clock.jump(Duration.ofDays(-1));
		assertThat(this.term.isOver()).isTrue();
	}

	@Test
	void pauseAfterTheClockWasPutBackCounts() {
		this.clock.jump(Duration.ofHours(-1));
		this.term.keep();
		// the virtual machine is paused: its monotonic clock stands still
		this.clock.jump(LENGTH);
		assertThat(this.term.isOver()).isTrue();
	}

	@Test
	void absurdLengthsNeitherOverflowNorEnd() {
		assertThat(new Term(Duration.ofSeconds(Long.MAX_VALUE), this.clock, this.clock::nanoTime).isOver()).isFalse();
		assertThat(new Term(Duration.ofSeconds(Long.MIN_VALUE), this.clock, this.clock::nanoTime).isOver()).isTrue();
		assertThat(new Term(Duration.ZERO, this.clock, this.clock::nanoTime).isOver()).isTrue();
	}

	// whatever is done to the clock on the wall, and however often it is looked at
	@Test
	void noSequenceOfJumpsLengthensIt() {
		Random random = new Random(17);
		for (int round = 0; round < 500; round++) {
			MovableClock movable = new MovableClock();
			Term each = new Term(LENGTH, movable, movable::nanoTime);
			Duration passed = Duration.ZERO;
			while (passed.compareTo(LENGTH) < 0) {
				Duration step = Duration.ofMillis(random.nextInt(60_000));
				movable.jump(Duration.ofSeconds(random.nextInt(7200) - 3600));
				each.keep();
				boolean paused = random.nextBoolean();
				movable.jump(step);
				if (!paused) {
					movable.pass(step);
				}
				passed = passed.plus(step);
				each.keep();
			}
			assertThat(each.isOver()).isTrue();
		}
	}

}
