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

package dev.replboot.sample.web;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.sample.customer.Customer;
import dev.replboot.sample.order.Order;
import dev.replboot.sample.order.OrderLine;

/**
 * An order as the API shows it.
 *
 * @param id its id
 * @param customer the customer's name
 * @param status where it stands
 * @param placedAt when it was placed
 * @param total what it costs
 * @param lines its lines
 * @since 0.1.0
 */
public record OrderView(@Nullable Long id, String customer, String status, Instant placedAt, BigDecimal total,
		List<LineView> lines) {

	static OrderView of(Order order) {
		Customer customer = order.getCustomer();
		return new OrderView(order.getId(), (customer != null) ? customer.getName() : "", order.getStatus().name(),
				order.getPlacedAt(), order.getTotal(), order.getLines().stream().map(LineView::of).toList());
	}

	/**
	 * A line as the API shows it.
	 *
	 * @param sku what was ordered
	 * @param quantity how many
	 * @param unitPrice what one costs
	 * @param discountPercent the discount on it
	 */
	public record LineView(String sku, int quantity, BigDecimal unitPrice, int discountPercent) {

		static LineView of(OrderLine line) {
			return new LineView(line.getSku(), line.getQuantity(), line.getUnitPrice(), line.getDiscountPercent());
		}

	}

}
