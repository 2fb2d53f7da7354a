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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Marks orders that weren't paid for too long.
 *
 * @since 0.1.0
 */
@Component
public class OverdueJob {

	private static final Log logger = LogFactory.getLog(OverdueJob.class);

	private static final Duration PATIENCE = Duration.ofDays(14);

	private final OrderRepository orders;

	OverdueJob(OrderRepository orders) {
		this.orders = orders;
	}

	/**
	 * Mark what is overdue now.
	 */
	@Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
	@Transactional
	public void markOverdue() {
		List<Order> overdue = this.orders.findByStatusAndPlacedAtBefore(OrderStatus.PLACED,
				Instant.now().minus(PATIENCE));
		overdue.forEach((order) -> order.setStatus(OrderStatus.OVERDUE));
		logger.debug("Marked " + overdue.size() + " orders as overdue");
	}

}
