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
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;

/**
 * Order in which the changes of a correction can be undone one by one, so that no unique
 * key is taken before it is free, and no row refers to one that doesn't exist. Where
 * nothing decides, rows are deleted first and inserted last.
 */
final class UndoOrder {

	private final List<ImageChange> changes;

	private final Constraint.Constraints constraints;

	// who can come only after whom, and how many each one still waits for
	private final List<List<Integer>> followers = new ArrayList<>();

	private final List<Set<Integer>> awaited = new ArrayList<>();

	private final Set<Integer> done = new HashSet<>();

	private final PriorityQueue<Integer> ready;

	private final List<UndoStep> steps = new ArrayList<>();

	private UndoOrder(List<ImageChange> changes, Constraint.Constraints constraints) {
		this.changes = changes;
		this.constraints = constraints;
		this.ready = new PriorityQueue<>((one, other) -> {
			int kinds = UndoStep.of(changes.get(one)).compareTo(UndoStep.of(changes.get(other)));
			return (kinds != 0) ? kinds : Integer.compare(one, other);
		});
	}

	/**
	 * Order changes.
	 * @param changes the changes that the correction made
	 * @param constraints the constraints of their tables
	 * @return the steps that undo them
	 * @throws IllegalStateException if there is no such order
	 */
	static List<UndoStep> of(List<ImageChange> changes, Constraint.Constraints constraints) {
		UndoOrder order = new UndoOrder(changes, constraints);
		order.connect();
		order.sort();
		return order.steps;
	}

	private void connect() {
		this.changes.forEach((change) -> {
			this.followers.add(new ArrayList<>());
			this.awaited.add(new HashSet<>());
		});
		for (Constraint.Unique unique : this.constraints.uniques()) {
			Ends ends = new Ends();
			for (int i = 0; i < this.changes.size(); i++) {
				if (this.changes.get(i).table().id().equals(unique.table())) {
					ends.note(unique, this.changes.get(i), unique.columns(), i);
				}
			}
			// free before it is taken
			precede(ends.left, ends.reached, (i) -> true);
		}
		for (Constraint.Reference reference : this.constraints.references()) {
			Ends children = new Ends();
			Ends parents = new Ends();
			for (int i = 0; i < this.changes.size(); i++) {
				ImageChange change = this.changes.get(i);
				if (change.table().id().equals(reference.child())) {
					children.note(reference, change, reference.columns(), i);
				}
				if (change.table().id().equals(reference.parent())) {
					parents.note(reference, change, reference.parentColumns(), i);
				}
			}
			precede(parents.reached, children.reached, (i) -> true);
			// the database itself takes the children along with a parent that is updated
			precede(children.left, parents.left, (parent) -> !reference.cascadesUpdates()
					|| UndoStep.of(this.changes.get(parent)) != UndoStep.Action.UPDATE);
		}
	}

	private void precede(Map<Constraint.Point, List<Integer>> first, Map<Constraint.Point, List<Integer>> second,
			IntPredicate applies) {
		second.forEach((point, later) -> first.getOrDefault(point, List.of()).forEach((before) -> {
			for (int after : later) {
				if (before != after && applies.test(after) && this.awaited.get(after).add(before)) {
					this.followers.get(before).add(after);
				}
			}
		}));
	}

	private void sort() {
		for (int i = 0; i < this.changes.size(); i++) {
			if (this.awaited.get(i).isEmpty()) {
				this.ready.add(i);
			}
		}
		while (this.done.size() < this.changes.size()) {
			Integer next = this.ready.poll();
			if (next == null) {
				untie();
			}
			else if (this.done.add(next)) {
				this.steps.add(new UndoStep(UndoStep.of(this.changes.get(next)), List.of(this.changes.get(next))));
				release(next);
			}
		}
	}

	private void release(int number) {
		for (int follower : this.followers.get(number)) {
			if (this.awaited.get(follower).remove(number) && this.awaited.get(follower).isEmpty()) {
				this.ready.add(follower);
			}
		}
	}

