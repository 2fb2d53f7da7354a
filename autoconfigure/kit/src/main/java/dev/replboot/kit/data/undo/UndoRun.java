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
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;

/**
 * Executes the steps of an undoing. Each statement has to touch exactly the rows that it
 * is meant for.
 */
final class UndoRun {

	private final SqlRunner runner;

	private final UndoGuard guard;

	private final RowNames names;

	private final Constraint.Constraints constraints;

	private final RowsMeanwhile meanwhile = new RowsMeanwhile();

	private final Set<ImageChange> altered = Collections.newSetFromMap(new IdentityHashMap<>());

	private final List<String> notes = new ArrayList<>();

	UndoRun(SqlRunner runner, UndoGuard guard, RowNames names, Constraint.Constraints constraints) {
		this.runner = runner;
		this.guard = guard;
		this.names = names;
		this.constraints = constraints;
	}

	void execute(List<UndoStep> steps) throws SQLException {
		for (UndoStep step : steps) {
			ImageChange change = step.changes().get(0);
			switch (step.action()) {
				case DELETE -> {
					for (ImageChange each : step.changes()) {
						delete(each);
					}
				}
				case PARK -> park(change);
				case LOOSEN -> aside(change, step.columns());
				case UPDATE -> update(change, step.columns());
				case INSERT -> insert(change.table(), step.changes(), step.columns());
				case COMPLETE -> complete(change, step.columns());
			}
		}
	}

	private void delete(ImageChange change) throws SQLException {
		RowImage row = this.meanwhile.row(change);
		int count = this.runner.delete(change.table(), row, this.guard.locator(row));
		// a cascade may have been quicker
		if (count != 1 && (count != 0 || isThere(change.table(), row))) {
			throw unexpected(change.table(), row, count);
		}
	}

	private boolean isThere(TableImage table, RowImage row) throws SQLException {
		return !table.hasKey() || !this.runner.select(table, row, 1, false).isEmpty();
	}

	private void park(ImageChange change) throws SQLException {
		TableImage table = change.table();
		Parking parking = Parking.of(change, this.constraints, this.runner.sql(table));
		if (!parking.isDeleted()) {
			aside(change, parking.columns());
			return;
		}
		RowImage row = this.meanwhile.row(change);
		int count = this.runner.delete(table, row, this.guard.locator(row));
		this.meanwhile.deleted(change);
		if (count != 1) {
			throw unexpected(table, row, count);
		}
	}

	private void aside(ImageChange change, List<Integer> columns) throws SQLException {
		RowImage row = this.meanwhile.row(change);
		int count = this.runner.park(change.table(), columns, row, this.guard.locator(row));
		if (count != 1) {
			throw unexpected(change.table(), row, count);
		}
		this.meanwhile.aside(change, columns);
	}

	private void complete(ImageChange change, List<Integer> columns) throws SQLException {
		RowImage to = Objects.requireNonNull(change.before());
		int count = this.runner.update(change.table(), columns, to, RowsMeanwhile.before(change, columns), null).size();
		if (count != 1) {
			throw unexpected(change.table(), to, count);
		}
	}

	private void update(ImageChange change, List<Integer> late) throws SQLException {
		TableImage table = change.table();
		RowImage to = RowsMeanwhile.before(change, late);
		if (this.meanwhile.isDeleted(change)) {
			insert(table, List.of(change), late);
			return;
		}
		RowImage row = this.meanwhile.row(change);
		List<Integer> columns = respelled(change, to, this.meanwhile.written(this.runner.sql(table), change));
		if (columns.isEmpty()) {
			return;
		}
		List<RowImage> written = this.runner.update(table, columns, to, row, this.guard.locator(row));
		if (written.isEmpty() && table.hasKey()) {
			// a cascade has moved it already
			List<UndoGuard.Located> there = this.runner.select(table, to, 1);
			if (!there.isEmpty()) {
				write(change, there.get(0).row(), to);
				return;
			}
		}
		if (written.size() != 1) {
			throw unexpected(table, row, written.size());
		}
		if (!written.get(0).equals(to)) {
			this.altered.add(change);
			this.notes.add(this.names.row(table, to) + " isn't as it was before, because a trigger changed it again ("
					+ this.names.difference(table, to, written.get(0)) + ").");
		}
	}

