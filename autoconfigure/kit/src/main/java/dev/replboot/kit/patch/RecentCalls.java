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

package dev.replboot.kit.patch;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When threads have last got a result from a patch. It is written at each call, so it
 * costs a plain store and takes no lock. Threads may share a place, which only makes a
 * call look later than it was.
 */
final class RecentCalls {

	private static final int THREADS = 64;

	// of a cache line
	private static final int LONGS = 8;

	private final AtomicLongArray last = new AtomicLongArray(THREADS * LONGS);

	RecentCalls() {
		long before = System.nanoTime() - 1;
		for (int i = 0; i < THREADS; i++) {
			this.last.setPlain(i * LONGS, before);
		}
	}

	void add(long now) {
		this.last.setOpaque(place(), now);
	}

	private static int place() {
		return (int) (Thread.currentThread().getId() % THREADS) * LONGS;
	}

	/**
	 * Whether the calling thread has called since then.
	 * @param moment a moment after the patch began
	 * @return whether it has
	 */
	boolean hasHereSince(long moment) {
		return this.last.getOpaque(place()) - moment >= 0;
	}

	/**
	 * Whether any thread has called since then.
	 * @param moment a moment after the patch began
	 * @return whether one has
	 */
	boolean hasSince(long moment) {
		for (int i = 0; i < THREADS; i++) {
			if (this.last.getOpaque(i * LONGS) - moment >= 0) {
				return true;
			}
		}
		return false;
	}

}
