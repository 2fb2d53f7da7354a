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
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Set of row positions in a table of PostgreSQL, which takes about a bit for each
 * position near others. A position is a block's number and a number within the block.
 */
final class TidSet {

	private static final int OFFSET_BITS = 16;

	// there are at most 2,048 rows in the largest block of 32 kB
	private static final int SLOT_BITS = 11;

	private static final int BLOCK_BITS = 6;

	private final NavigableMap<Long, BitSet> sets = new TreeMap<>();

	private long size;

	/**
	 * A position from the database's text.
	 * @param text such as {@code (0,1)}
	 * @return the position
	 */
	static long parse(String text) {
		int comma = text.indexOf(',');
		return (Long.parseLong(text.substring(1, comma)) << OFFSET_BITS)
				| Long.parseLong(text.substring(comma + 1, text.length() - 1));
	}

	/**
	 * The database's text for positions.
	 * @param positions the positions
	 * @return an array of tid
	 */
	static String array(Iterable<Long> positions) {
		StringBuilder text = new StringBuilder("{");
		for (long position : positions) {
			text.append((text.length() > 1) ? "," : "")
				.append("\"(")
				.append(position >> OFFSET_BITS)
				.append(',')
				.append(position & 0xffff)
				.append(")\"");
		}
		return text.append('}').toString();
	}

	void add(long position) {
		BitSet set = this.sets.computeIfAbsent(high(position), (key) -> new BitSet());
		int low = low(position);
		if (!set.get(low)) {
			set.set(low);
			this.size++;
		}
	}

	/**
	 * Remove a position.
	 * @param position the position
	 * @return whether it was there
	 */
	boolean remove(long position) {
		BitSet set = this.sets.get(high(position));
		int low = low(position);
		if (set == null || !set.get(low)) {
			return false;
		}
		set.clear(low);
		this.size--;
		return true;
	}

	boolean contains(long position) {
		BitSet set = this.sets.get(high(position));
		return set != null && set.get(low(position));
	}

	long size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * The positions behind one, in their order. What it gives may be removed meanwhile.
	 * @param position the position, or -1 to begin
	 * @param most how many at most
	 * @return the positions
	 */
	List<Long> after(long position, int most) {
		List<Long> batch = new ArrayList<>(most);
		long from = (position < 0) ? -1 : high(position);
		for (Map.Entry<Long, BitSet> entry : this.sets.tailMap(from, true).entrySet()) {
			BitSet set = entry.getValue();
			int first = (position >= 0 && entry.getKey() == from) ? low(position) + 1 : 0;
			for (int low = set.nextSetBit(first); low >= 0; low = set.nextSetBit(low + 1)) {
				batch.add(position(entry.getKey(), low));
				if (batch.size() == most) {
					return batch;
				}
			}
		}
		return batch;
	}

	private static long high(long position) {
		return position >> (OFFSET_BITS + BLOCK_BITS);
	}

	private static int low(long position) {
		long block = (position >> OFFSET_BITS) & ((1 << BLOCK_BITS) - 1);
		return (int) ((block << SLOT_BITS) | (position & ((1 << SLOT_BITS) - 1)));
	}

	private static long position(long high, int low) {
		long block = (high << BLOCK_BITS) | (low >> SLOT_BITS);
		return (block << OFFSET_BITS) | (low & ((1 << SLOT_BITS) - 1));
	}

}
