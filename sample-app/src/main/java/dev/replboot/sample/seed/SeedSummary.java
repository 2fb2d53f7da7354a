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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import dev.replboot.sample.customer.CustomerRepository;
import dev.replboot.sample.order.OrderLineRepository;
import dev.replboot.sample.order.OrderRepository;
import dev.replboot.sample.payment.PaymentRepository;

/**
 * Logs what the database holds after the start.
 */
@Component
@Order(2)
class SeedSummary implements ApplicationRunner {

	private static final Logger logger = LoggerFactory.getLogger(SeedSummary.class);

	private final CustomerRepository customers;

	private final OrderRepository orders;

	private final OrderLineRepository lines;

	private final PaymentRepository payments;

	SeedSummary(CustomerRepository customers, OrderRepository orders, OrderLineRepository lines,
			PaymentRepository payments) {
		this.customers = customers;
		this.orders = orders;
		this.lines = lines;
		this.payments = payments;
	}

	@Override
	public void run(ApplicationArguments args) {
		logger.info("{} customers, {} orders with {} lines, {} payments", this.customers.count(), this.orders.count(),
				this.lines.count(), this.payments.count());
	}

}
