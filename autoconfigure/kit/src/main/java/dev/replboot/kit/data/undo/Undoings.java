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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The corrections that undo a correction, and those that undo these, in order. A process
 * that dies leaves one of them without a note of whether it was committed.
 */
final class Undoings {

	private final Map<String, Undoing> all = new LinkedHashMap<>();

	/**
	 * Note a correction that was about to be committed.
	 * @param undoing the correction
	 * @param root the correction that all of this is about
	 */
	void prepared(Undoing undoing, String root) {
		if (undoing.undoes().equals(root) || this.all.containsKey(undoing.undoes())) {
			this.all.put(undoing.id(), undoing);
		}
	}

	/**
	 * Note what became of a correction.
	 * @param id its id
	 * @param state what became of it
	 * @return whether it is one of these
	 */
	boolean ended(@Nullable String id, FixImage.State state) {
		return id != null && this.all.computeIfPresent(id, (key, undoing) -> undoing.as(state)) != null;
	}

	/**
	 * The correction that has undone another and isn't undone itself.
	 * @param id the other's id
	 * @return its id, or {@code null} if none is known
	 */
	@Nullable String undoneBy(String id) {
		String last = null;
		for (Undoing undoing : this.all.values()) {
			if (undoing.undoes().equals(id) && undoing.state() == FixImage.State.COMMITTED
					&& undoneBy(undoing.id()) == null) {
				last = undoing.id();
			}
		}
		return last;
	}

	/**
	 * Corrections of which nobody has noted whether they were committed.
	 * @return the corrections, in order
	 */
	List<Undoing> open() {
		return this.all.values().stream().filter((undoing) -> undoing.state() == FixImage.State.PREPARED).toList();
	}

	/**
	 * Ask the database about those that are open.
	 * @param connection a connection to it
	 * @return those that the database knows of, with what it says
	 * @throws SQLException if the database can't be asked
	 */
	List<Undoing> ask(Connection connection) throws SQLException {
		List<Undoing> found = new ArrayList<>();
		for (Undoing undoing : open()) {
			Boolean committed = CommitStatus.ask(connection, undoing.id(), undoing.transaction());
			if (committed != null) {
				Undoing ended = undoing.as(committed ? FixImage.State.COMMITTED : FixImage.State.FAILED);
				this.all.put(ended.id(), ended);
				found.add(ended);
			}
		}
		return found;
	}

	/**
	 * Correction that undoes another.
	 *
	 * @param id its id
	 * @param undoes the other's id
	 * @param transaction the number of its transaction, or {@code null}
	 * @param state what is known of its commit
	 */
	record Undoing(String id, String undoes, @Nullable String transaction, FixImage.State state) {

		private Undoing as(FixImage.State now) {
			return new Undoing(this.id, this.undoes, this.transaction, now);
		}

	}

}
