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

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Thrown when an order to be paid is paid or cancelled already.
 *
 * @since 0.1.0
 */
@ResponseStatus(HttpStatus.CONFLICT)
public class OrderNotPayableException extends RuntimeException {

	private final long orderId;

	private final OrderStatus status;

	public OrderNotPayableException(long orderId, OrderStatus status) {
		super("Order " + orderId + " is " + status + " and can't be paid");
		this.orderId = orderId;
		this.status = status;
	}

	public long getOrderId() {
		return this.orderId;
	}

	public OrderStatus getStatus() {
		return this.status;
	}

}
