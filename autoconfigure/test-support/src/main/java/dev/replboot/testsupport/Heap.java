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

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what an attack costs in memory that can't be collected.
 */
public final class Heap {

	private static final int SAMPLES = 5;

	private Heap() {
	}

	/**
	 * The live heap, as the collector left it: what other threads have allocated since,
	 * the attacker among them, doesn't count.
	 * @return bytes in use right after a collection
	 */
	public static long live() {
		System.gc();
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
			.mapToLong((pool) -> pool.getCollectionUsage().getUsed())
			.sum();
	}

	/**
	 * The highest live heap while something runs, compared with a state before.
	 * @param before the live heap before
	 * @param running looked at while it is alive, five times
	 * @return bytes more than before
	 */
	public static long growth(long before, Thread running) {
		long most = 0;
		for (int i = 0; i < SAMPLES && running.isAlive(); i++) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
			most = Math.max(most, live() - before);
		}
		return most;
	}

}