	private void untie() {
		if (!park() && !together(UndoStep.Action.INSERT) && !together(UndoStep.Action.DELETE)) {
			throw new IllegalStateException("There is no order in which the rows can be put back one by one: "
					+ "they depend on each other in a circle. Write the statements by hand; (undo-plan id) shows the values.");
		}
	}

	// a row out of the way frees what others wait for
	private boolean park() {
		for (int i = 0; i < this.changes.size(); i++) {
			if (isOpen(i) && UndoStep.of(this.changes.get(i)) == UndoStep.Action.UPDATE && !this.parked.contains(i)
					&& !this.followers.get(i).isEmpty() && isInWay(i)) {
				this.parked.add(i);
				this.steps.add(new UndoStep(UndoStep.Action.PARK, List.of(this.changes.get(i))));
				int parked = i;
				this.followers.get(i).removeIf((follower) -> isFreedBy(parked, follower) && letGo(parked, follower));
				return true;
			}
		}
		return false;
	}

	private final Set<Integer> parked = new HashSet<>();

	private boolean isOpen(int number) {
		return !this.done.contains(number);
	}

	private boolean isInWay(int number) {
		return this.followers.get(number)
			.stream()
			.anyMatch((follower) -> isOpen(follower) && isFreedBy(number, follower));
	}

	// whether one waits for the other because of a unique key
	private boolean isFreedBy(int number, int follower) {
		ImageChange change = this.changes.get(number);
		ImageChange other = this.changes.get(follower);
		return this.constraints.uniquesOf(change.table().id()).stream().anyMatch((unique) -> {
			List<String> left = Constraint.values(change.table(), change.after(), unique.columns());
			return left != null && other.table().id().equals(unique.table())
					&& left.equals(Constraint.values(other.table(), other.before(), unique.columns()));
		});
	}

	private boolean letGo(int number, int follower) {
		if (this.awaited.get(follower).remove(number) && this.awaited.get(follower).isEmpty()) {
			this.ready.add(follower);
		}
		return true;
	}

	// one statement may insert, or delete, rows that refer to each other
	private boolean together(UndoStep.Action action) {
		for (int i = 0; i < this.changes.size(); i++) {
			if (isOpen(i) && UndoStep.of(this.changes.get(i)) == action) {
				TableImage table = this.changes.get(i).table();
				Set<Integer> group = new HashSet<>();
				for (int j = i; j < this.changes.size(); j++) {
					if (isOpen(j) && UndoStep.of(this.changes.get(j)) == action
							&& this.changes.get(j).table().equals(table)) {
						group.add(j);
					}
				}
				if (closed(group)) {
					List<Integer> sorted = group.stream().sorted().toList();
					this.steps.add(new UndoStep(action, sorted.stream().map(this.changes::get).toList()));
					this.done.addAll(group);
					sorted.forEach(this::release);
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
			shrunk = group.removeIf((number) -> !group.containsAll(this.awaited.get(number)));
		}
		return !group.isEmpty();
	}

	/**
	 * The values at which rows are before and after their change is undone.
	 */
	private static final class Ends {

		private final Map<Constraint.Point, List<Integer>> left = new HashMap<>();

		private final Map<Constraint.Point, List<Integer>> reached = new HashMap<>();

		void note(Constraint constraint, ImageChange change, List<String> columns, int number) {
			List<String> from = values(change.table(), change.after(), columns);
			List<String> to = values(change.table(), change.before(), columns);
			if (!Objects.equals(from, to)) {
				Constraint.add(this.left, Constraint.Point.of(constraint, from), number);
				Constraint.add(this.reached, Constraint.Point.of(constraint, to), number);
			}
		}

		private static @Nullable List<String> values(TableImage table, @Nullable RowImage row, List<String> columns) {
			return Constraint.values(table, row, columns);
		}

	}

}
