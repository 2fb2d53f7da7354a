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

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Changes in PostgreSQL, which marks each version of a row with the transaction that made
 * it ({@code xmin}) and the one that put an end to it ({@code xmax}), and counts what a
 * transaction does to each table.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-system-columns.html">System
 * Columns</a>
 */
final class PostgresChanges implements ChangeReader {

	private static final int CHUNK = 500;

	private static final String XID = "select pg_current_xact_id_if_assigned()::xid::text";

	private static final String TOUCHED = """
			select schemaname, relname from pg_stat_xact_user_tables
			where n_tup_ins + n_tup_upd + n_tup_del > 0 order by 1, 2""";

	// what TRUNCATE and ALTER TABLE do isn't counted, but takes this lock
	private static final String EXCLUSIVE = """
			select n.nspname, c.relname from pg_locks l
			join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
			where l.pid = pg_backend_pid() and l.mode = 'AccessExclusiveLock' and l.granted
			and c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' order by 1, 2""";

	@Override
	public boolean hasWritten(Connection connection) throws SQLException {
		return transaction(connection) != null;
	}

	@Override
	public Changes read(Connection inside, Connection outside, int comparedRows) throws SQLException {
		String transaction = transaction(inside);
		if (transaction == null) {
			return Changes.NONE;
		}
		List<TableName> locked = tables(inside, EXCLUSIVE);
		List<String> unseen = new ArrayList<>();
		for (TableName table : locked) {
			unseen.add("The table " + table.words(inside)
					+ " was emptied (truncate) or altered as a whole: its rows can't be compared.");
		}
		Changes all = new Changes(List.of(), unseen);
		for (TableName table : tables(inside, TOUCHED)) {
			// nobody else can read it meanwhile
			if (!locked.contains(table)) {
				all = all.and(new Table(table, inside, outside, transaction, comparedRows).changes());
			}
		}
		return all;
	}

	private static @Nullable String transaction(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(XID)) {
			return set.next() ? set.getString(1) : null;
		}
	}

	private static List<TableName> tables(Connection connection, String sql) throws SQLException {
		List<TableName> tables = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			while (set.next()) {
				tables.add(new TableName(set.getString(1), set.getString(2)));
			}
		}
		return tables;
	}

	/**
	 * One table.
	 */
	private static final class Table {

		private final TableName table;

		private final Connection inside;

		private final Connection outside;

		private final String transaction;

		private final int limit;

		private final List<String> key;

		private final boolean pseudo;

		private final String selected;

		Table(TableName table, Connection inside, Connection outside, String transaction, int limit)
				throws SQLException {
			this.table = table;
			this.inside = inside;
			this.outside = outside;
			this.transaction = transaction;
			this.limit = limit;
			List<String> primary = table.primaryKey(inside);
			this.pseudo = primary.isEmpty();
			this.key = this.pseudo ? List.of("ctid") : primary;
			this.selected = "select " + String.join(", ", keyExpressions()) + ", t.* from " + table.quoted(inside)
					+ " t ";
		}

		private List<String> keyExpressions() throws SQLException {
			List<String> expressions = new ArrayList<>();
			for (String column : this.key) {
				expressions.add(this.pseudo ? "t.ctid::text as ctid" : "t." + TableName.quote(this.inside, column));
			}
			return expressions;
		}

		Changes changes() throws SQLException {
			KeyedRows after = rows();
			KeyedRows before = rows();
			// of subtransactions, whose numbers are higher, as well
			boolean complete = after.read(this.inside, this.selected + "where age(t.xmin) <= 0", List.of(), this.limit);
			complete &= before.read(this.outside,
					this.selected + "where t.xmax <> 0 and age(t.xmax) <= age(cast(? as xid))",
					List.of(this.transaction), this.limit);
			String name = this.table.words(this.inside);
			if (!complete) {
				return new Changes(List.of(), List.of("More than " + this.limit + " rows of the table " + name
						+ " were changed (repl.kit.sql.compared-rows): they are neither listed nor counted."));
			}
			if (!this.pseudo) {
				// rows that another transaction has locked as well have another mark
				read(this.outside, missing(after, before), before);
			}
			// rows that were locked alone are marked, too
			KeyedRows locked = rows();
			read(this.inside, missing(before, after), locked);
			locked.rows().keySet().forEach(before.rows()::remove);
			return new Changes(before.changes(name, after), List.of());
		}

		private KeyedRows rows() {
			return new KeyedRows(this.key, this.pseudo);
		}

		private static List<List<@Nullable Object>> missing(KeyedRows from, KeyedRows in) {
			return from.rows().keySet().stream().filter((key) -> !in.rows().containsKey(key)).toList();
		}

		private void read(Connection connection, List<List<@Nullable Object>> keys, KeyedRows into)
				throws SQLException {
			String one = "(" + String.join(", ", Collections.nCopies(this.key.size(), "?")) + ")";
			for (int i = 0; i < keys.size(); i += CHUNK) {
				List<List<@Nullable Object>> chunk = keys.subList(i, Math.min(keys.size(), i + CHUNK));
				String sql = this.selected + "where (" + keyList() + ") in ("
						+ String.join(", ", Collections.nCopies(chunk.size(), one)) + ")";
				List<Object> arguments = new ArrayList<>();
				chunk.forEach((key) -> key.forEach((value) -> arguments.add(Objects.requireNonNull(value))));
				into.read(connection, sql, arguments, Integer.MAX_VALUE);
			}
		}

		private String keyList() throws SQLException {
			List<String> columns = new ArrayList<>();
			for (String column : this.key) {
				columns.add(this.pseudo ? "t.ctid::text" : "t." + TableName.quote(this.inside, column));
			}
			return String.join(", ", columns);
		}

	}

}
