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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;

/**
 * Finds what a script has to check so that no foreign key deletes or changes rows of
 * others: a row that it deletes, or that gets another key, may be referred to by rows
 * that somebody has inserted since.
 */
final class ReferenceGuards {

	private final Constraint.Constraints constraints;

	private final RowNames names;

	// how many rows of the correction refer to what
	private final Map<Constraint.Point, Long> known = new HashMap<>();

	ReferenceGuards(Constraint.Constraints constraints, RowNames names) {
		this.constraints = constraints;
		this.names = names;
	}

	List<Guard> of(List<ImageChange> changes) {
		for (Constraint.Reference reference : this.constraints.references()) {
			for (ImageChange change : changes) {
				List<String> values = change.table().id().equals(reference.child())
						? this.constraints.values(change.table(), change.after(), reference.columns()) : null;
				if (values != null) {
					this.known.merge(new Constraint.Point(reference, values), 1L, Long::sum);
				}
			}
		}
		List<Guard> guards = new ArrayList<>();
		for (Constraint.Reference reference : this.constraints.references()) {
			for (ImageChange change : changes) {
				if (change.after() != null && change.table().id().equals(reference.parent())) {
					add(guards, reference, change.table(), change);
				}
			}
		}
		return guards;
	}

	private void add(List<Guard> guards, Constraint.Reference reference, TableImage table, ImageChange change) {
		RowImage row = Objects.requireNonNull(change.after());
		List<String> values = this.constraints.values(table, row, reference.parentColumns());
		if (values == null
				|| values.equals(this.constraints.values(table, change.before(), reference.parentColumns()))) {
			return;
		}
		List<String> conditions = new ArrayList<>();
		for (int i = 0; i < reference.columns().size(); i++) {
			int index = index(table, reference.parentColumns().get(i));
			conditions.add(quoted(table.kind(), reference.columns().get(i)) + " = "
					+ UndoScript.literals(table).apply(index, row.texts().get(index)));
		}
		guards.add(new Guard(
				" from " + reference.child().quoted(table.kind()) + " where " + String.join(" and ", conditions),
				this.known.getOrDefault(new Constraint.Point(reference, values), 0L),
				reference.child().shown(table.kind(), table.id().schema()) + " has other rows that refer to "
						+ this.names.row(table, row) + "."));
	}

	private static int index(TableImage table, String column) {
		for (int i = 0; i < table.columns().size(); i++) {
			if (table.columns().get(i).name().equals(column)) {
				return i;
			}
		}
		throw new IllegalStateException("The table " + table.id() + " has no column " + column + ".");
	}

	private static String quoted(String kind, String column) {
		return "mariadb".equals(kind) ? "`" + column.replace("`", "``") + "`"
				: "\"" + column.replace("\"", "\"\"") + "\"";
	}

	/**
	 * What to check.
	 *
	 * @param rows the table and the condition of the rows that refer to one
	 * @param most how many of them there may be
	 * @param message what it means if there are more
	 */
	record Guard(String rows, long most, String message) {

	}

}
