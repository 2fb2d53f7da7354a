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

/**
 * Where an order stands.
 *
 * @since 0.1.0
 */
public enum OrderStatus {

	/**
	 * Received and not yet paid.
	 */
	PLACED,

	/**
	 * Not paid in time.
	 */
	OVERDUE,

	/**
	 * Paid and not yet shipped.
	 */
	PAID,

	/**
	 * Paid and on its way.
	 */
	SHIPPED,

	/**
	 * Called off before it was paid.
	 */
	CANCELLED;

	/**
	 * Whether money is still owed for an order in this state.
	 * @return whether the order can be paid
	 */
	public boolean isUnpaid() {
		return this == PLACED || this == OVERDUE;
	}

}
