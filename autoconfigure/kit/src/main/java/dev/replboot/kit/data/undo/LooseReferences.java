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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.TableImage;

/**
 * Unties rows that refer to each other, for a database that checks each reference with
 * each row, as MariaDB and H2 do: a row refers to nothing until the other is there, or
 * before the other goes.
 */
final class LooseReferences {

	private final UndoGraph graph;

	private final Constraint.Constraints constraints;

	// the columns that rows get later
	private final Map<Integer, Set<Integer>> late = new LinkedHashMap<>();

	LooseReferences(UndoGraph graph, Constraint.Constraints constraints) {
		this.graph = graph;
		this.constraints = constraints;
	}

	/**
	 * The step that lets a row refer to itself no longer.
	 * @param number the row's change, which is about to be undone
	 * @return the step, or {@code null} if none is needed
	 */
	@Nullable UndoStep ofItself(int number) {
		ImageChange change = this.graph.change(number);
		Set<Integer> columns = new TreeSet<>();
		for (Constraint.Reference reference : this.constraints.references()) {
			List<String> key = parentKey(reference, change, true);
			if (key != null && key.equals(childKey(reference, change, true))
					&& !key.equals(parentKey(reference, change, false))) {
				columns.addAll(loose(reference, change.table()));
			}
		}
		return columns.isEmpty() ? null : new UndoStep(UndoStep.Action.LOOSEN, List.of(change), List.copyOf(columns));
	}

	/**
	 * The columns that a row gets later.
	 * @param number the row's change
	 * @return their indexes
	 */
	List<Integer> late(int number) {
		return List.copyOf(this.late.getOrDefault(number, Set.of()));
	}

	/**
	 * The steps that give rows what they lack, when all else is done.
	 * @return the steps
	 */
	List<UndoStep> complete() {
		return this.late.keySet()
			.stream()
			.map((number) -> new UndoStep(UndoStep.Action.COMPLETE, List.of(this.graph.change(number)), late(number)))
			.toList();
	}

	/**
	 * Let a row wait no longer for the one that it refers to.
	 * @return whether there was one
	 */
	boolean postpone() {
		for (int i = 0; i < this.graph.size(); i++) {
			if (this.graph.isOpen(i) && this.graph.action(i) != UndoStep.Action.DELETE) {
				for (int parent : List.copyOf(this.graph.awaited(i))) {
					List<Integer> columns = between(i, parent, false);
					if (!columns.isEmpty()) {
						this.late.computeIfAbsent(i, (key) -> new TreeSet<>()).addAll(columns);
						this.graph.letGo(parent, i);
						return true;
					}
				}
			}
		}
		return false;
	}

	/**
	 * Let a row refer to nothing, so that others wait for it no longer.
	 * @return the step, or {@code null} if there is no such row
	 */
	@Nullable UndoStep loosen() {
		for (int i = 0; i < this.graph.size(); i++) {
			if (this.graph.isOpen(i) && this.graph.action(i) != UndoStep.Action.INSERT) {
				for (int parent : this.graph.followers(i)) {
					List<Integer> columns = between(i, parent, true);
					if (!columns.isEmpty()) {
						this.graph.letGo(i, parent);
						return new UndoStep(UndoStep.Action.LOOSEN, List.of(this.graph.change(i)), columns);
					}
				}
			}
		}
		return null;
	}

	/**
	 * Let the database delete a row along with the one that it refers to.
	 * @return whether there was one
	 */
	boolean cascade() {
		for (int i = 0; i < this.graph.size(); i++) {
			if (this.graph.isOpen(i) && this.graph.action(i) == UndoStep.Action.DELETE) {
				for (int parent : this.graph.followers(i)) {
					if (this.graph.action(parent) == UndoStep.Action.DELETE
							&& references(i, parent, true).stream().anyMatch(Constraint.Reference::cascadesDeletes)) {
						this.graph.letGo(i, parent);
						return true;
					}
				}
			}
		}
		return false;
	}

	private List<Integer> between(int child, int parent, boolean now) {
		Set<Integer> columns = new TreeSet<>();
		for (Constraint.Reference reference : references(child, parent, now)) {
			List<Integer> loose = loose(reference, this.graph.change(child).table());
			if (loose.isEmpty()) {
				return List.of();
			}
			columns.addAll(loose);
		}
		return List.copyOf(columns);
	}

	private List<Constraint.Reference> references(int child, int parent, boolean now) {
		return this.constraints.references().stream().filter((reference) -> {
			List<String> key = childKey(reference, this.graph.change(child), now);
			return key != null && key.equals(parentKey(reference, this.graph.change(parent), now));
		}).toList();
	}

	private @Nullable List<String> childKey(Constraint.Reference reference, ImageChange change, boolean now) {
		return change.table().id().equals(reference.child())
				? this.constraints.values(change.table(), now ? change.after() : change.before(), reference.columns())
				: null;
	}

	private @Nullable List<String> parentKey(Constraint.Reference reference, ImageChange change, boolean now) {
		return change.table().id().equals(reference.parent()) ? this.constraints.values(change.table(),
				now ? change.after() : change.before(), reference.parentColumns()) : null;
	}

	// one column that may be null is enough for a reference not to apply; the row has to
	// be found again, and to stay where others refer to it
	private List<Integer> loose(Constraint.Reference reference, TableImage table) {
		List<Integer> loose = new ArrayList<>();
		for (int i = 0; i < table.columns().size() && loose.isEmpty(); i++) {
			ImageColumn column = table.columns().get(i);
			boolean referred = this.constraints.references()
				.stream()
				.anyMatch(
						(other) -> other.parent().equals(table.id()) && other.parentColumns().contains(column.name()));
			if (table.hasKey() && reference.columns().contains(column.name()) && column.nullable() && !column.key()
					&& !column.generated() && !referred) {
				loose.add(i);
			}
		}
		return loose;
	}

}
