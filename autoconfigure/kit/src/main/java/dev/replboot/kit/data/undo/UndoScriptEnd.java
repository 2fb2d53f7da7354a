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

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.text.VisibleText;

/**
 * The end of a script that undoes a correction of tables with triggers. What the trigger
 * of another table changes in a row that was put back before is set right again. The
 * script prints which rows aren't as they were.
 */
final class UndoScriptEnd {

	private final SqlRunner runner;

	private final RowNames names;

	private final TableTriggers triggers;

	private final List<String> lines = new ArrayList<>();

	UndoScriptEnd(SqlRunner runner, RowNames names, TableTriggers triggers) {
		this.runner = runner;
		this.names = names;
		this.triggers = triggers;
	}

	List<String> lines(List<ImageChange> changes) throws SQLException {
		if (!hasTriggers(changes)) {
			return this.lines;
		}
		if (isKind(changes, "postgresql")) {
			// triggers that wait for the commit
			this.lines.add("set constraints all immediate;");
		}
		List<ImageChange> back = changes.stream().filter((change) -> change.before() != null).toList();
		for (ImageChange change : back) {
			// a second statement would only fire a table's own triggers once more
			if (change.table().hasKey() && !this.triggers.has(change.table())) {
				settle(change.table(), Objects.requireNonNull(change.before()));
			}
		}
		if (!isKind(changes, "h2")) {
			Map<ImageChange, Long> alike = back.stream()
				.collect(Collectors.groupingBy((change) -> new ImageChange(change.table(), change.before(), null),
						LinkedHashMap::new, Collectors.counting()));
			for (Map.Entry<ImageChange, Long> row : alike.entrySet()) {
				tell(row.getKey().table(), Objects.requireNonNull(row.getKey().before()), row.getValue());
			}
		}
		return this.lines;
	}

	private boolean hasTriggers(List<ImageChange> changes) throws SQLException {
		for (ImageChange change : changes) {
			if (this.triggers.has(change.table())) {
				return true;
			}
		}
		return false;
	}

	private static boolean isKind(List<ImageChange> changes, String kind) {
		return kind.equals(changes.get(0).table().kind());
	}

	private void settle(TableImage table, RowImage row) throws SQLException {
		TableSql sql = this.runner.sql(table);
		TableSql.Values literals = UndoScript.literals(table);
		List<Integer> columns = sql.written().stream().filter((index) -> {
			ImageColumn column = table.columns().get(index);
			return !column.key() && column.identity() != ImageColumn.Identity.ALWAYS;
		}).toList();
		if (!columns.isEmpty()) {
			this.lines.add(sql.update(columns, row, literals,
					sql.byKey(row, literals) + " and not (" + sql.byAll(row, literals) + ")") + ";");
		}
	}

	private void tell(TableImage table, RowImage row, long alike) throws SQLException {
		TableSql sql = this.runner.sql(table);
		TableSql.Values literals = UndoScript.literals(table);
		String where = sql.byAll(row, literals);
		if (table.hasKey()) {
			where = sql.byKey(row, literals) + " and " + where;
		}
		String message = VisibleText.line(this.names.row(table, row) + " isn't as it was before.");
		this.lines.add(sql.isMariaDb() ? MariaDbScript.tell(" from " + sql.name() + " where " + where, alike, message)
				: PostgresScript.raise("if (select count(*) from " + sql.name() + " t where " + where + ") < " + alike,
						"warning", message));
	}

}
