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
import java.sql.SQLException;
import java.util.List;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;

/**
 * Rows of one table of MariaDB that are gone, and rows that are new, of which some may be
 * the same rows with another key.
 */
final class MariaDbPairs {

	private final TableImage image;

	private final RowShelf gone;

	private final RowShelf fresh;

	private final Found found;

	/**
	 * Create it.
	 * @param image the table
	 * @param gone the rows that are gone, from which those that have a pair are taken
	 * @param fresh the rows that are new, likewise
	 * @param found receives the pairs
	 */
	MariaDbPairs(TableImage image, RowShelf gone, RowShelf fresh, Found found) {
		this.image = image;
		this.gone = gone;
		this.fresh = fresh;
		this.found = found;
	}

	/**
	 * Pair the rows of which it is known.
	 * @param known updates, of this table and others
	 * @throws SQLException if a pair can't be counted
	 * @throws IOException if the rows can't be read
	 */
	void known(List<ImageChange> known) throws SQLException, IOException {
		for (ImageChange change : known) {
			RowImage before = change.before();
			RowImage after = change.after();
			if (change.table().id().equals(this.image.id()) && before != null && after != null) {
				int old = find(this.gone, before);
				int now = find(this.fresh, after);
				if (old != RowShelf.NONE && now != RowShelf.NONE) {
					pair(old, now);
				}
			}
		}
	}

	private int find(RowShelf rows, RowImage row) throws IOException {
		int index = (row.texts().size() == this.image.columns().size()) ? rows.find(row) : RowShelf.NONE;
		return (index != RowShelf.NONE && rows.get(index).equals(row)) ? index : RowShelf.NONE;
	}

	/**
	 * Pair all rows that can be. If nothing was deleted, all that are gone have another
	 * key; if nothing was inserted, all that are new had another key.
	 * @return {@code false} if they are too many
	 * @throws SQLException if a pair can't be counted
	 * @throws IOException if the rows can't be read
	 */
	boolean alike() throws SQLException, IOException {
		if (this.image.hasKey() && !alikeButForTheKey()) {
			return false;
		}
		int old = this.gone.next(0);
		int now = this.fresh.next(0);
		while (old != RowShelf.NONE && now != RowShelf.NONE) {
			pair(old, now);
			old = this.gone.next(old + 1);
			now = this.fresh.next(now + 1);
		}
		return true;
	}

	private boolean alikeButForTheKey() throws SQLException, IOException {
		RowMatches rest = RowMatches.withoutKeyAndGenerated(this.image);
		if (!rest.fits(this.fresh.count())) {
			return false;
		}
		for (int i = this.fresh.next(0); i != RowShelf.NONE; i = this.fresh.next(i + 1)) {
			rest.add(this.fresh.get(i), i);
		}
		rest.sort();
		for (int i = this.gone.next(0); i != RowShelf.NONE; i = this.gone.next(i + 1)) {
			RowImage row = this.gone.get(i);
			long match = rest.take(row);
			if (match != RowMatches.NONE && rest.isSame(row, this.fresh.get((int) match))) {
				pair(i, (int) match);
			}
		}
		return true;
	}

	private void pair(int old, int now) throws SQLException, IOException {
		this.found.accept(this.gone.remove(old), this.fresh.remove(now));
	}

	/**
	 * Receives rows with another key.
	 */
	@FunctionalInterface
	interface Found {

		void accept(RowImage before, RowImage after) throws SQLException, IOException;

	}

}
