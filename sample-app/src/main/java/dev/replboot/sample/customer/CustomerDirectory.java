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

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Component;

/**
 * Looks customers up, each of them once.
 *
 * @since 0.1.0
 */
@Component
public class CustomerDirectory {

	private final CustomerRepository customers;

	public CustomerDirectory(CustomerRepository customers) {
		this.customers = customers;
	}

	/**
	 * Finds a customer, in the cache if it has been found before.
	 * @param id the primary key
	 * @return the customer
	 * @throws CustomerNotFoundException if there is none
	 */
	@Cacheable("customers")
	public CustomerView find(long id) {
		return this.customers.findById(id).map(CustomerView::of).orElseThrow(() -> new CustomerNotFoundException(id));
	}

}
