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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Marks orders that stay unpaid for too long, once a minute.
 *
 * @since 0.1.0
 */
@Component
public class OverdueOrders {

	private static final Logger logger = LoggerFactory.getLogger(OverdueOrders.class);

	private final OrderRepository orders;

	private final Clock clock;

	private final Duration overdueAfter;

	public OverdueOrders(OrderRepository orders, Clock clock,
			@Value("${orders.overdue-after:14d}") Duration overdueAfter) {
		this.orders = orders;
		this.clock = clock;
		this.overdueAfter = overdueAfter;
	}

	/**
	 * Marks them now.
	 * @return the number of orders that became overdue
	 */
	@Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
	@Transactional
	public int mark() {
		Instant limit = this.clock.instant().minus(this.overdueAfter);
		List<Order> late = this.orders.findByStatusAndPlacedAtBefore(OrderStatus.PLACED, limit);
		late.forEach((order) -> order.setStatus(OrderStatus.OVERDUE));
		logger.debug("{} orders placed before {} became overdue", late.size(), limit);
		return late.size();
	}

}
