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

package dev.replboot.kit.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a transaction has changed, as far as it could be seen.
 *
 * @param rows the rows that it changed
 * @param unseen sentences about what could not be seen; if there are any, the rows may
 * not be all
 * @since 0.1.0
 */
public record Changes(List<RowChange> rows, List<String> unseen) {

	public Changes {
		rows = List.copyOf(rows);
		unseen = List.copyOf(unseen);
	}

	static final Changes NONE = new Changes(List.of(), List.of());

	Changes and(Changes others) {
		List<RowChange> all = new ArrayList<>(this.rows);
		all.addAll(others.rows);
		List<String> notes = new ArrayList<>(this.unseen);
		notes.addAll(others.unseen);
		return new Changes(all, notes);
	}

	/**
	 * How many rows were changed.
	 * @return the number by the table's name
	 */
	public Map<String, Integer> counts() {
		Map<String, Integer> counts = new TreeMap<>();
		this.rows.forEach((row) -> counts.merge(row.table(), 1, Integer::sum));
		return counts;
	}

}
