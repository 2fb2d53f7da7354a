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

package dev.replboot.bench;

/**
 * How often both sides are measured, one after the other and in changing order.
 */
final class Rounds {

	private Rounds() {
	}

	static int count(int byDefault) {
		return Integer.getInteger("bench.rounds", byDefault);
	}

	/**
	 * Measure both sides in each round; whoever was second in one round is first in the
	 * next, so that neither gains by its place.
	 * @param count how many rounds
	 * @param ours our side
	 * @param baseline the other side
	 * @throws Exception what a side throws
	 */
	static void alternate(int count, Side ours, Side baseline) throws Exception {
		for (int round = 0; round < count; round++) {
			Side first = (round % 2 == 0) ? ours : baseline;
			Side second = (first == ours) ? baseline : ours;
			first.measure(round);
			second.measure(round);
		}
	}

	/**
	 * One side of a comparison.
	 */
	@FunctionalInterface
	interface Side {

		void measure(int round) throws Exception;

	}

}
