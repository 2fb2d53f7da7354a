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

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A number of units of one article.
 *
 * @since 0.1.0
 */
@Entity
@Table(name = "order_lines", indexes = @Index(name = "order_lines_order_id", columnList = "order_id"))
public class OrderLine {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	private Order order;

	@Column(nullable = false, length = 40)
	private String sku;

	@Column(nullable = false)
	private int quantity;

	@Column(nullable = false, precision = 12, scale = 2)
	private BigDecimal unitPrice;

	@Column(nullable = false, precision = 5, scale = 2)
	private BigDecimal discountPercent;

	@SuppressWarnings("NullAway.Init")
	protected OrderLine() {
	}

	OrderLine(Order order, String sku, int quantity, BigDecimal unitPrice, BigDecimal discountPercent) {
		this.order = order;
		this.sku = sku;
		this.quantity = quantity;
		this.unitPrice = unitPrice;
		this.discountPercent = discountPercent;
	}

	/**
	 * Returns the primary key.
	 * @return the key or {@code null} until the line is saved
	 */
	public @Nullable Long getId() {
		return this.id;
	}

	public Order getOrder() {
		return this.order;
	}

	public String getSku() {
		return this.sku;
	}

	public int getQuantity() {
		return this.quantity;
	}

	public void setQuantity(int quantity) {
		this.quantity = quantity;
	}

	public BigDecimal getUnitPrice() {
		return this.unitPrice;
	}

	public BigDecimal getDiscountPercent() {
		return this.discountPercent;
	}

	@Override
	public String toString() {
		return "OrderLine " + this.id + " " + this.quantity + " x " + this.sku + " at " + this.unitPrice + " less "
				+ this.discountPercent + "%";
	}

}
