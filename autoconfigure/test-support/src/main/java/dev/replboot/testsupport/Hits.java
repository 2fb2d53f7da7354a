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

package dev.replboot.testsupport;

import java.util.ArrayList;
import java.util.List;

/**
 * A side effect that forms have: each call leaves its number.
 */
public final class Hits {

	/**
	 * Defines a function {@code hit} in the namespace that it is evaluated in.
	 */
	public static final String DEFINITION = "(defn hit [n] (dev.replboot.testsupport.Hits/hit (long n)) n)";

	private static final List<Long> HITS = new ArrayList<>();

	private Hits() {
	}

	/**
	 * Leave a number.
	 * @param number the number
	 */
	public static void hit(long number) {
		synchronized (HITS) {
			HITS.add(number);
		}
	}

	/**
	 * Take the numbers that were left.
	 * @return the numbers, in order
	 */
	public static List<Long> take() {
		synchronized (HITS) {
			List<Long> taken = List.copyOf(HITS);
			HITS.clear();
			return taken;
		}
	}

}
