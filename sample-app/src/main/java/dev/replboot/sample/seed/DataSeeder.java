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
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import dev.replboot.sample.order.OrderStatus;
import dev.replboot.sample.pricing.PricingRule;

/**
 * Fills an empty database, always with the same data. Of the orders, those in
 * {@link Flaws} are wrong in ways that a bug could have caused.
 */
@Component
class DataSeeder implements ApplicationRunner {

	private static final Log logger = LogFactory.getLog(DataSeeder.class);

	private static final int CUSTOMERS = 40;

	private static final int ORDERS = 300;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final PricingRule pricing;

	private final Random random = new Random(42);

	private final List<Object[]> orders = new ArrayList<>();

	private final List<Object[]> lines = new ArrayList<>();

	private final List<Object[]> payments = new ArrayList<>();

	DataSeeder(JdbcTemplate jdbc, TransactionTemplate transaction, PricingRule pricing) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.pricing = pricing;
	}

	@Override
	public void run(ApplicationArguments args) {
		Integer existing = this.jdbc.queryForObject("select count(*) from customers", Integer.class);
		if (existing == null || existing == 0) {
			this.transaction.executeWithoutResult((status) -> seed());
		}
		logger.info("The database has " + this.jdbc.queryForObject("select count(*) from orders", Integer.class)
				+ " orders");
	}

	private void seed() {
		List<Object[]> customers = new ArrayList<>();
		for (int i = 1; i <= CUSTOMERS; i++) {
			customers.add(new Object[] { "Customer " + i, "customer" + i + "@example.org" });
		}
		this.jdbc.batchUpdate("insert into customers (name, email) values (?, ?)", customers);
		Instant now = Instant.now();
		for (int id = 1; id <= ORDERS; id++) {
			order(id, now);
		}
		this.jdbc.batchUpdate("insert into orders (customer_id, status, placed_at, total) values (?, ?, ?, ?)",
				this.orders);
		this.jdbc.batchUpdate(
				"insert into order_lines (order_id, sku, quantity, unit_price, discount_percent) values (?, ?, ?, ?, ?)",
				this.lines);
		this.jdbc.batchUpdate("insert into payments (order_id, amount, method, paid_at) values (?, ?, ?, ?)",
				this.payments);
	}

	private void order(int id, Instant now) {
		Instant placedAt = now.minus(Duration.ofHours(this.random.nextInt(24 * 60)));
		BigDecimal total = BigDecimal.ZERO;
		int count = 1 + this.random.nextInt(5);
		for (int line = 0; line < count; line++) {
			total = total.add(line(id, line));
		}
		if (Flaws.WRONG_TOTAL.contains(id)) {
			total = total.add(BigDecimal.TEN);
		}
		OrderStatus status = OrderStatus.values()[this.random.nextInt(OrderStatus.values().length)];
		if (Flaws.PAID_WITHOUT_PAYMENT.contains(id)) {
			status = OrderStatus.PAID;
		}
		else if (status == OrderStatus.PAID || status == OrderStatus.SHIPPED) {
			Instant paidAt = placedAt.plus(Duration.ofHours(1));
			this.payments.add(new Object[] { id, total, (id % 3 == 0) ? "card" : "transfer", Timestamp.from(paidAt) });
		}
		this.orders
			.add(new Object[] { 1 + this.random.nextInt(CUSTOMERS), status.name(), Timestamp.from(placedAt), total });
	}

	private BigDecimal line(int order, int line) {
		int quantity = 1 + this.random.nextInt(9);
		BigDecimal unitPrice = BigDecimal.valueOf(199 + this.random.nextInt(9800), 2);
		int discount = 5 * this.random.nextInt(4);
		if (line == 0 && Flaws.NEGATIVE_QUANTITY.contains(order)) {
			quantity = -quantity;
		}
		this.lines.add(new Object[] { order, "SKU-" + (100 + this.random.nextInt(60)), quantity, unitPrice, discount });
		return this.pricing.price(quantity, unitPrice, discount);
	}

}
