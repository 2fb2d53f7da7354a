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

package dev.replboot.kit.data;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of {@link ByteBudget}.
 */
@Tag("plain")
class ByteBudgetTests {

	private static final int MEGABYTE = 1 << 20;

	private final ByteBudget budget = new ByteBudget(MEGABYTE);

	@Test
	void valuesOfAllRowsCount() {
		assertThatNoException().isThrownBy(() -> this.budget.take(new byte[MEGABYTE / 2]));
		assertThatNoException().isThrownBy(() -> this.budget.take(null));
		assertThatIllegalStateException().isThrownBy(() -> this.budget.take(new byte[MEGABYTE / 2]))
			.withMessageContaining("1 MB that an evaluation may allocate (repl.limits.allocation)");
	}

	@Test
	void characterTakesTwoBytes() {
		assertThatIllegalStateException().isThrownBy(() -> this.budget.take("x".repeat(MEGABYTE / 2)));
	}

	@Test
	void elementsOfAnArrayCount() {
		assertThatIllegalStateException().isThrownBy(
				() -> this.budget.take(Arrays.asList(null, List.of("x".repeat(MEGABYTE / 4), new byte[MEGABYTE / 2]))));
	}

	@Test
	void smallValuesAreNotFree() {
		assertThatIllegalStateException().isThrownBy(() -> {
			for (int i = 0; i < MEGABYTE; i++) {
				this.budget.take(i);
			}
		});
	}

}
