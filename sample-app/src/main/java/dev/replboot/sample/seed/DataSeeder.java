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

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.replboot.sample.customer.CustomerRepository;
import dev.replboot.sample.payment.PaymentMethod;

/**
 * Fills an empty database and leaves any other alone. It goes by JDBC as that takes a
 * fraction of the time that entities would.
 */
@Component
@Order(1)
class DataSeeder implements ApplicationRunner {

	private static final List<String> FIRST_NAMES = List.of("Ada", "Bruno", "Clara", "David", "Elif", "Farid", "Grace",
			"Hugo");

	private static final List<String> LAST_NAMES = List.of("Abel", "Berger", "Costa", "Diaz", "Evans");

	private final JdbcTemplate jdbc;

	private final CustomerRepository customers;

	private final SeedOrders seedOrders;

	private final Clock clock;

	DataSeeder(JdbcTemplate jdbc, CustomerRepository customers, SeedOrders seedOrders, Clock clock) {
		this.jdbc = jdbc;
		this.customers = customers;
		this.seedOrders = seedOrders;
		this.clock = clock;
	}

	@Override
	@Transactional
	public void run(ApplicationArguments args) {
		if (this.customers.count() == 0) {
			OffsetDateTime now = this.clock.instant().truncatedTo(ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC);
			List<SeedOrder> orders = this.seedOrders.create();
			insertCustomers();
			insertOrders(orders, now);
			insertLines(orders);
			insertPayments(orders, now);
			List.of("customers", "orders", "order_lines", "payments").forEach(this::continueIds);
		}
	}

	private void insertCustomers() {
		List<Object[]> rows = new ArrayList<>();
		for (int i = 0; i < SeedOrders.CUSTOMERS; i++) {
			String first = FIRST_NAMES.get(i % FIRST_NAMES.size());
			String last = LAST_NAMES.get(i / FIRST_NAMES.size());
			String email = (first + "." + last + "@example.com").toLowerCase(Locale.ROOT);
			rows.add(new Object[] { i + 1L, first + " " + last, email });
		}
		insert("customers", "id, name, email", rows);
	}

	private void insertOrders(List<SeedOrder> orders, OffsetDateTime now) {
		List<Object[]> rows = new ArrayList<>();
		for (SeedOrder order : orders) {
			rows.add(new Object[] { order.id(), order.customerId(), order.status().name(), now.minus(order.age()),
					order.total() });
		}
		insert("orders", "id, customer_id, status, placed_at, total", rows);
	}

	private void insertLines(List<SeedOrder> orders) {
		List<Object[]> rows = new ArrayList<>();
		for (SeedOrder order : orders) {
			for (SeedOrder.Line line : order.lines()) {
				rows.add(new Object[] { rows.size() + 1L, order.id(), line.sku(), line.quantity(), line.unitPrice(),
						line.discountPercent() });
			}
		}
		insert("order_lines", "id, order_id, sku, quantity, unit_price, discount_percent", rows);
	}

	private void insertPayments(List<SeedOrder> orders, OffsetDateTime now) {
		PaymentMethod[] methods = PaymentMethod.values();
		List<Object[]> rows = new ArrayList<>();
		for (SeedOrder order : orders) {
			if (order.paid()) {
				String method = methods[rows.size() % methods.length].name();
				Duration age = order.age().multipliedBy(9).dividedBy(10);
				rows.add(new Object[] { rows.size() + 1L, order.id(), order.total(), method, now.minus(age) });
			}
		}
		insert("payments", "id, order_id, amount, method, paid_at", rows);
	}

	private void insert(String table, String columns, List<Object[]> rows) {
		String marks = columns.replaceAll("\\w+", "?");
		this.jdbc.batchUpdate("insert into " + table + " (" + columns + ") values (" + marks + ")", rows);
	}

	/**
	 * Lets the next id follow the inserted ones. H2 commits here, so nothing is inserted
	 * after it.
	 * @param table the table
	 */
	private void continueIds(String table) {
		@Nullable Long last = this.jdbc.queryForObject("select max(id) from " + table, Long.class);
		this.jdbc.execute("alter table " + table + " alter column id restart with " + ((last != null) ? last + 1 : 1));
	}

}
