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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;

/**
 * Finds rows that are the same as others: by their keys, or by all their values in a
 * table that has none. Takes about 50 bytes a row.
 */
final class RowMatches {

	static final long NONE = Long.MIN_VALUE;

	private static final int MOST = 1_000_000;

	private static final long PRIME = 0x100000001b3L;

	private final List<Integer> identifying = new ArrayList<>();

	private long[][] entries = new long[0][];

	// For the first row of those with the same hash, this is their number.
	private int[] taken = new int[0];

	private int size;

	/**
	 * Match rows that have the same key.
	 * @param image the table
	 */
	RowMatches(TableImage image) {
		this(image, (column) -> !image.hasKey() || column.key());
	}

	private RowMatches(TableImage image, Predicate<ImageColumn> identifies) {
		for (int i = 0; i < image.columns().size(); i++) {
			if (identifies.test(image.columns().get(i))) {
				this.identifying.add(i);
			}
		}
	}

	/**
	 * Match rows that have the same values but for the key.
	 * @param image the table
	 * @return what finds them
	 */
	static RowMatches withoutKey(TableImage image) {
		return new RowMatches(image, (column) -> !image.hasKey() || !column.key());
	}

	/**
	 * Match rows that have the same values but for the key and what is generated.
	 * @param image the table
	 * @return what finds them
	 */
	static RowMatches withoutKeyAndGenerated(TableImage image) {
		return new RowMatches(image, (column) -> !column.key() && !column.generated());
	}

	/**
	 * Whether so many rows are kept in memory.
	 * @param rows the number of rows
	 * @return whether they are
	 */
	boolean fits(long rows) {
		return rows <= MOST;
	}

	void add(RowImage row, long position) {
		if (this.size == this.entries.length) {
			this.entries = Arrays.copyOf(this.entries, Math.max(16, this.size * 2));
		}
		this.entries[this.size++] = new long[] { hash(row), position };
	}

	void sort() {
		this.entries = Arrays.copyOf(this.entries, this.size);
		this.taken = new int[this.size];
		Arrays.sort(this.entries, (one, other) -> Long.compare(one[0], other[0]));
	}

	/**
	 * Take a row that is most probably the same as one. None is taken twice.
	 * @param row the row
	 * @return its position, or {@link #NONE} if there is none
	 */
	long take(RowImage row) {
		long hash = hash(row);
		int low = 0;
		int high = this.size;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (this.entries[middle][0] < hash) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		if (low == this.size || this.entries[low][0] != hash) {
			return NONE;
		}
		int next = low + this.taken[low]++;
		return (next < this.size && this.entries[next][0] == hash) ? this.entries[next][1] : NONE;
	}

	boolean isSame(RowImage one, RowImage other) {
		return this.identifying.stream()
			.allMatch((index) -> Objects.equals(one.texts().get(index), other.texts().get(index)));
	}

	long hash(RowImage row) {
		long hash = 0xcbf29ce484222325L;
		for (int index : this.identifying) {
			String text = row.texts().get(index);
			hash = (hash ^ ((text != null) ? text.length() : -1)) * PRIME;
			for (int i = 0; text != null && i < text.length(); i++) {
				hash = (hash ^ text.charAt(i)) * PRIME;
			}
		}
		return hash;
	}

}
