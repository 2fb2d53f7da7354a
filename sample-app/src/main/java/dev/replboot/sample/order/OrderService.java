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
import java.util.NoSuchElementException;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.replboot.sample.payment.Payment;
import dev.replboot.sample.payment.PaymentRepository;
import dev.replboot.sample.pricing.PricingRule;

/**
 * What is done with orders.
 *
 * @since 0.1.0
 */
@Service
public class OrderService {

	private final OrderRepository orders;

	private final PaymentRepository payments;

	private final PricingRule pricing;

	OrderService(OrderRepository orders, PaymentRepository payments, PricingRule pricing) {
		this.orders = orders;
		this.payments = payments;
		this.pricing = pricing;
	}

	/**
	 * Compute what an order costs.
	 * @param order the order
	 * @return the sum of its lines
	 */
	public BigDecimal price(Order order) {
		return order.getLines()
			.stream()
			.map((line) -> this.pricing.price(line.getQuantity(), line.getUnitPrice(), line.getDiscountPercent()))
			.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	/**
	 * Price an order and save it.
	 * @param order the order
	 * @return the saved order
	 */
	@Transactional
	public Order place(Order order) {
		order.setTotal(price(order));
		return this.orders.save(order);
	}

	/**
	 * Compute an order's total anew.
	 * @param id the order's id
	 * @return the order
	 */
	@Transactional
	public Order reprice(long id) {
		Order order = find(id);
		order.setTotal(price(order));
		return order;
	}

	/**
	 * Take a payment of the whole amount.
	 * @param id the order's id
	 * @param method how it is paid
	 * @return the payment
	 */
	@Transactional
	public Payment pay(long id, String method) {
		Order order = find(id);
		if (order.getStatus() != OrderStatus.PLACED && order.getStatus() != OrderStatus.OVERDUE) {
			throw new IllegalStateException("Order " + id + " is " + order.getStatus() + " and can't be paid");
		}
		order.setStatus(OrderStatus.PAID);
		return this.payments.save(new Payment(id, order.getTotal(), method, Instant.now()));
	}

	/**
	 * Give an order up. Takes an administrator.
	 * @param id the order's id
	 * @return the order
	 */
	@Transactional
	@PreAuthorize("hasRole('REPL_ADMIN')")
	public Order cancel(long id) {
		Order order = find(id);
		order.setStatus(OrderStatus.CANCELLED);
		return order;
	}

	private Order find(long id) {
		return this.orders.findById(id).orElseThrow(() -> new NoSuchElementException("There is no order " + id));
	}

}
