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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.TableImage;

/**
 * Order in which the changes of a correction can be undone one by one, so that no unique
 * key is taken before it is free, and no row refers to one that doesn't exist. Where
 * nothing decides, rows are deleted first and inserted last.
 */
final class UndoOrder {

	private final List<ImageChange> changes;

	private final Constraint.Constraints constraints;

	private final UndoGraph graph;

	private final LooseReferences loose;

	private final Set<Integer> parked = new HashSet<>();

	private final List<UndoStep> steps = new ArrayList<>();

	private UndoOrder(List<ImageChange> changes, Constraint.Constraints constraints) {
		this.changes = changes;
		this.constraints = constraints;
		this.graph = new UndoGraph(changes);
		this.loose = new LooseReferences(this.graph, constraints);
	}

	// MariaDB and H2 check a statement's rows one by one
	private boolean isRowByRow() {
		return is("mariadb") || is("h2");
	}

	private boolean is(String kind) {
		return !this.changes.isEmpty() && kind.equals(this.changes.get(0).table().kind());
	}

	/**
	 * Order changes.
	 * @param changes the changes that the correction made
	 * @param constraints the constraints of their tables
	 * @return the steps that undo them
	 * @throws NoOrderException if there is no such order
	 */
	static List<UndoStep> of(List<ImageChange> changes, Constraint.Constraints constraints) {
		UndoOrder order = new UndoOrder(changes, constraints);
		order.connect();
		order.graph.connected();
		order.sort();
		return order.steps;
	}

	/**
	 * Order changes so that rows that may be in each other's way because of an exclusion
	 * constraint are out of the way first.
	 * @param changes the changes that the correction made
	 * @param constraints the constraints of their tables
	 * @return the steps that undo them
	 * @throws NoOrderException if there is no such order
	 */
	static List<UndoStep> apart(List<ImageChange> changes, Constraint.Constraints constraints) {
		UndoOrder order = new UndoOrder(changes, constraints);
		order.connect();
		order.graph.connected();
		order.clear();
		order.sort();
		return order.steps;
	}

	private void clear() {
		for (Constraint.Unique exclusion : this.constraints.exclusions()) {
			List<Integer> moved = new ArrayList<>();
			for (int i = 0; i < this.changes.size(); i++) {
				ImageChange change = this.changes.get(i);
				if (change.table().id().equals(exclusion.table()) && this.graph.action(i) == UndoStep.Action.UPDATE
						&& !Objects.equals(
								this.constraints.values(change.table(), change.before(), exclusion.columns()),
								this.constraints.values(change.table(), change.after(), exclusion.columns()))) {
					moved.add(i);
				}
			}
			if (moved.size() > 1) {
				moved.stream().filter((number) -> !this.parked.contains(number)).forEach(this::park);
			}
		}
	}

	private void connect() {
		for (Constraint.Unique unique : this.constraints.uniques()) {
			Ends ends = new Ends(this.constraints);
			for (int i = 0; i < this.changes.size(); i++) {
				if (this.changes.get(i).table().id().equals(unique.table())) {
					ends.note(unique, this.changes.get(i), unique.columns(), i);
				}
			}
			// free before it is taken
			this.graph.precede(ends.left, ends.reached, (i) -> true);
		}
		for (Constraint.Reference reference : this.constraints.references()) {
			Ends children = new Ends(this.constraints);
			Ends parents = new Ends(this.constraints);
			for (int i = 0; i < this.changes.size(); i++) {
				ImageChange change = this.changes.get(i);
				if (change.table().id().equals(reference.child())) {
					children.note(reference, change, reference.columns(), i);
				}
				if (change.table().id().equals(reference.parent())) {
					parents.note(reference, change, reference.parentColumns(), i);
				}
			}
			this.graph.precede(parents.reached, children.reached, (i) -> true);
			// the database itself takes the children along with a parent that is updated
			this.graph.precede(children.left, parents.left,
					(parent) -> !reference.cascadesUpdates() || this.graph.action(parent) != UndoStep.Action.UPDATE);
		}
	}

	private void sort() {
		while (!this.graph.isOver()) {
			Integer next = this.graph.poll();
			if (next == null) {
				untie();
			}
			else {
				step(next);
				this.graph.release(next);
			}
		}
		this.steps.addAll(this.loose.complete());
	}

