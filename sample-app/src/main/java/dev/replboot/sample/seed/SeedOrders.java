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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.springframework.stereotype.Component;

import dev.replboot.sample.order.OrderStatus;
import dev.replboot.sample.pricing.PricingRule;

/**
 * Makes the orders, the same ones each time. Some are wrong on purpose, as the constants
 * tell.
 */
@Component
class SeedOrders {

	static final int CUSTOMERS = 40;

	static final int ORDERS = 300;

	/**
	 * Orders whose stored total isn't the sum of their lines: each has a line on which
	 * {@link PricingRule} rounds wrongly, and no other order has one.
	 */
	static final Set<Long> WRONG_TOTALS = Set.of(17L, 58L, 94L, 133L, 176L, 214L, 267L);

	/**
	 * Orders that are paid and have no payment.
	 */
	static final Set<Long> PAYMENT_MISSING = Set.of(38L, 129L, 248L);

	/**
	 * Orders whose first line has a negative quantity.
	 */
	static final Set<Long> NEGATIVE_QUANTITY = Set.of(66L, 203L);

	/**
	 * The newest order that is overdue when unpaid. The next one is less than the 14 days
	 * old that {@code orders.overdue-after} allows.
	 */
	private static final long NEWEST_OVERDUE = 265;

	private static final Duration BETWEEN_ORDERS = Duration.ofMinutes(576);

	private static final List<String> SKUS = List.of("KEY-104", "KEY-087", "MOU-001", "MOU-002", "MON-024", "MON-027",
			"CAM-HD1", "DOC-USB", "LAM-LED", "STA-ALU", "MAT-XXL");

	/**
	 * Prices in tenths, so that whole tens of percent come to whole cents.
	 */
	private static final List<String> PRICES = List.of("89.90", "119.00", "24.50", "49.90", "159.00", "249.90", "69.00",
			"129.50", "34.90", "59.00", "19.90");

	private static final SeedOrder.Line BADLY_ROUNDED = new SeedOrder.Line("CAB-USC", 12, new BigDecimal("19.99"),
			new BigDecimal("15.00"));

	private final PricingRule pricing;

	SeedOrders(PricingRule pricing) {
		this.pricing = pricing;
	}

	List<SeedOrder> create() {
		List<SeedOrder> orders = new ArrayList<>(ORDERS);
		for (long id = 1; id <= ORDERS; id++) {
			OrderStatus status = status(id);
			boolean paid = (status == OrderStatus.PAID || status == OrderStatus.SHIPPED)
					&& !PAYMENT_MISSING.contains(id);
			List<SeedOrder.Line> lines = lines(id);
			orders.add(new SeedOrder(id, 1 + id * 17 % CUSTOMERS, status, BETWEEN_ORDERS.multipliedBy(ORDERS - id),
					lines, total(lines), paid));
		}
		return orders;
	}

	private OrderStatus status(long id) {
		return switch ((int) (id % 10)) {
			case 0 -> OrderStatus.CANCELLED;
			case 1, 2 -> (id <= NEWEST_OVERDUE) ? OrderStatus.OVERDUE : OrderStatus.PLACED;
			case 3, 4, 5 -> OrderStatus.SHIPPED;
			default -> OrderStatus.PAID;
		};
	}

	private List<SeedOrder.Line> lines(long id) {
		int count = 1 + (int) (id * 7 % 5);
		List<SeedOrder.Line> lines = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			int article = (int) ((id * 3 + i * 5) % SKUS.size());
			int quantity = 1 + (int) ((id + i * 2) % 4);
			BigDecimal discount = BigDecimal.valueOf((id + i) % 3 * 10).setScale(2);
			lines.add(new SeedOrder.Line(SKUS.get(article), quantity, new BigDecimal(PRICES.get(article)), discount));
		}
		if (WRONG_TOTALS.contains(id)) {
			lines.set(0, BADLY_ROUNDED);
		}
		if (NEGATIVE_QUANTITY.contains(id)) {
			SeedOrder.Line line = lines.get(0);
			lines.set(0, new SeedOrder.Line(line.sku(), -line.quantity(), line.unitPrice(), line.discountPercent()));
		}
		return lines;
	}

	private BigDecimal total(List<SeedOrder.Line> lines) {
		return lines.stream()
			.map((line) -> this.pricing.lineTotal(line.quantity(), line.unitPrice(), line.discountPercent()))
			.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

}
