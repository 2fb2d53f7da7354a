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

import org.springframework.stereotype.Component;

/**
 * Prices one line of an order.
 * <p>
 * <strong>The planted rounding bug is here.</strong> The discount is rounded down to
 * whole cents for a single unit and then multiplied by the quantity, so customers lose up
 * to a cent per unit. The right price discounts the whole line and rounds it once, half
 * up. It is left wrong on purpose: finding it is what the sample's data is for.
 *
 * @since 0.1.0
 */
@Component
public class PricingRule {

	private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

	/**
	 * Returns what a line costs.
	 * @param quantity the number of units
	 * @param unitPrice the price of one unit before the discount, in whole cents
	 * @param discountPercent the discount from 0 to 100
	 * @return the price of the line in whole cents
	 */
	public BigDecimal lineTotal(int quantity, BigDecimal unitPrice, BigDecimal discountPercent) {
		BigDecimal unitDiscount = unitPrice.multiply(discountPercent).divide(HUNDRED, 2, RoundingMode.DOWN);
		return unitPrice.subtract(unitDiscount).multiply(BigDecimal.valueOf(quantity)).setScale(2);
	}

}
