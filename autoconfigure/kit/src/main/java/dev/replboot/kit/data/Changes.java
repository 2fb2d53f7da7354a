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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.replboot.kit.data.image.TableId;

/**
 * What a transaction has changed, as far as it could be seen.
 *
 * @param rows the rows that it changed; not all of them if there are very many
 * @param tables how many rows of each table it changed
 * @param unseen sentences about what could not be seen; if there are any, the rows may
 * not be all
 */
public record Changes(List<RowChange> rows, List<TableCount> tables, List<String> unseen) {

	static final Changes NONE = new Changes(List.of(), List.of());

	public Changes {
		rows = List.copyOf(rows);
		tables = List.copyOf(tables);
		unseen = List.copyOf(unseen);
	}

	/**
	 * Create changes of which all rows are known.
	 * @param rows the rows
	 * @param unseen sentences about what could not be seen
	 */
	public Changes(List<RowChange> rows, List<String> unseen) {
		this(rows, counted(rows), unseen);
	}

	private static List<TableCount> counted(List<RowChange> rows) {
		List<TableCount> counts = new ArrayList<>();
		for (RowChange row : rows) {
			TableId id = new TableId("", row.table());
			counts.add(new TableCount(id, row.table(), (row.before() == null) ? 1 : 0,
					(row.before() != null && row.after() != null) ? 1 : 0, (row.after() == null) ? 1 : 0));
		}
		return merged(counts);
	}

	private static List<TableCount> merged(List<TableCount> counts) {
		Map<TableId, TableCount> merged = new LinkedHashMap<>();
		counts.forEach((count) -> merged.merge(count.id(), count, TableCount::and));
		return List.copyOf(merged.values());
	}

	Changes and(Changes others) {
		List<RowChange> all = new ArrayList<>(this.rows);
		all.addAll(others.rows);
		List<TableCount> counts = new ArrayList<>(this.tables);
		counts.addAll(others.tables);
		LinkedHashSet<String> sentences = new LinkedHashSet<>(this.unseen);
		sentences.addAll(others.unseen);
		return new Changes(all, merged(counts), List.copyOf(sentences));
	}

	/**
	 * How many rows were changed.
	 * @return the number by the table's name
	 */
	public Map<String, Long> counts() {
		Map<String, Long> counts = new TreeMap<>();
		this.tables.forEach((count) -> counts.merge(count.table(), count.total(), Long::sum));
		return counts;
	}

	/**
	 * How many rows were changed in all.
	 * @return the number
	 */
	public long total() {
		return this.tables.stream().mapToLong(TableCount::total).sum();
	}

}
