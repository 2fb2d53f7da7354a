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

package dev.replboot.kit.data.undo;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;

/**
 * Finds and locks the rows that a correction has changed, and compares them with what it
 * left.
 */
final class UndoGuard {

	private final SqlRunner runner;

	private final RowNames names;

	private final List<ImageChange> wanted = new ArrayList<>();

	private final List<String> changed = new ArrayList<>();

	private final Map<RowImage, String> locators = new IdentityHashMap<>();

	private final Map<Duplicates, Deque<Located>> duplicates = new HashMap<>();

	private int asBefore;

	UndoGuard(SqlRunner runner, RowNames names) {
		this.runner = runner;
		this.names = names;
	}

	/**
	 * Look at the rows.
	 * @param changes what the correction has changed
	 * @throws SQLException if they can't be read
	 */
	void look(List<ImageChange> changes) throws SQLException {
		Map<Duplicates, Integer> counts = new HashMap<>();
		ReachedKeys reached = new ReachedKeys(changes);
		for (ImageChange change : changes) {
			if (!change.table().hasKey() && change.after() != null) {
				counts.merge(new Duplicates(change.table(), change.after()), 1, Integer::sum);
			}
		}
		for (ImageChange change : changes) {
			RowImage after = change.after();
			RowImage before = change.before();
			if (after == null) {
				lookForDeleted(change.table(), before, reached);
			}
			else {
				RowImage now = change.table().hasKey() ? find(change.table(), after)
						: takeDuplicate(change.table(), after, counts);
				compare(change.table(), before, after, now);
			}
		}
	}

	private void lookForDeleted(TableImage table, @Nullable RowImage before, ReachedKeys reached) throws SQLException {
		RowImage row = Objects.requireNonNull(before);
		RowImage now = table.hasKey() ? find(table, row) : null;
		if (now != null && reached.contains(table, now)) {
			// a row that the correction has given this key
			now = null;
		}
		if (now != null) {
			boolean same = now.equals(row);
			this.asBefore += same ? 1 : 0;
			this.changed.add(this.names.row(table, row) + " exists again"
					+ (same ? "" : " (" + this.names.difference(table, row, now) + ")"));
			if (same) {
				return;
			}
		}
		this.wanted.add(new ImageChange(table, row, now));
	}

	private void compare(TableImage table, @Nullable RowImage before, RowImage after, @Nullable RowImage now)
			throws SQLException {
		if (now == null) {
			this.changed.add(this.names.row(table, after) + (table.hasKey() ? " is gone" : " is gone or has changed"));
			RowImage there = (before != null && table.hasKey()) ? find(table, before) : null;
			this.asBefore += (before == null || before.equals(there)) ? 1 : 0;
			if (before != null && !before.equals(there)) {
				this.wanted.add(new ImageChange(table, before, there));
			}
			return;
		}
		if (!now.equals(after)) {
			this.asBefore += now.equals(before) ? 1 : 0;
			this.changed
				.add(this.names.row(table, after) + " has changed (" + this.names.difference(table, after, now) + ")");
		}
		if (!now.equals(before)) {
			this.wanted.add(new ImageChange(table, before, now));
		}
	}

	private @Nullable RowImage find(TableImage table, RowImage row) throws SQLException {
		List<Located> found = this.runner.select(table, row, 2);
		return found.isEmpty() ? null : found.get(0).row();
	}

	private @Nullable RowImage takeDuplicate(TableImage table, RowImage row, Map<Duplicates, Integer> counts)
			throws SQLException {
		Duplicates same = new Duplicates(table, row);
		Deque<Located> found = this.duplicates.get(same);
		if (found == null) {
			found = new ArrayDeque<>(this.runner.select(table, row, counts.getOrDefault(same, 1)));
			this.duplicates.put(same, found);
		}
		Located next = found.poll();
		if (next == null) {
			return null;
		}
		if (next.locator() != null) {
			this.locators.put(next.row(), next.locator());
		}
		return next.row();
	}

	/**
	 * What is left to undo: from the rows as they are now to the rows before the
	 * correction.
	 * @return the changes
	 */
	List<ImageChange> wanted() {
		return this.wanted;
	}

	/**
	 * The rows that aren't as the correction left them.
	 * @return a sentence about each
	 */
	List<String> changed() {
		return this.changed;
	}

	/**
	 * How many rows are as they were before the correction.
	 * @return the number
	 */
	int asBefore() {
		return this.asBefore;
	}

	/**
	 * What tells a row of a table without a key from others.
	 * @param row the row
	 * @return the locator, or {@code null} if the table has a key, or nothing tells
	 */
	@Nullable String locator(RowImage row) {
		return this.locators.get(row);
	}

	/**
	 * Rows that look alike.
	 *
	 * @param table their table
	 * @param row one of them
	 */
	private record Duplicates(TableImage table, RowImage row) {

	}

	/**
	 * Row that was found.
	 *
	 * @param locator what tells it from others, or {@code null} if the table has a key
	 * @param row the row as it is now
	 */
	record Located(@Nullable String locator, RowImage row) {

	}

}
