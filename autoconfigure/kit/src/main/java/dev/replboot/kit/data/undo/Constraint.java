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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;

/**
 * Rule between rows that the database checks with each statement.
 */
sealed interface Constraint {

	/**
	 * Collects a map's values into lists.
	 * @param map the map
	 * @param point the key
	 * @param number what to add
	 */
	static void add(Map<Point, List<Integer>> map, @Nullable Point point, int number) {
		if (point != null) {
			map.computeIfAbsent(point, (key) -> new ArrayList<>()).add(number);
		}
	}

	/**
	 * No two rows have the same values.
	 *
	 * @param table the table
	 * @param columns its columns
	 */
	record Unique(TableId table, List<String> columns) implements Constraint {

	}

	/**
	 * A row refers to another one that has to exist.
	 *
	 * @param child the table that refers
	 * @param columns its columns
	 * @param parent the table that it refers to
	 * @param parentColumns the columns there
	 * @param cascadesUpdates whether the database changes the child's columns with the
	 * parent's
	 * @param cascadesDeletes whether the database deletes the child with the parent
	 */
	record Reference(TableId child, List<String> columns, TableId parent, List<String> parentColumns,
			boolean cascadesUpdates, boolean cascadesDeletes) implements Constraint {

	}

	/**
	 * All constraints that matter for some tables.
	 *
	 * @param uniques the unique keys
	 * @param references the references in either direction
	 * @param alike for texts that the database takes for equal to others, what all of
	 * them have in common
	 * @param exclusions the columns of exclusion constraints, of which only the database
	 * knows whether two rows are in each other's way
	 */
	record Constraints(List<Unique> uniques, List<Reference> references, Map<Column, Map<String, String>> alike,
			List<Unique> exclusions) {

		Constraints(List<Unique> uniques, List<Reference> references, Map<Column, Map<String, String>> alike) {
			this(uniques, references, alike, List.of());
		}

		Constraints(List<Unique> uniques, List<Reference> references) {
			this(uniques, references, Map.of());
		}

		/**
		 * The values of a row in some columns, of which the database takes equal ones for
		 * the same.
		 * @param table the row's table
		 * @param row the row, or {@code null}
		 * @param columns the columns
		 * @return the values, or {@code null} if there is no row or one of them is null,
		 * so that the constraint doesn't apply
		 */
		@Nullable List<String> values(TableImage table, @Nullable RowImage row, List<String> columns) {
			if (row == null) {
				return null;
			}
			List<String> values = new ArrayList<>();
			for (String column : columns) {
				String value = value(table, row, column);
				if (value == null) {
					return null;
				}
				values
					.add(this.alike.getOrDefault(new Column(table.id(), column), Map.of()).getOrDefault(value, value));
			}
			return values;
		}

		private static @Nullable String value(TableImage table, RowImage row, String column) {
			for (int i = 0; i < table.columns().size(); i++) {
				if (table.columns().get(i).name().equals(column)) {
					return row.texts().get(i);
				}
			}
			return null;
		}

		/**
		 * The columns of a row's key that get another text, which the database takes for
		 * the same, so that references to the row stay right.
		 * @param change the row's change
		 * @return their indexes
		 */
		List<Integer> respelled(ImageChange change) {
			RowImage before = change.before();
			RowImage after = change.after();
			if (before == null || after == null) {
				return List.of();
			}
			Set<Integer> indexes = new TreeSet<>();
			for (Reference reference : this.references) {
				if (reference.parent().equals(change.table().id())
						&& Objects.equals(values(change.table(), before, reference.parentColumns()),
								values(change.table(), after, reference.parentColumns()))) {
					for (int i = 0; i < change.table().columns().size(); i++) {
						if (reference.parentColumns().contains(change.table().columns().get(i).name())
								&& !Objects.equals(before.texts().get(i), after.texts().get(i))) {
							indexes.add(i);
						}
					}
				}
			}
			return List.copyOf(indexes);
		}

		List<Unique> uniquesOf(TableId table) {
			return this.uniques.stream().filter((unique) -> unique.table().equals(table)).toList();
		}

		boolean isReferredTo(TableId table) {
			return this.references.stream().anyMatch((reference) -> reference.parent().equals(table));
		}

	}

	/**
	 * Column of a table.
	 *
	 * @param table the table
	 * @param name the column's name
	 */
	record Column(TableId table, String name) {

	}

	/**
	 * Key of the rows that have the same values for a constraint.
	 *
	 * @param constraint the constraint
	 * @param values the values
	 */
	record Point(Constraint constraint, List<String> values) {

		static @Nullable Point of(Constraint constraint, @Nullable List<String> values) {
			return (values != null) ? new Point(constraint, values) : null;
		}

	}

}
