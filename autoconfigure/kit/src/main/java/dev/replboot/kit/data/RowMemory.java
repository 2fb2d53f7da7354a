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

package dev.replboot.kit.data;

import org.springframework.util.unit.DataSize;

/**
 * Bounds the memory that a row takes while its values before and after are compared. It
 * is allocated on a thread that doesn't count for the evaluation, and a heap that is
 * exhausted would be the application's.
 */
final class RowMemory {

	// a value's text, which is twice as long for bytes, and what it is made from
	private static final int COPIES = 5;

	private final long bytes;

	private RowMemory(long bytes) {
		this.bytes = bytes;
	}

	/**
	 * As much as the calling thread's evaluation may allocate.
	 * @return the bound
	 */
	static RowMemory ofEvaluation() {
		return new RowMemory(Math.min(ByteBudget.allocation(), Runtime.getRuntime().maxMemory() / 2));
	}

	/**
	 * Refuse to read what doesn't fit.
	 * @param table the table's name for people
	 * @param size how many bytes the values have in the database
	 * @throws IllegalStateException if they would take too much memory
	 */
	void require(String table, long size) {
		if (size > this.bytes / COPIES) {
			throw new IllegalStateException("A row of " + table + " can't be compared. Its values have "
					+ megabytes(size) + " MB before and after the change, which takes about " + megabytes(size * COPIES)
					+ " MB of memory, and there are " + megabytes(this.bytes)
					+ " MB for it (repl.limits.allocation, at most half of the heap). Nothing was committed."
					+ " Raise the property, or leave the row out.");
		}
	}

	private static long megabytes(long bytes) {
		return DataSize.ofBytes(bytes).toMegabytes();
	}

}
