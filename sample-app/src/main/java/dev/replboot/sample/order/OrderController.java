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

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.web.PagedModel;
import org.springframework.data.web.SortDefault;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.replboot.sample.payment.Payment;
import dev.replboot.sample.payment.PaymentMethod;

/**
 * Lists, places and pays orders. The POSTs take a CSRF token, as Spring Boot's default
 * security asks for one.
 */
@RestController
@RequestMapping("/orders")
class OrderController {

	private final OrderRepository orders;

	private final OrderService service;

	OrderController(OrderRepository orders, OrderService service) {
		this.orders = orders;
		this.service = service;
	}

	/**
	 * Lists orders. Each order's customer and lines are fetched one by one, as open
	 * session in view lets them: the N+1 to find.
	 * @param status the status to list or {@code null} for all
	 * @param page the page, by id unless the request says otherwise
	 * @return the page
	 */
	@GetMapping
	PagedModel<OrderSummary> list(@RequestParam(required = false) @Nullable OrderStatus status,
			@SortDefault(sort = "id", direction = Sort.Direction.ASC) Pageable page) {
		Page<Order> found = (status != null) ? this.orders.findByStatus(status, page) : this.orders.findAll(page);
		return new PagedModel<>(found.map(OrderSummary::of));
	}

	@GetMapping("/{id}")
	OrderDetails one(@PathVariable long id) {
		return this.orders.findById(id).map(OrderDetails::of).orElseThrow(() -> new OrderNotFoundException(id));
	}

	/**
	 * Says what an order would cost now.
	 * @param id the order
	 * @return the total
	 */
	@GetMapping("/{id}/quote")
	Quote quote(@PathVariable long id) {
		return new Quote(id, this.service.quote(id));
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	OrderDetails place(@RequestBody NewOrder newOrder) {
		return OrderDetails.of(this.service.place(newOrder));
	}

	@PostMapping("/{id}/payment")
	@ResponseStatus(HttpStatus.CREATED)
	Payment pay(@PathVariable long id, @RequestParam(defaultValue = "CARD") PaymentMethod method) {
		return this.service.pay(id, method);
	}

	/**
	 * What an order would cost now.
	 *
	 * @param orderId the order
	 * @param total the total
	 */
	record Quote(long orderId, BigDecimal total) {

	}

}
