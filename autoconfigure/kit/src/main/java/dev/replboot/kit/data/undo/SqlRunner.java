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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Executes the statements of {@link TableSql} with values as parameters.
 */
final class SqlRunner {

	private static final String PARTITIONED = """
			select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname = ? and c.relname = ? and c.relkind <> 'r'""";

	private final Connection connection;

	private final Map<TableId, TableSql> tables = new HashMap<>();

	SqlRunner(Connection connection) {
		this.connection = connection;
	}

	TableSql sql(TableImage table) throws SQLException {
		TableSql sql = this.tables.get(table.id());
		if (sql == null) {
			sql = new TableSql(table, isWhole(table));
			this.tables.put(table.id(), sql);
		}
		return sql;
	}

	private boolean isWhole(TableImage table) throws SQLException {
		return "postgresql".equals(table.kind())
				&& CatalogLookup.finds(this.connection, PARTITIONED, table.id().schema(), table.id().name());
	}

	/**
	 * Find rows and lock them.
	 * @param table the table
	 * @param row the row with the key to find, or with all values where there is no key
	 * @param most how many to find
	 * @return the rows
	 * @throws SQLException if they can't be read
	 */
	List<UndoGuard.Located> select(TableImage table, RowImage row, int most) throws SQLException {
		return select(table, row, most, true);
	}

	List<UndoGuard.Located> select(TableImage table, RowImage row, int most, boolean lock) throws SQLException {
		Bound bound = new Bound(table);
		String sql = sql(table).select(row, bound, lock);
		List<UndoGuard.Located> found = new ArrayList<>();
		try (PreparedStatement statement = bound.prepare(sql)) {
			statement.setMaxRows(most);
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					int offset = sql(table).hasLocator() ? 1 : 0;
					RowImage read = read(set, table, offset);
					// by its collation, MariaDB finds other keys as well
					if (!sql(table).isMariaDb() || isSame(table, row, read)) {
						found.add(new UndoGuard.Located((offset == 0) ? null : set.getString(1), read));
					}
				}
			}
		}
		return found;
	}

	private static boolean isSame(TableImage table, RowImage one, RowImage other) {
		return !table.hasKey() || IntStream.range(0, table.columns().size())
			.filter((i) -> table.columns().get(i).key())
			.allMatch((i) -> Objects.equals(one.texts().get(i), other.texts().get(i)));
	}

	private static RowImage read(ResultSet set, TableImage table, int offset) throws SQLException {
		List<@Nullable String> texts = new ArrayList<>();
		for (int i = 0; i < table.columns().size(); i++) {
			texts.add(ValueTexts.read(set, i + 1 + offset, table.kind(), table.columns().get(i)));
		}
		return new RowImage(texts);
	}

	int delete(TableImage table, RowImage row, @Nullable String locator) throws SQLException {
		Bound bound = new Bound(table);
		return bound.execute(sql(table).delete(where(table, row, locator, bound)));
	}

	/**
	 * Update a row.
	 * @param table its table
	 * @param columns the columns to write
	 * @param to the values
	 * @param row the row as it is
	 * @param locator what tells it from others, or {@code null} if the table has a key
	 * @return the rows as they are now
	 * @throws SQLException if it can't be updated
	 */
	List<RowImage> update(TableImage table, List<Integer> columns, RowImage to, RowImage row, @Nullable String locator)
			throws SQLException {
		Bound set = new Bound(table);
		Bound where = new Bound(table);
		String condition = where(table, row, locator, where);
		String sql = sql(table).update(columns, to, set, condition);
		set.and(where);
		return set.write(sql, Collections.nCopies(1, to));
	}

	List<RowImage> insert(TableImage table, List<RowImage> rows) throws SQLException {
		Bound bound = new Bound(table);
		return bound.write(sql(table).insert(rows, bound), rows);
	}

	int park(TableImage table, List<Integer> columns, RowImage row, @Nullable String locator) throws SQLException {
		Bound bound = new Bound(table);
		return bound.execute(sql(table).park(columns, where(table, row, locator, bound)));
	}

	private String where(TableImage table, RowImage row, @Nullable String locator, Bound bound) throws SQLException {
		if (table.hasKey()) {
			return sql(table).byKey(row, bound);
		}
		if (locator == null) {
			// any of those that are alike
			return sql(table).byAll(row, bound) + " limit 1";
		}
		String condition = sql(table).byLocator();
		condition.chars().filter((character) -> character == '?').forEach((character) -> bound.locate(locator));
		return condition;
	}

	void run(String sql) throws SQLException {
		// What undo sets for itself is none of the settings that the transaction reports.
		try (Statement statement = StatementWatch.unwatched(this.connection).createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Values that become parameters, in the order of the statement.
	 */
	private final class Bound implements TableSql.Values {

		private final TableImage table;

		private final List<@Nullable ImageColumn> columns = new ArrayList<>();

		private final List<@Nullable String> texts = new ArrayList<>();

		Bound(TableImage table) {
			this.table = table;
		}

		@Override
		public String apply(Integer index, @Nullable String text) {
			ImageColumn column = this.table.columns().get(index);
			this.columns.add(column);
			this.texts.add(text);
			return ValueTexts.parameter(this.table.kind(), column);
		}

		void locate(String locator) {
			this.columns.add(null);
			this.texts.add(locator);
		}

		void and(Bound others) {
			this.columns.addAll(others.columns);
			this.texts.addAll(others.texts);
		}

		PreparedStatement prepare(String sql) throws SQLException {
			PreparedStatement statement = SqlRunner.this.connection.prepareStatement(sql);
			for (int i = 0; i < this.texts.size(); i++) {
				ImageColumn column = this.columns.get(i);
				String text = this.texts.get(i);
				if (column != null) {
					ValueTexts.bind(statement, i + 1, this.table.kind(), column, text);
				}
				else if ("postgresql".equals(this.table.kind())) {
					statement.setString(i + 1, text);
				}
				else {
					statement.setLong(i + 1, Long.parseLong(String.valueOf(text)));
				}
			}
			return statement;
		}

		// what a trigger makes of a row is seen at once where the database tells
		List<RowImage> write(String sql, List<RowImage> rows) throws SQLException {
			if (!"postgresql".equals(this.table.kind())) {
				return Collections.nCopies(execute(sql), rows.get(0));
			}
			List<RowImage> written = new ArrayList<>();
			String returning = sql(this.table).texts(sql.startsWith("insert"));
			try (PreparedStatement statement = prepare(sql + " returning " + returning);
					ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					written.add(read(set, this.table, 0));
				}
			}
			return written;
		}

		int execute(String sql) throws SQLException {
			try (PreparedStatement statement = prepare(sql)) {
				return statement.executeUpdate();
			}
		}

	}

}
