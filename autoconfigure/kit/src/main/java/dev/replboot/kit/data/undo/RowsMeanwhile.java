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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.RowImage;

/**
 * Rows that aren't as the correction left them any more and not yet as they were before
 * it, because a step has put them aside.
 */
final class RowsMeanwhile {

	private final Map<ImageChange, RowImage> rows = new IdentityHashMap<>();

	private final Map<ImageChange, Set<Integer>> aside = new IdentityHashMap<>();

	private final Set<ImageChange> deleted = Collections.newSetFromMap(new IdentityHashMap<>());

	/**
	 * The row to change.
	 * @param change its change
	 * @return the row as it is now
	 */
	RowImage row(ImageChange change) {
		return this.rows.getOrDefault(change, Objects.requireNonNull(change.after()));
	}

	boolean isDeleted(ImageChange change) {
		return this.deleted.contains(change);
	}

	void deleted(ImageChange change) {
		this.deleted.add(change);
	}

	/**
	 * A step has written other values to some columns: null where that is possible.
	 * @param change the row's change
	 * @param columns the indexes of the columns
	 */
	void aside(ImageChange change, List<Integer> columns) {
		List<Integer> nullable = columns.stream()
			.filter((index) -> change.table().columns().get(index).nullable())
			.toList();
		this.rows.put(change, without(row(change), nullable));
		this.aside.computeIfAbsent(change, (key) -> new TreeSet<>()).addAll(columns);
	}

	/**
	 * The columns that an update has to write.
	 * @param sql the table
	 * @param change the row's change
	 * @return their indexes
	 */
	List<Integer> written(TableSql sql, ImageChange change) {
		Set<Integer> columns = new TreeSet<>(
				sql.different(Objects.requireNonNull(change.after()), Objects.requireNonNull(change.before())));
		columns.addAll(this.aside.getOrDefault(change, Set.of()));
		return List.copyOf(columns);
	}

	/**
	 * The row that a step writes.
	 * @param change the row's change
	 * @param late the indexes of the columns that are written later
	 * @return the row before the correction, without these
	 */
	static RowImage before(ImageChange change, List<Integer> late) {
		return without(Objects.requireNonNull(change.before()), late);
	}

	private static RowImage without(RowImage row, List<Integer> columns) {
		if (columns.isEmpty()) {
			return row;
		}
		List<@Nullable String> texts = new ArrayList<>(row.texts());
		columns.forEach((index) -> texts.set(index, null));
		return new RowImage(texts);
	}

}
