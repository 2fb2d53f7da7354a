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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;

/**
 * Which changes can be undone only after which others. Where nothing decides, rows are
 * deleted first and inserted last.
 */
final class UndoGraph {

	private final List<ImageChange> changes;

	// who can come only after whom, and how many each one still waits for
	private final List<List<Integer>> followers = new ArrayList<>();

	private final List<Set<Integer>> awaited = new ArrayList<>();

	private final Set<Integer> done = new HashSet<>();

	private final PriorityQueue<Integer> ready;

	UndoGraph(List<ImageChange> changes) {
		this.changes = changes;
		this.ready = new PriorityQueue<>((one, other) -> {
			int kinds = action(one).compareTo(action(other));
			return (kinds != 0) ? kinds : Integer.compare(one, other);
		});
		changes.forEach((change) -> {
			this.followers.add(new ArrayList<>());
			this.awaited.add(new HashSet<>());
		});
	}

	ImageChange change(int number) {
		return this.changes.get(number);
	}

	UndoStep.Action action(int number) {
		return UndoStep.of(this.changes.get(number));
	}

	int size() {
		return this.changes.size();
	}

	void precede(Map<Constraint.Point, List<Integer>> first, Map<Constraint.Point, List<Integer>> second,
			IntPredicate applies) {
		second.forEach((point, later) -> first.getOrDefault(point, List.of()).forEach((before) -> {
			for (int after : later) {
				if (before != after && applies.test(after) && this.awaited.get(after).add(before)) {
					this.followers.get(before).add(after);
				}
			}
		}));
	}

	/**
	 * All that come after others are known.
	 */
	void connected() {
		for (int i = 0; i < size(); i++) {
			if (this.awaited.get(i).isEmpty()) {
				this.ready.add(i);
			}
		}
	}

	boolean isOver() {
		return this.done.size() == size();
	}

	/**
	 * The next change that waits for nothing.
	 * @return its number, or {@code null} if all wait
	 */
	@Nullable Integer poll() {
		Integer next = this.ready.poll();
		while (next != null && !this.done.add(next)) {
			next = this.ready.poll();
		}
		return next;
	}

	void release(int number) {
		this.followers.get(number).forEach((follower) -> letGo(number, follower));
	}

	void done(Set<Integer> numbers) {
		this.done.addAll(numbers);
	}

	boolean isOpen(int number) {
		return !this.done.contains(number);
	}

	/**
	 * The changes that still wait for another.
	 * @param number the other's number
	 * @return their numbers
	 */
	List<Integer> followers(int number) {
		return this.followers.get(number)
			.stream()
			.filter((follower) -> isOpen(follower) && this.awaited.get(follower).contains(number))
			.toList();
	}

	Set<Integer> awaited(int number) {
		return this.awaited.get(number);
	}

	/**
	 * Let a change wait no longer for another.
	 * @param number the other's number
	 * @param follower the number of the change
	 */
	void letGo(int number, int follower) {
		if (this.awaited.get(follower).remove(number) && this.awaited.get(follower).isEmpty()) {
			this.ready.add(follower);
		}
	}

}
