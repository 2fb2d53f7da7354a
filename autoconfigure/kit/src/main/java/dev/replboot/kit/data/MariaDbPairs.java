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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;

/**
 * Rows of one table of MariaDB that are gone, and rows that are new, of which some may be
 * the same rows with another key.
 */
final class MariaDbPairs {

	private final TableImage image;

	private final List<RowImage> gone;

	private final List<RowImage> fresh;

	/**
	 * Create it.
	 * @param image the table
	 * @param gone the rows that are gone, from which those that have a pair are taken
	 * @param fresh the rows that are new, likewise
	 */
	MariaDbPairs(TableImage image, List<RowImage> gone, List<RowImage> fresh) {
		this.image = image;
		this.gone = gone;
		this.fresh = fresh;
	}

	/**
	 * Pair the rows of which it is known.
	 * @param known updates, of this table and others
	 * @return the pairs
	 */
	List<Pair> known(List<ImageChange> known) {
		Map<RowImage, Deque<RowImage>> updates = new HashMap<>();
		for (ImageChange change : known) {
			RowImage before = change.before();
			RowImage after = change.after();
			if (change.table().id().equals(this.image.id()) && before != null && after != null) {
				updates.computeIfAbsent(before, (row) -> new ArrayDeque<>(1)).add(after);
			}
		}
		List<Pair> pairs = new ArrayList<>();
		Iterator<RowImage> rows = updates.isEmpty() ? List.<RowImage>of().iterator() : this.gone.iterator();
		while (rows.hasNext()) {
			RowImage row = rows.next();
			Deque<RowImage> after = updates.get(row);
			if (after != null && !after.isEmpty() && this.fresh.remove(after.peek())) {
				pairs.add(new Pair(row, after.remove()));
				rows.remove();
			}
		}
		return pairs;
	}

	/**
	 * Pair all rows that can be. If nothing was deleted, all that are gone have another
	 * key; if nothing was inserted, all that are new had another key.
	 * @return the pairs
	 */
	List<Pair> alike() {
		List<Pair> pairs = new ArrayList<>();
		Map<List<@Nullable String>, ArrayDeque<RowImage>> rest = new LinkedHashMap<>();
		for (RowImage row : this.fresh) {
			rest.computeIfAbsent(rest(row), (values) -> new ArrayDeque<>(1)).add(row);
		}
		Iterator<RowImage> rows = this.gone.iterator();
		while (rows.hasNext() && this.image.hasKey()) {
			RowImage row = rows.next();
			ArrayDeque<RowImage> alike = rest.get(rest(row));
			if (alike != null && !alike.isEmpty()) {
				pairs.add(new Pair(row, alike.remove()));
				rows.remove();
			}
		}
		this.fresh.clear();
		rest.values().forEach(this.fresh::addAll);
		while (!this.gone.isEmpty() && !this.fresh.isEmpty()) {
			pairs.add(new Pair(this.gone.remove(0), this.fresh.remove(0)));
		}
		return pairs;
	}

	private List<@Nullable String> rest(RowImage row) {
		List<@Nullable String> rest = new ArrayList<>();
		for (int i = 0; i < row.texts().size(); i++) {
			ImageColumn column = this.image.columns().get(i);
			if (!column.key() && !column.generated()) {
				rest.add(row.texts().get(i));
			}
		}
		return rest;
	}

	/**
	 * A row with another key.
	 *
	 * @param before the row before
	 * @param after the row after
	 */
	record Pair(RowImage before, RowImage after) {

	}

}
