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

package dev.replboot.sample.order;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a customer wants to order.
 *
 * @param customerId the customer who orders
 * @param lines the articles, at least one
 * @since 0.1.0
 */
public record NewOrder(long customerId, List<Line> lines) {

	/**
	 * A number of units of one article.
	 *
	 * @param sku the article
	 * @param quantity the number of units, at least one
	 * @param unitPrice the price of one unit before the discount
	 * @param discountPercent the discount from 0 to 100
	 */
	public record Line(String sku, int quantity, BigDecimal unitPrice, BigDecimal discountPercent) {

	}

}
