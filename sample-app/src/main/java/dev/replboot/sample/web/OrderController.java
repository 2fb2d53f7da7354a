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

package dev.replboot.sample.web;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import dev.replboot.sample.customer.CustomerRepository;
import dev.replboot.sample.order.Order;
import dev.replboot.sample.order.OrderRepository;
import dev.replboot.sample.order.OrderService;

/**
 * Orders over HTTP.
 *
 * @since 0.1.0
 */
@RestController
@RequestMapping("/orders")
class OrderController {

	private final OrderRepository orders;

	private final CustomerRepository customers;

	private final OrderService service;

	OrderController(OrderRepository orders, CustomerRepository customers, OrderService service) {
		this.orders = orders;
		this.customers = customers;
		this.service = service;
	}

	// loads the lines and the customer of each order with statements of their own: the
	// N+1 that a REPL helps to find
	@GetMapping
	List<OrderView> list(@RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "20") int size) {
		PageRequest request = PageRequest.of(page, Math.min(size, 100), Sort.by("id"));
		return this.orders.findAll(request).stream().map(OrderView::of).toList();
	}

	@GetMapping("/{id}")
	OrderView one(@PathVariable long id) {
		return this.orders.findById(id)
			.map(OrderView::of)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no order " + id));
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	OrderView place(@RequestBody NewOrder request) {
		Order order = this.customers.findById(request.customerId())
			.map((customer) -> new Order(customer, Instant.now()))
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.UNPROCESSABLE_CONTENT,
					"There is no customer " + request.customerId()));
		request.lines().forEach((line) -> order.addLine(line.sku(), line.quantity(), line.unitPrice(), 0));
		return OrderView.of(this.service.place(order));
	}

	@PostMapping("/{id}/payment")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void pay(@PathVariable long id, @RequestParam(defaultValue = "card") String method) {
		this.service.pay(id, method);
	}

	/**
	 * An order to be placed.
	 *
	 * @param customerId whose it is
	 * @param lines what is ordered
	 */
	record NewOrder(long customerId, List<NewLine> lines) {

	}

	/**
	 * A line of an order to be placed.
	 *
	 * @param sku what is ordered
	 * @param quantity how many
	 * @param unitPrice what one costs
	 */
	record NewLine(String sku, int quantity, BigDecimal unitPrice) {

	}

}
