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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Everything that is in a PostgreSQL database.
 *
 * @param rows the rows of each table by their physical places
 */
public record Contents(Map<TableImage, Map<String, RowImage>> rows) {

	private static final String COLUMNS = """
			select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), not a.attnotnull,
			a.attgenerated <> '', a.attidentity, coalesce((select a.attnum = any (i.indkey) from pg_index i
			join pg_class x on x.oid = i.indexrelid where i.indrelid = a.attrelid and i.indisunique
			and i.indpred is null and i.indexprs is null and (i.indimmediate or i.indisprimary)
			and not exists (select 1 from pg_attribute o where o.attrelid = i.indrelid and o.attnum = any (i.indkey)
			and not o.attnotnull) order by i.indisprimary desc, x.relname limit 1), false)
			from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
			where c.relkind = 'r' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
			and a.attnum > 0 and not a.attisdropped order by 1, 2, a.attnum""";

	/**
	 * Read them.
	 * @param connection the connection, in a transaction
	 * @return the contents
	 * @throws SQLException if they can't be read
	 */
	public static Contents of(Connection connection) throws SQLException {
		Map<TableImage, Map<String, RowImage>> rows = new LinkedHashMap<>();
		try (Statement statement = connection.createStatement()) {
			statement.execute(ValueTexts.POSTGRESQL_SETTINGS);
			// so that types of other schemas are qualified
			statement.execute("select set_config('repl.path', current_setting('search_path'), true)");
			statement.execute("set local search_path = pg_catalog");
			List<TableImage> tables = tables(statement);
			tables.forEach((table) -> rows.put(table, new LinkedHashMap<>()));
			read(statement, tables, rows);
			statement.execute("select set_config('search_path', current_setting('repl.path'), true)");
		}
		return new Contents(rows);
	}

	private static List<TableImage> tables(Statement statement) throws SQLException {
		Map<TableId, List<ImageColumn>> columns = new LinkedHashMap<>();
		try (ResultSet set = statement.executeQuery(COLUMNS)) {
			while (set.next()) {
				String identity = set.getString(7);
				columns.computeIfAbsent(new TableId(set.getString(1), set.getString(2)), (id) -> new ArrayList<>())
					.add(new ImageColumn(set.getString(3), set.getString(4), set.getBoolean(5), set.getBoolean(6),
							"a".equals(identity) ? ImageColumn.Identity.ALWAYS : "d".equals(identity)
									? ImageColumn.Identity.BY_DEFAULT : ImageColumn.Identity.NONE,
							set.getBoolean(8)));
			}
		}
		return columns.entrySet()
			.stream()
			.map((table) -> new TableImage("postgresql", table.getKey(), table.getValue(),
					table.getValue().stream().anyMatch(ImageColumn::key)))
			.toList();
	}

	// one statement for all tables, because there are many of them
	private static void read(Statement statement, List<TableImage> tables, Map<TableImage, Map<String, RowImage>> rows)
			throws SQLException {
		List<String> selects = new ArrayList<>();
		for (int i = 0; i < tables.size(); i++) {
			TableImage table = tables.get(i);
			selects.add("select " + i + ", t.ctid::text, array["
					+ table.columns()
						.stream()
						.map((column) -> ValueTexts.select("postgresql", "t", column))
						.collect(Collectors.joining(", "))
					+ "]::text[] from only " + table.id().quoted("postgresql") + " t");
		}
		try (ResultSet set = statement.executeQuery(String.join(" union all ", selects))) {
			while (set.next()) {
				rows.get(tables.get(set.getInt(1)))
					.put(set.getString(2), new RowImage(Arrays.asList((String[]) set.getArray(3).getArray())));
			}
		}
	}

	/**
	 * What has changed since.
	 * @param after the contents afterwards
	 * @return the changes
	 */
	public List<ImageChange> changes(Contents after) {
		List<ImageChange> changes = new ArrayList<>();
		this.rows.forEach((table, before) -> {
			Map<Object, List<RowImage>> left = keyed(table, before);
			keyed(table, after.rows.getOrDefault(table, Map.of())).forEach((key, now) -> {
				List<RowImage> then = new ArrayList<>(left.getOrDefault(key, List.of()));
				left.remove(key);
				for (RowImage row : now) {
					RowImage old = then.isEmpty() ? null : then.remove(0);
					if (!row.equals(old)) {
						changes.add(new ImageChange(table, old, row));
					}
				}
				then.forEach((old) -> changes.add(new ImageChange(table, old, null)));
			});
			left.values().forEach((rows) -> rows.forEach((row) -> changes.add(new ImageChange(table, row, null))));
		});
		return changes;
	}

	private static Map<Object, List<RowImage>> keyed(TableImage table, Map<String, RowImage> rows) {
		Map<Object, List<RowImage>> keyed = new LinkedHashMap<>();
		rows.values().forEach((row) -> {
			List<String> key = new ArrayList<>();
			for (int i = 0; i < table.columns().size(); i++) {
				if (table.columns().get(i).key() || !table.hasKey()) {
					key.add(row.texts().get(i));
				}
			}
			keyed.computeIfAbsent(key, (k) -> new ArrayList<>()).add(row);
		});
		return keyed;
	}

	/**
	 * The contents as text, without regard to places.
	 * @return a sorted line for each row
	 */
	public List<String> lines() {
		Map<String, Integer> lines = new TreeMap<>();
		this.rows.forEach((table, rows) -> rows.values()
			.forEach((row) -> lines.merge(table.id() + " " + row.texts(), 1, Integer::sum)));
		return lines.entrySet().stream().map((line) -> line.getValue() + " x " + line.getKey()).toList();
	}

}
