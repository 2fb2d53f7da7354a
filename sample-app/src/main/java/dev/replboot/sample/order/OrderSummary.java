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

import org.jspecify.annotations.Nullable;

/**
 * An order in a listing.
 *
 * @param id the primary key
 * @param customer the name of the customer
 * @param status where the order stands
 * @param placedAt when it was placed
 * @param lines the number of lines
 * @param total the stored total
 */
record OrderSummary(@Nullable Long id, String customer, OrderStatus status, Instant placedAt, int lines,
		BigDecimal total) {

	static OrderSummary of(Order order) {
		return new OrderSummary(order.getId(), order.getCustomer().getName(), order.getStatus(), order.getPlacedAt(),
				order.getLines().size(), order.getTotal());
	}

}
