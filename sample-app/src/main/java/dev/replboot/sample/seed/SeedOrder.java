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

package dev.replboot.sample.seed;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import dev.replboot.sample.order.OrderStatus;

/**
 * An order to insert.
 *
 * @param id the primary key
 * @param customerId the primary key of the customer
 * @param status where the order stands
 * @param age how long ago it was placed
 * @param lines the lines
 * @param total the total to store
 * @param paid whether a payment belongs to it
 */
record SeedOrder(long id, long customerId, OrderStatus status, Duration age, List<Line> lines, BigDecimal total,
		boolean paid) {

	/**
	 * A line to insert.
	 *
	 * @param sku the article
	 * @param quantity the number of units
	 * @param unitPrice the price of one unit before the discount
	 * @param discountPercent the discount from 0 to 100
	 */
	record Line(String sku, int quantity, BigDecimal unitPrice, BigDecimal discountPercent) {

	}

}