	// a cascade would write the other spelling into rows that had this one
	private List<Integer> respelled(ImageChange change, RowImage to, List<Integer> columns) throws SQLException {
		List<Integer> respelled = this.constraints.respelled(change);
		if (respelled.isEmpty()) {
			return columns;
		}
		RowImage row = this.meanwhile.row(change);
		this.runner.run(MariaDbSession.UNCHECKED);
		int count = this.runner.update(change.table(), respelled, to, row, this.guard.locator(row)).size();
		this.runner.run(MariaDbSession.CHECKED);
		if (count != 1) {
			throw unexpected(change.table(), row, count);
		}
		return columns.stream().filter((index) -> !respelled.contains(index)).toList();
	}

	private void write(ImageChange change, RowImage now, RowImage to) throws SQLException {
		List<Integer> columns = this.runner.sql(change.table()).different(now, to);
		if (!columns.isEmpty()) {
			this.runner.update(change.table(), columns, to, now, null);
		}
	}

	private void insert(TableImage table, List<ImageChange> changes, List<Integer> late) throws SQLException {
		List<RowImage> rows = changes.stream().map((change) -> RowsMeanwhile.before(change, late)).toList();
		List<RowImage> written = this.runner.insert(table, rows);
		if (written.size() != rows.size()) {
			throw unexpected(table, rows.get(0), written.size());
		}
		for (int i = 0; i < rows.size(); i++) {
			if (!written.contains(rows.get(i))) {
				this.altered.add(changes.get(i));
				this.notes.add(
						this.names.row(table, rows.get(i))
								+ " isn't as it was before, because a trigger changed it again (" + this.names
									.difference(table, rows.get(i), written.get(Math.min(i, written.size() - 1)))
								+ ").");
			}
		}
	}

	/**
	 * Look at the rows once more: what a trigger counts or a cascade sets with a later
	 * statement is set right again.
	 * @param changes the changes that are undone
	 * @throws SQLException if they can't be read
	 */
	void verify(List<ImageChange> changes) throws SQLException {
		Map<TableImage, Map<RowImage, Integer>> alike = new LinkedHashMap<>();
		for (ImageChange change : changes) {
			if (change.before() != null && !change.table().hasKey() && this.runner.sql(change.table()).isMariaDb()) {
				alike.computeIfAbsent(change.table(), (table) -> new LinkedHashMap<>())
					.merge(change.before(), 1, Integer::sum);
			}
			RowImage to = change.before();
			if (to != null && change.table().hasKey() && !this.altered.contains(change)) {
				RowImage now = read(change.table(), to);
				if (now != null && !now.equals(to)) {
					write(change, now, to);
					now = read(change.table(), to);
				}
				if (now == null || !now.equals(to)) {
					this.notes.add(this.names.row(change.table(), to) + ((now != null)
							? " isn't as it was before (" + this.names.difference(change.table(), to, now) + ")."
							: " isn't there again."));
				}
			}
		}
		for (Map.Entry<TableImage, Map<RowImage, Integer>> table : alike.entrySet()) {
			for (Map.Entry<RowImage, Integer> row : table.getValue().entrySet()) {
				List<UndoGuard.Located> there = this.runner.select(table.getKey(), row.getKey(), row.getValue(), false);
				if (there.size() < row.getValue()) {
					this.notes.add(this.names.row(table.getKey(), row.getKey()) + " isn't there again.");
				}
			}
		}
	}

	private @Nullable RowImage read(TableImage table, RowImage row) throws SQLException {
		List<UndoGuard.Located> found = this.runner.select(table, row, 1, false);
		return found.isEmpty() ? null : found.get(0).row();
	}

	List<String> notes() {
		return this.notes;
	}

	private IllegalStateException unexpected(TableImage table, RowImage row, int count) {
		return new IllegalStateException("Nothing was written. The statement for " + this.names.row(table, row)
				+ " would have touched " + count + " rows instead of one.");
	}

}
