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

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link EffectiveLimits}.
 */
@NullUnmarked
@Tag("plain")
class EffectiveLimitsTests {

	private static final long SECOND = 1_000_000_000L;

	private static final long MEGABYTE = 1 << 20;

	private final EffectiveLimits limits = limits(Duration.ofSeconds(10), 100 * MEGABYTE);

	private long elapsed;

	private long allocated;

	@BeforeEach
	void measure() {
		this.limits.measure(() -> this.elapsed, () -> this.allocated);
	}

	@Test
	void evaluationMayUseAllOfItsTimeAndMemory() {
		this.elapsed = 10 * SECOND;
		this.allocated = 100 * MEGABYTE;
		assertThat(this.limits.exceeded()).isNull();
		assertThat(this.limits.leftToAllocate()).isZero();
		this.elapsed++;
		assertThat(this.limits.exceeded().sentence()).contains("longer than 10 s (repl.limits.time)");
		this.elapsed = 0;
		this.allocated++;
		assertThat(this.limits.exceeded().sentence()).contains("more than 100 MB (repl.limits.allocation)");
		assertThat(this.limits.leftToAllocate()).isZero();
	}

	@Test
	void partHasLimitsOfItsOwnThatCountFromItsBeginning() throws Exception {
		this.elapsed = 9 * SECOND;
		this.limits.within(Duration.ofSeconds(60), null, () -> {
			this.elapsed += 60 * SECOND;
			assertThat(this.limits.exceeded()).isNull();
			this.elapsed++;
			assertThat(this.limits.exceeded().sentence()).contains("longer than 60 s (with-limits). Raise the limit");
			return null;
		});
		assertThat(this.limits.exceeded()).isNull();
		this.elapsed += SECOND;
		assertThat(this.limits.exceeded()).isNull();
		this.elapsed++;
		assertThat(this.limits.exceeded()).isNotNull();
	}

	@Test
	void partWithoutALimitOfItsOwnUsesTheEvaluations() throws Exception {
		this.limits.within(null, MEGABYTE, () -> {
			this.elapsed = 10 * SECOND + 1;
			assertThat(this.limits.exceeded().sentence()).contains("repl.limits.time");
			this.elapsed = 0;
			assertThat(this.limits.leftToAllocate()).isEqualTo(MEGABYTE);
			return null;
		});
	}

	@Test
	void partOfAPartEndsBeforeTheOuterGoesOn() throws Exception {
		this.limits.within(Duration.ofSeconds(1), null, () -> {
			this.limits.within(Duration.ofSeconds(5), null, () -> {
				this.elapsed += 5 * SECOND;
				assertThat(this.limits.exceeded()).isNull();
				return null;
			});
			assertThat(this.limits.time()).isEqualTo(Duration.ofSeconds(1));
			this.elapsed += SECOND;
			assertThat(this.limits.exceeded()).isNull();
			this.elapsed++;
			assertThat(this.limits.exceeded()).isNotNull();
			return null;
		});
		assertThat(this.limits.time()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void partThatFailsLeavesNoLimitBehind() {
		assertThatIllegalStateException().isThrownBy(() -> this.limits.within(Duration.ofSeconds(1), 1L, () -> {
			throw new IllegalStateException("no");
		}));
		assertThat(this.limits.time()).isEqualTo(Duration.ofSeconds(10));
		assertThat(this.limits.allocation()).isEqualTo(100 * MEGABYTE);
	}

	@Test
	void noLimitIsZero() {
		EffectiveLimits none = limits(Duration.ofDays(365_000), 0);
		none.measure(() -> Long.MAX_VALUE - 1, () -> Long.MAX_VALUE - 1);
		assertThat(none.exceeded()).isNull();
		assertThat(none.allocation()).isZero();
		assertThat(none.tooLarge(3 * MEGABYTE).sentence()).contains("3 MB at once, which is more than the heap has");
	}

	@Test
	void whatCanNotBeMeasuredDoesNotCount() {
		this.allocated = -1;
		assertThat(this.limits.exceeded()).isNull();
		assertThat(this.limits.leftToAllocate()).isEqualTo(100 * MEGABYTE);
	}

	@Test
	void threadThatEvaluatesNothingHasNoLimits() {
		assertThatIllegalStateException().isThrownBy(EffectiveLimits::current);
	}

	private static EffectiveLimits limits(Duration time, long allocation) {
		return new EffectiveLimits(new EvaluationLimits(time, allocation, 1000, 10, 10, 1000, false));
	}

}
