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
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An order with its lines.
 *
 * @param id the primary key
 * @param customer the name of the customer
 * @param status where the order stands
 * @param placedAt when it was placed
 * @param lines the lines in the order of their ids
 * @param total the stored total
 */
record OrderDetails(@Nullable Long id, String customer, OrderStatus status, Instant placedAt, List<Line> lines,
		BigDecimal total) {

	static OrderDetails of(Order order) {
		return new OrderDetails(order.getId(), order.getCustomer().getName(), order.getStatus(), order.getPlacedAt(),
				order.getLines().stream().map(Line::of).toList(), order.getTotal());
	}

	/**
	 * A line of the order.
	 *
	 * @param sku the article
	 * @param quantity the number of units
	 * @param unitPrice the price of one unit before the discount
	 * @param discountPercent the discount from 0 to 100
	 */
	record Line(String sku, int quantity, BigDecimal unitPrice, BigDecimal discountPercent) {

		private static Line of(OrderLine line) {
			return new Line(line.getSku(), line.getQuantity(), line.getUnitPrice(), line.getDiscountPercent());
		}

	}

}
