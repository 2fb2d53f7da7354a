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

import java.io.IOException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;

/**
 * Rows of one table that are found by what identifies them. Where they take too much
 * memory, they are in a file, and about 40 bytes of each stay.
 */
final class RowShelf implements AutoCloseable {

	static final int NONE = -1;

	private static final int ENTRY = 40;

	private static final int SHARE = 8;

	private static final long TAKEN = -2;

	private static final long HELD = -1;

	private final RowMatches matches;

	private final long memory;

	private final long most;

	private final RowFile file = new RowFile();

	private long[] hashes = new long[16];

	private long[] places = new long[16];

	private @Nullable RowImage[] held = new RowImage[16];

	// For each row, this is the one before it in the same bucket.
	private int[] others = new int[16];

	private int[] buckets = newBuckets(16);

	private int size;

	private int count;

	private int inFile;

	private long characters;

	/**
	 * Create it, empty.
	 * @param image the table
	 * @param memory how many characters the rows in memory may have
	 */
	RowShelf(TableImage image, long memory) {
		this.matches = new RowMatches(image);
		this.memory = memory;
		this.most = Runtime.getRuntime().maxMemory() / SHARE / ENTRY;
	}

	private static int[] newBuckets(int entries) {
		int[] buckets = new int[entries];
		Arrays.fill(buckets, NONE);
		return buckets;
	}

	/**
	 * How many rows there are.
	 * @return the number
	 */
	int count() {
		return this.count;
	}

	boolean isEmpty() {
		return this.count == 0;
	}

	/**
	 * Whether more rows would take too much of the heap, even in a file.
	 * @return whether they would
	 */
	boolean isFull() {
		return this.count >= this.most;
	}

	void add(RowImage row) throws IOException {
		if (this.size == this.hashes.length) {
			makeRoom();
		}
		int index = this.size++;
		long length = length(row);
		if (this.characters + length <= this.memory) {
			this.characters += length;
			this.held[index] = row;
			this.places[index] = HELD;
		}
		else {
			this.places[index] = this.file.append(row.texts());
			this.inFile++;
		}
		this.hashes[index] = this.matches.hash(row);
		link(index);
		this.count++;
	}

	private static long length(RowImage row) {
		return 50 + row.texts().stream().mapToLong((text) -> (text != null) ? text.length() + 30 : 8).sum();
	}

	private void link(int index) {
		int bucket = bucket(this.hashes[index]);
		this.others[index] = this.buckets[bucket];
		this.buckets[bucket] = index;
	}

	private int bucket(long hash) {
		return (int) (hash ^ hash >>> 32) & this.buckets.length - 1;
	}

	// those that are left keep their order
	private void makeRoom() {
		int capacity = (this.count > this.size / 2) ? this.size * 2 : this.size;
		int kept = 0;
		for (int i = next(0); i != NONE; i = next(i + 1)) {
			this.hashes[kept] = this.hashes[i];
			this.places[kept] = this.places[i];
			this.held[kept] = this.held[i];
			kept++;
		}
		Arrays.fill(this.held, kept, this.size, null);
		this.size = kept;
		this.hashes = Arrays.copyOf(this.hashes, capacity);
		this.places = Arrays.copyOf(this.places, capacity);
		this.held = Arrays.copyOf(this.held, capacity);
		this.others = new int[capacity];
		this.buckets = newBuckets(capacity);
		for (int i = 0; i < kept; i++) {
			link(i);
		}
	}

	/**
	 * Find a row that has the same key, or the same values in a table without a key.
	 * @param like the row
	 * @return its index until the next row is added, or {@link #NONE}
	 * @throws IOException if rows can't be read
	 */
	int find(RowImage like) throws IOException {
		long hash = this.matches.hash(like);
		int bucket = bucket(hash);
		int before = NONE;
		for (int i = this.buckets[bucket]; i != NONE; i = this.others[i]) {
			if (this.places[i] == TAKEN) {
				if (before == NONE) {
					this.buckets[bucket] = this.others[i];
				}
				else {
					this.others[before] = this.others[i];
				}
				continue;
			}
			if (this.hashes[i] == hash && this.matches.isSame(get(i), like)) {
				return i;
			}
			before = i;
		}
		return NONE;
	}

	RowImage get(int index) throws IOException {
		RowImage row = this.held[index];
		return (row != null) ? row : new RowImage(this.file.read(this.places[index]));
	}

	RowImage remove(int index) throws IOException {
		RowImage row = get(index);
		if (this.places[index] == HELD) {
			this.characters -= length(row);
			this.held[index] = null;
		}
		else if (--this.inFile == 0) {
			this.file.clear();
		}
		this.places[index] = TAKEN;
		this.count--;
		return row;
	}

	/**
	 * The first row from an index on, in the order in which they were added.
	 * @param from the index
	 * @return its index, or {@link #NONE} if there is none
	 */
	int next(int from) {
		for (int i = from; i < this.size; i++) {
			if (this.places[i] != TAKEN) {
				return i;
			}
		}
		return NONE;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
