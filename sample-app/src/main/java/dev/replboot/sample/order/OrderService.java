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
import java.time.Clock;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.replboot.sample.customer.Customer;
import dev.replboot.sample.customer.CustomerNotFoundException;
import dev.replboot.sample.customer.CustomerRepository;
import dev.replboot.sample.payment.Payment;
import dev.replboot.sample.payment.PaymentMethod;
import dev.replboot.sample.payment.PaymentRepository;
import dev.replboot.sample.pricing.PricingRule;

/**
 * Everything that changes an order, each method in a transaction of its own.
 *
 * @since 0.1.0
 */
@Service
@Transactional
public class OrderService {

	private final OrderRepository orders;

	private final CustomerRepository customers;

	private final PaymentRepository payments;

	private final PricingRule pricing;

	private final Clock clock;

	public OrderService(OrderRepository orders, CustomerRepository customers, PaymentRepository payments,
			PricingRule pricing, Clock clock) {
		this.orders = orders;
		this.customers = customers;
		this.payments = payments;
		this.pricing = pricing;
		this.clock = clock;
	}

	/**
	 * Places an order and prices it.
	 * @param newOrder what is ordered and by whom
	 * @return the saved order
	 * @throws CustomerNotFoundException if no customer has the id
	 * @throws InvalidOrderException if there are no lines or a line has no units
	 */
	public Order place(NewOrder newOrder) {
		Customer customer = this.customers.findById(newOrder.customerId())
			.orElseThrow(() -> new CustomerNotFoundException(newOrder.customerId()));
		if (newOrder.lines().isEmpty()) {
			throw new InvalidOrderException("An order takes at least one line");
		}
		Order order = new Order(customer, this.clock.instant());
		for (NewOrder.Line line : newOrder.lines()) {
			if (line.quantity() < 1) {
				throw new InvalidOrderException("A line takes at least one unit of " + line.sku());
			}
			order.addLine(line.sku(), line.quantity(), line.unitPrice(), line.discountPercent());
		}
		order.setTotal(price(order));
		return this.orders.save(order);
	}

	/**
	 * Records a payment of the whole total.
	 * @param orderId the order that is paid
	 * @param method how it is paid
	 * @return the saved payment
	 * @throws OrderNotFoundException if no order has the id
	 * @throws OrderNotPayableException if the order is paid or cancelled already
	 */
	public Payment pay(long orderId, PaymentMethod method) {
		Order order = find(orderId);
		if (!order.getStatus().isUnpaid()) {
			throw new OrderNotPayableException(orderId, order.getStatus());
		}
		order.setStatus(OrderStatus.PAID);
		return this.payments.save(new Payment(orderId, order.getTotal(), method, this.clock.instant()));
	}

	/**
	 * Prices an order again and stores the total.
	 * @param orderId the order to price
	 * @return the new total
	 * @throws OrderNotFoundException if no order has the id
	 */
	public BigDecimal reprice(long orderId) {
		Order order = find(orderId);
		order.setTotal(price(order));
		return order.getTotal();
	}

	/**
	 * Says what an order would cost now, without storing it.
	 * @param orderId the order to price
	 * @return the total
	 * @throws OrderNotFoundException if no order has the id
	 */
	@Transactional(readOnly = true)
	public BigDecimal quote(long orderId) {
		return price(find(orderId));
	}

	/**
	 * Sets the total of an order by hand, for administrators only.
	 * @param orderId the order to correct
	 * @param total the new total
	 * @return the old total
	 * @throws OrderNotFoundException if no order has the id
	 */
	@PreAuthorize("hasRole('REPL_ADMIN')")
	public BigDecimal correctTotal(long orderId, BigDecimal total) {
		Order order = find(orderId);
		BigDecimal before = order.getTotal();
		order.setTotal(total);
		return before;
	}

	private Order find(long orderId) {
		return this.orders.findById(orderId).orElseThrow(() -> new OrderNotFoundException(orderId));
	}

	private BigDecimal price(Order order) {
		return order.getLines()
			.stream()
			.map((line) -> this.pricing.lineTotal(line.getQuantity(), line.getUnitPrice(), line.getDiscountPercent()))
			.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

}
