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
import java.math.RoundingMode;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PricingRule}.
 */
class PricingRuleTests {

	private final PricingRule pricing = new PricingRule();

	@Test
	void lineWithoutDiscountCostsQuantityTimesUnitPrice() {
		assertThat(lineTotal(3, "19.99", "0")).isEqualTo("59.97");
	}

	@Test
	void lineWithDiscountInWholeCentsPerUnitIsExact() {
		assertThat(lineTotal(4, "24.50", "10.00")).isEqualTo("88.20");
	}

	@Test
	void thePlantedRoundingBugChargesTenCentsTooMuch() {
		BigDecimal right = new BigDecimal("19.99").multiply(new BigDecimal("12"))
			.multiply(new BigDecimal("0.85"))
			.setScale(2, RoundingMode.HALF_UP);
		assertThat(right).isEqualTo("203.90");
		assertThat(lineTotal(12, "19.99", "15.00")).isEqualTo("204.00");
	}

	private BigDecimal lineTotal(int quantity, String unitPrice, String discountPercent) {
		return this.pricing.lineTotal(quantity, new BigDecimal(unitPrice), new BigDecimal(discountPercent));
	}

}
