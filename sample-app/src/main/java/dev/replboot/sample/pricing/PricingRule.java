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
 * What a line of an order costs.
 * <p>
 * A bug is planted here to be found and patched: the discounted price of one piece is
 * rounded down to whole cents before it is multiplied, where the price of the whole line
 * should be rounded once, half up.
 *
 * @since 0.1.0
 */
@Component
public class PricingRule {

	private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

	/**
	 * Price a line.
	 * @param quantity how many
	 * @param unitPrice what one costs
	 * @param discountPercent the discount on it, from 0 to 100
	 * @return the price in whole cents
	 */
	public BigDecimal price(int quantity, BigDecimal unitPrice, int discountPercent) {
		BigDecimal factor = HUNDRED.subtract(BigDecimal.valueOf(discountPercent)).divide(HUNDRED);
		BigDecimal discounted = unitPrice.multiply(factor).setScale(2, RoundingMode.DOWN);
		return discounted.multiply(BigDecimal.valueOf(quantity));
	}

}
