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
import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

import dev.replboot.sample.customer.Customer;

/**
 * An order.
 *
 * @since 0.1.0
 */
@Entity
@Table(name = "orders")
public class Order {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	@JoinColumn(name = "customer_id")
	private @Nullable Customer customer;

	@Column(nullable = false, length = 16)
	@Enumerated(EnumType.STRING)
	private OrderStatus status = OrderStatus.PLACED;

	@Column(name = "placed_at", nullable = false)
	private Instant placedAt = Instant.EPOCH;

	@Column(nullable = false, precision = 12, scale = 2)
	private BigDecimal total = BigDecimal.ZERO;

	@OneToMany(mappedBy = "order", cascade = CascadeType.ALL, orphanRemoval = true)
	@OrderBy("id")
	private List<OrderLine> lines = new ArrayList<>();

	protected Order() {
	}

	/**
	 * Create an order without lines.
	 * @param customer whose it is
	 * @param placedAt when it was placed
	 */
	public Order(Customer customer, Instant placedAt) {
		this.customer = customer;
		this.placedAt = placedAt;
	}

	/**
	 * Add a line.
	 * @param sku what is ordered
	 * @param quantity how many
	 * @param unitPrice what one costs
	 * @param discountPercent the discount on it
	 */
	public void addLine(String sku, int quantity, BigDecimal unitPrice, int discountPercent) {
		this.lines.add(new OrderLine(this, sku, quantity, unitPrice, discountPercent));
	}

	public @Nullable Long getId() {
		return this.id;
	}

	public @Nullable Customer getCustomer() {
		return this.customer;
	}

	public OrderStatus getStatus() {
		return this.status;
	}

	public void setStatus(OrderStatus status) {
		this.status = status;
	}

	public Instant getPlacedAt() {
		return this.placedAt;
	}

	public BigDecimal getTotal() {
		return this.total;
	}

	public void setTotal(BigDecimal total) {
		this.total = total;
	}

	public List<OrderLine> getLines() {
		return this.lines;
	}

}
