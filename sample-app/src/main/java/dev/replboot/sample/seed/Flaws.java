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

package dev.replboot.sample.seed;

import java.util.Set;

/**
 * The orders that are wrong, by id.
 */
final class Flaws {

	/**
	 * Their total isn't the sum of their lines.
	 */
	static final Set<Integer> WRONG_TOTAL = Set.of(17, 42, 77, 118, 164, 203, 256);

	/**
	 * They are paid, but there is no payment.
	 */
	static final Set<Integer> PAID_WITHOUT_PAYMENT = Set.of(31, 142, 287);

	/**
	 * Their first line has a negative quantity.
	 */
	static final Set<Integer> NEGATIVE_QUANTITY = Set.of(64, 211);

	private Flaws() {
	}

}