	private void step(int number) {
		UndoStep before = isRowByRow() ? this.loose.ofItself(number) : null;
		if (before != null) {
			this.steps.add(before);
		}
		this.steps
			.add(new UndoStep(this.graph.action(number), List.of(this.changes.get(number)), this.loose.late(number)));
	}

	private void untie() {
		boolean untied = park()
				|| (isRowByRow() ? loosen() : together(UndoStep.Action.INSERT) || together(UndoStep.Action.DELETE));
		if (!untied) {
			throw new NoOrderException("There is no order in which the rows can be restored one by one: "
					+ "they depend on each other in a circle. Write the statements by hand; (undo-plan id) shows the values.");
		}
	}

	private boolean loosen() {
		// in a snapshot, H2 fails at a cascade that comes back to the same row
		boolean cascades = !is("h2");
		if (this.loose.postpone() || cascades && this.loose.cascade()) {
			return true;
		}
		UndoStep step = this.loose.loosen();
		return (step != null) ? this.steps.add(step) : !cascades && this.loose.cascade();
	}

	// a row out of the way frees what others wait for
	private boolean park() {
		for (int i = 0; i < this.changes.size(); i++) {
			if (this.graph.isOpen(i) && this.graph.action(i) == UndoStep.Action.UPDATE && !this.parked.contains(i)
					&& !freed(i).isEmpty()) {
				park(i);
				return true;
			}
		}
		return false;
	}

	private void park(int number) {
		List<Integer> freed = freed(number);
		this.parked.add(number);
		this.steps.add(new UndoStep(UndoStep.Action.PARK, List.of(this.changes.get(number))));
		freed.forEach((follower) -> this.graph.letGo(number, follower));
	}

	private List<Integer> freed(int number) {
		return this.graph.followers(number).stream().filter((follower) -> isFreedBy(number, follower)).toList();
	}

	// whether one waits for the other because of a unique key
	private boolean isFreedBy(int number, int follower) {
		ImageChange change = this.changes.get(number);
		ImageChange other = this.changes.get(follower);
		return this.constraints.uniquesOf(change.table().id()).stream().anyMatch((unique) -> {
			List<String> left = this.constraints.values(change.table(), change.after(), unique.columns());
			return left != null && other.table().id().equals(unique.table())
					&& left.equals(this.constraints.values(other.table(), other.before(), unique.columns()));
		});
	}

	// one statement may insert, or delete, rows that refer to each other
	private boolean together(UndoStep.Action action) {
		for (int i = 0; i < this.changes.size(); i++) {
			if (this.graph.isOpen(i) && this.graph.action(i) == action) {
				TableImage table = this.changes.get(i).table();
				Set<Integer> group = new HashSet<>();
				for (int j = i; j < this.changes.size(); j++) {
					if (this.graph.isOpen(j) && this.graph.action(j) == action
							&& this.changes.get(j).table().equals(table)) {
						group.add(j);
					}
				}
				if (closed(group)) {
					List<Integer> sorted = group.stream().sorted().toList();
					this.steps.add(new UndoStep(action, sorted.stream().map(this.changes::get).toList()));
					this.graph.done(group);
					sorted.forEach(this.graph::release);
					return true;
				}
			}
		}
		return false;
	}

	// without those that wait for others outside of the group
	private boolean closed(Set<Integer> group) {
		boolean shrunk = true;
		while (shrunk) {
			shrunk = group.removeIf((number) -> !group.containsAll(this.graph.awaited(number)));
		}
		return !group.isEmpty();
	}

	/**
	 * The values at which rows are before and after their change is undone.
	 */
	private static final class Ends {

		private final Constraint.Constraints constraints;

		private final Map<Constraint.Point, List<Integer>> left = new HashMap<>();

		private final Map<Constraint.Point, List<Integer>> reached = new HashMap<>();

		Ends(Constraint.Constraints constraints) {
			this.constraints = constraints;
		}

		void note(Constraint constraint, ImageChange change, List<String> columns, int number) {
			List<String> from = this.constraints.values(change.table(), change.after(), columns);
			List<String> to = this.constraints.values(change.table(), change.before(), columns);
			if (!Objects.equals(from, to)) {
				Constraint.add(this.left, Constraint.Point.of(constraint, from), number);
				Constraint.add(this.reached, Constraint.Point.of(constraint, to), number);
			}
		}

	}

}
