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

package dev.replboot.sample.customer;

import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.web.PagedModel;
import org.springframework.data.web.SortDefault;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lists customers.
 */
@RestController
@RequestMapping("/customers")
class CustomerController {

	private final CustomerRepository customers;

	private final CustomerDirectory directory;

	CustomerController(CustomerRepository customers, CustomerDirectory directory) {
		this.customers = customers;
		this.directory = directory;
	}

	@GetMapping
	PagedModel<CustomerView> list(@SortDefault(sort = "id", direction = Sort.Direction.ASC) Pageable page) {
		return new PagedModel<>(this.customers.findAll(page).map(CustomerView::of));
	}

	@GetMapping("/{id}")
	CustomerView one(@PathVariable long id) {
		return this.directory.find(id);
	}

}
