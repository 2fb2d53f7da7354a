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
 * Knows when threads have last got a result from a patch. Each call writes here, which
 * costs a read and two stores, and takes no lock. Threads may share a place, which makes
 * a call look later than it was.
 */
final class RecentCalls {

	private static final int THREADS = 64;

	// A cache line has this many.
	private static final int LONGS = 8;

	private final AtomicLongArray last = new AtomicLongArray(THREADS * LONGS);

	RecentCalls() {
		long before = System.nanoTime() - 1;
		for (int i = 0; i < THREADS; i++) {
			this.last.setPlain(i * LONGS, before);
		}
	}

	void add(long now) {
		long thread = Thread.currentThread().getId();
		int place = place(thread);
		// A slow call of a thread that shares the place may have begun before.
		if (this.last.getOpaque(place) - now > 0) {
			return;
		}
		this.last.setOpaque(place + 1, thread);
		// Whoever sees the moment also sees the thread.
		this.last.setRelease(place, now);
	}

	private static int place(long thread) {
		return (int) (thread % THREADS) * LONGS;
	}

	/**
	 * Whether the calling thread has called since then.
	 * @param moment a moment after the patch began
	 * @return whether it has
	 */
	boolean hasHereSince(long moment) {
		return this.last.getOpaque(place(Thread.currentThread().getId())) - moment >= 0;
	}

	/**
	 * Whether it is the calling thread that has last called at its place, since then.
	 * @param moment a moment after the patch began
	 * @return {@code false} if a thread that shares the place has called later
	 */
	boolean hasSurelyHereSince(long moment) {
		long thread = Thread.currentThread().getId();
		int place = place(thread);
		return this.last.getAcquire(place) - moment >= 0 && this.last.getOpaque(place + 1) == thread;
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
