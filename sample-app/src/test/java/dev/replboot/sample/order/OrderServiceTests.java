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
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.annotation.Transactional;

import dev.replboot.sample.payment.Payment;
import dev.replboot.sample.payment.PaymentMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OrderService} and {@link OverdueOrders}.
 */
@SpringBootTest
@Transactional
class OrderServiceTests {

	@Autowired
	private OrderService service;

	@Autowired
	private OverdueOrders overdueOrders;

	@AfterEach
	void clearAuthentication() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void placedOrderIsPricedAndFollowsTheSeed() {
		Order order = place();
		assertThat(order.getId()).isGreaterThan(300);
		assertThat(order.getTotal()).isEqualTo("88.20");
		assertThat(order.getStatus()).isEqualTo(OrderStatus.PLACED);
	}

	@Test
	void orderWithoutLinesIsRefused() {
		assertThatExceptionOfType(InvalidOrderException.class)
			.isThrownBy(() -> this.service.place(new NewOrder(1, List.of())));
	}

	@Test
	void paymentIsOfTheTotal() {
		Order order = place();
		Payment payment = this.service.pay(order.getId(), PaymentMethod.CARD);
		assertThat(payment.getAmount()).isEqualTo(order.getTotal());
		assertThat(order.getStatus()).isEqualTo(OrderStatus.PAID);
	}

	@Test
	void paidOrderCanNotBePaidAgain() {
		Order order = place();
		this.service.pay(order.getId(), PaymentMethod.CARD);
		assertThatExceptionOfType(OrderNotPayableException.class)
			.isThrownBy(() -> this.service.pay(order.getId(), PaymentMethod.CARD));
	}

	@Test
	void repriceRestoresTheTotal() {
		Order order = place();
		order.setTotal(BigDecimal.ONE);
		assertThat(this.service.reprice(order.getId())).isEqualTo("88.20");
	}

	@Test
	void correctTotalTakesTheAdministratorRole() {
		authenticate("ROLE_REPL_USER");
		assertThatExceptionOfType(AccessDeniedException.class)
			.isThrownBy(() -> this.service.correctTotal(1, BigDecimal.TEN));
		authenticate("ROLE_REPL_ADMIN");
		Order order = place();
		assertThat(this.service.correctTotal(order.getId(), BigDecimal.TEN)).isEqualTo("88.20");
		assertThat(order.getTotal()).isEqualTo(BigDecimal.TEN);
	}

	@Test
	void orderUnpaidForTooLongBecomesOverdue() {
		this.overdueOrders.mark();
		Order order = place();
		assertThat(this.overdueOrders.mark()).isZero();
		order.setPlacedAt(Instant.now().minus(Duration.ofDays(15)));
		assertThat(this.overdueOrders.mark()).isEqualTo(1);
		assertThat(order.getStatus()).isEqualTo(OrderStatus.OVERDUE);
	}

	private Order place() {
		return this.service.place(new NewOrder(1,
				List.of(new NewOrder.Line("MOU-001", 4, new BigDecimal("24.50"), new BigDecimal("10.00")))));
	}

	private void authenticate(String authority) {
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken("someone", "secret", authority));
	}

}
