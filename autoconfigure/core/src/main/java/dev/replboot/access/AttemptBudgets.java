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

package dev.replboot.access;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Counts failed attempts by key, for a minute from the first one on. The number of keys
 * is bounded: when there are too many, new keys share one count, so that nobody gets more
 * attempts by having more addresses. Not safe for use by several threads.
 */
final class AttemptBudgets {

	/**
	 * How long a failure counts.
	 */
	static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final long CLEARING_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final int most;

	private final Map<String, Budget> budgets = new HashMap<>();

	private final Budget shared = new Budget();

	private @Nullable Long cleared;

	/**
	 * Create the table.
	 * @param most how many keys are told apart
	 */
	AttemptBudgets(int most) {
		this.most = most;
	}

	/**
	 * The budget of a key.
	 * @param key the key
	 * @param now the time in nanoseconds
	 * @return its budget, or the one that those without room share
	 */
	Budget of(String key, long now) {
		Budget known = this.budgets.get(key);
		if (known == null) {
			known = isFull(now) ? this.shared : new Budget();
			if (known != this.shared) {
				this.budgets.put(key, known);
			}
		}
		known.refresh(now);
		return known;
	}

	// looks through all of them at most once a second
	private boolean isFull(long now) {
		if (this.budgets.size() < this.most) {
			return false;
		}
		if (this.cleared == null || now - this.cleared > CLEARING_NANOS) {
			this.cleared = now;
			this.budgets.values().removeIf((budget) -> budget.isUnused(now));
		}
		return this.budgets.size() >= this.most;
	}

	/**
	 * Forget a key of which nothing is to be remembered.
	 * @param key the key
	 * @param now the time in nanoseconds
	 */
	void forgetUnused(String key, long now) {
		this.budgets.computeIfPresent(key, (any, budget) -> budget.isUnused(now) ? null : budget);
	}

	int size() {
		return this.budgets.size();
	}

	/**
	 * What failed within a minute, and what is being tried.
	 */
	static final class Budget {

		private long since;

		private int failed;

		private int pending;

		private void refresh(long now) {
			if (this.failed > 0 && now - this.since >= WINDOW_NANOS) {
				this.failed = 0;
			}
		}

		private boolean isUnused(long now) {
			refresh(now);
			return this.failed == 0 && this.pending == 0;
		}

		int failed() {
			return this.failed;
		}

		int pending() {
			return this.pending;
		}

		void begin() {
			this.pending++;
		}

		void end() {
			this.pending--;
		}

		void fail(long now) {
			refresh(now);
			if (this.failed == 0) {
				this.since = now;
			}
			this.failed++;
		}

		long nanosLeft(long now) {
			return (this.failed > 0) ? Math.max(0, WINDOW_NANOS - (now - this.since)) : 0;
		}

	}

}
