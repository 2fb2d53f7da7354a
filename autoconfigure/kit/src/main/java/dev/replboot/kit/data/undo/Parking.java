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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.TableImage;

/**
 * How a row gets out of the way of others that have its unique values: it is deleted and
 * inserted again, or its unique values are others for a moment.
 *
 * @param columns the indexes of the columns that get other values; empty if the row is
 * deleted
 */
record Parking(List<Integer> columns) {

	private static final Parking DELETED = new Parking(List.of());

	static Parking of(ImageChange change, Constraint.Constraints constraints, TableSql sql) {
		boolean referred = constraints.isReferredTo(change.table().id());
		if (sql.isMariaDb()) {
			List<Integer> columns = kept(change, constraints, sql);
			return (columns.isEmpty() && referred) ? new Parking(freed(change, constraints)) : new Parking(columns);
		}
		return referred ? new Parking(freed(change, constraints)) : DELETED;
	}

	boolean isDeleted() {
		return this.columns.isEmpty();
	}

	// MariaDB doesn't tell a row that was deleted and inserted again from two rows, so it
	// is kept where that is possible
	private static List<Integer> kept(ImageChange change, Constraint.Constraints constraints, TableSql sql) {
		TableImage table = change.table();
		Set<Integer> kept = new TreeSet<>();
		for (Constraint.Unique unique : constraints.uniquesOf(table.id())) {
			if (!isFreed(change, constraints, unique)) {
				continue;
			}
			List<Integer> usable = new ArrayList<>();
			for (int i = 0; i < table.columns().size(); i++) {
				ImageColumn column = table.columns().get(i);
				if (unique.columns().contains(column.name()) && !column.key() && !column.generated()
						&& (column.nullable() || table.hasKey() && isOther(change, i) && sql.hasOther(i))) {
					usable.add(column.nullable() ? 0 : usable.size(), i);
				}
			}
			if (usable.isEmpty()) {
				return List.of();
			}
			kept.add(usable.get(0));
		}
		return List.copyOf(kept);
	}

	private static boolean isOther(ImageChange change, int index) {
		return !Objects.equals(Objects.requireNonNull(change.before()).texts().get(index),
				Objects.requireNonNull(change.after()).texts().get(index));
	}

	private static boolean isFreed(ImageChange change, Constraint.Constraints constraints, Constraint.Unique unique) {
		return !Objects.equals(constraints.values(change.table(), change.before(), unique.columns()),
				constraints.values(change.table(), change.after(), unique.columns()));
	}

	// an exclusion constraint doesn't apply to a row with null or an empty range
	private static String emptied(TableImage table, Constraint.Unique exclusion) {
		return table.columns()
			.stream()
			.filter((column) -> exclusion.columns().contains(column.name()) && !column.key() && !column.generated()
					&& (column.nullable() || column.type().endsWith("range")))
			.map(ImageColumn::name)
			.findFirst()
			.orElseThrow(() -> new NoOrderException("Rows of " + table.id().shown(table.kind(), "")
					+ ", to which others refer, are in each other's way because of an exclusion constraint. Put them"
					+ " back by hand; (undo-plan id) shows the values."));
	}

	private static List<Integer> freed(ImageChange change, Constraint.Constraints constraints) {
		TableImage table = change.table();
		Set<String> columns = new TreeSet<>();
		constraints.uniquesOf(table.id()).forEach((unique) -> {
			if (isFreed(change, constraints, unique)) {
				columns.addAll(unique.columns());
			}
		});
		constraints.exclusions()
			.stream()
			.filter((exclusion) -> exclusion.table().equals(table.id()) && isFreed(change, constraints, exclusion))
			.forEach((exclusion) -> columns.add(emptied(table, exclusion)));
		List<Integer> indexes = new ArrayList<>();
		for (int i = 0; i < table.columns().size(); i++) {
			if (columns.contains(table.columns().get(i).name())) {
				if (table.columns().get(i).key()) {
					throw new NoOrderException("Rows of " + table.id().shown(table.kind(), "")
							+ ", to which others refer, have exchanged their keys. Put them back by hand; "
							+ "(undo-plan id) shows the values.");
				}
				indexes.add(i);
			}
		}
		return indexes;
	}

}
