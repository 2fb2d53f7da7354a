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

package dev.replboot.sample.pricing;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PricingRule}.
 */
class PricingRuleTests {

	private final PricingRule rule = new PricingRule();

	@Test
	void undiscountedLineIsQuantityTimesPrice() {
		assertThat(this.rule.price(3, new BigDecimal("19.99"), 0)).isEqualByComparingTo("59.97");
	}

	@Test
	void plantedBugRoundsEachPieceDown() {
		// 33 % of 10 × 0.99 is 6.633, which should be 6.63; the bug makes it 10 × 0.66
		assertThat(this.rule.price(10, new BigDecimal("0.99"), 33)).isEqualByComparingTo("6.60");
	}

}
