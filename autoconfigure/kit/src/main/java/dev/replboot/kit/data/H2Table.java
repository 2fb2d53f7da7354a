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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.BitSet;

import dev.replboot.kit.data.image.TableImage;

/**
 * Finds the changed rows of one table of H2, by reading the table twice, in the order of
 * its rows' numbers.
 */
final class H2Table {

	private final H2Rows before;

	private final H2Rows after;

	private final TableImage image;

	private final ChangeCollector.Table changes;

	// a deleted row may come again with another number, and in some tables the key is the
	// number
	private final Numbers gone = new Numbers();

	private final Numbers fresh = new Numbers();

	H2Table(Connection inside, Connection outside, TableImage image, ChangeCollector.Table changes) {
		this.before = new H2Rows(outside, image, changes::wantsValues);
		this.after = new H2Rows(inside, image, changes::wantsValues);
		this.image = image;
		this.changes = changes;
	}

	/**
	 * Find the changes.
	 * @param updated whether a row may have another key than before
	 * @throws SQLException if they can't be read
	 */
	void read(boolean updated) throws SQLException {
		H2Rows before = this.before;
		H2Rows after = this.after;
		before.next();
		after.next();
		while (!before.isOver() || !after.isOver()) {
			if (after.isOver() || !before.isOver() && before.number() < after.number()) {
				this.gone.add(before.number());
				before.next();
			}
			else if (before.isOver() || after.number() < before.number()) {
				this.fresh.add(after.number());
				after.next();
			}
			else {
				compare(before.number());
				before.next();
				after.next();
			}
		}
		pair(new RowMatches(this.image));
		if (updated && this.image.hasKey()) {
			// H2 keeps no trace of which row had another key before
			pair(RowMatches.withoutKey(this.image));
		}
		this.gone.forEach((number) -> this.changes.add(one(this.before, number), null));
		this.fresh.forEach((number) -> this.changes.add(null, one(this.after, number)));
	}

	private void compare(long number) throws SQLException {
		long before = this.before.size(number);
		long after = this.after.size(number);
		if (before > 0 && after > 0 && this.before.digest(number).equals(this.after.digest(number))) {
			return;
		}
		this.changes.requireMemory(before + after);
		this.changes.add(this.before.row(), this.after.row());
	}

	private void pair(RowMatches matches) throws SQLException {
		if (this.gone.isEmpty() || this.fresh.isEmpty() || !matches.fits(this.fresh.count())) {
			return;
		}
		this.fresh.forEach((number) -> matches.add(one(this.after, number).image(), number));
		matches.sort();
		this.gone.forEach((number) -> {
			ChangeCollector.Row old = one(this.before, number);
			long match = matches.take(old.image());
			if (match != RowMatches.NONE) {
				ChangeCollector.Row now = one(this.after, match);
				if (matches.isSame(old.image(), now.image())) {
					this.gone.remove(number);
					this.fresh.remove(match);
					this.changes.add(old, now);
				}
			}
		});
	}

	private ChangeCollector.Row one(H2Rows rows, long number) throws SQLException {
		this.changes.requireMemory(rows.size(number));
		return rows.one(number);
	}

	/**
	 * Numbers of rows in their order, eight bytes each.
	 */
	private static final class Numbers {

		private long[] numbers = new long[16];

		private int size;

		private final BitSet removed = new BitSet();

		void add(long number) {
			if (this.size == this.numbers.length) {
				this.numbers = Arrays.copyOf(this.numbers, this.size * 2);
			}
			this.numbers[this.size++] = number;
		}

		void remove(long number) {
			this.removed.set(Arrays.binarySearch(this.numbers, 0, this.size, number));
		}

		int count() {
			return this.size - this.removed.cardinality();
		}

		boolean isEmpty() {
			return count() == 0;
		}

		void forEach(Work work) throws SQLException {
			for (int i = this.removed.nextClearBit(0); i < this.size; i = this.removed.nextClearBit(i + 1)) {
				work.accept(this.numbers[i]);
			}
		}

		/**
		 * Does something with a number.
		 */
		@FunctionalInterface
		interface Work {

			void accept(long number) throws SQLException;

		}

	}

}
