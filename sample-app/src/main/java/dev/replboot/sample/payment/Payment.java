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

package dev.replboot.sample.payment;

import java.math.BigDecimal;
import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * Money received for an order.
 *
 * @since 0.1.0
 */
@Entity
@Table(name = "payments", indexes = @Index(name = "payments_order_id", columnList = "order_id"))
public class Payment {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@Column(nullable = false)
	private long orderId;

	@Column(nullable = false, precision = 12, scale = 2)
	private BigDecimal amount;

	@Enumerated(EnumType.STRING)
	@Column(nullable = false, length = 20)
	private PaymentMethod method;

	@Column(nullable = false)
	private Instant paidAt;

	@SuppressWarnings("NullAway.Init")
	protected Payment() {
	}

	public Payment(long orderId, BigDecimal amount, PaymentMethod method, Instant paidAt) {
		this.orderId = orderId;
		this.amount = amount;
		this.method = method;
		this.paidAt = paidAt;
	}

	/**
	 * Returns the primary key.
	 * @return the key or {@code null} until the payment is saved
	 */
	public @Nullable Long getId() {
		return this.id;
	}

	public long getOrderId() {
		return this.orderId;
	}

	public BigDecimal getAmount() {
		return this.amount;
	}

	public PaymentMethod getMethod() {
		return this.method;
	}

	public Instant getPaidAt() {
		return this.paidAt;
	}

	@Override
	public String toString() {
		return "Payment " + this.id + " of " + this.amount + " for order " + this.orderId;
	}

}
