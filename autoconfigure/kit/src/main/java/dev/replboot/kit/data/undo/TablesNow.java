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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;

/**
 * Looks at the tables of a correction as they are now: they may have been altered since,
 * and the database's user may not see all of their rows.
 */
final class TablesNow {

	private static final String COLUMNS = """
			select column_name from information_schema.columns where table_schema = ? and table_name = ?""";

	private static final String COLUMNS_OF_POSTGRESQL = """
			select a.attname from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
			join pg_catalog.pg_namespace n on n.oid = c.relnamespace
			where n.nspname = ? and c.relname = ? and a.attnum > 0 and not a.attisdropped""";

	private static final String SECURED = """
			select current_user from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
			where n.nspname = ? and c.relname = ? and pg_catalog.row_security_active(c.oid)""";

	private final Connection connection;

	private final RowNames names;

	private final Collection<TableImage> tables;

	TablesNow(Connection connection, RowNames names, List<ImageChange> changes) {
		this.connection = connection;
		this.names = names;
		Map<TableId, TableImage> byId = new LinkedHashMap<>();
		changes.forEach((change) -> byId.put(change.table().id(), change.table()));
		this.tables = byId.values();
	}

	/**
	 * Check that the tables have the columns that they had.
	 * @param id the correction's id
	 * @throws SQLException if the database can't be asked
	 * @throws IllegalStateException if one doesn't
	 */
	void requireColumns(String id) throws SQLException {
		for (TableImage table : this.tables) {
			boolean postgres = "postgresql".equals(table.kind());
			Set<String> now = new HashSet<>(ask(postgres ? COLUMNS_OF_POSTGRESQL : COLUMNS, table.id()));
			List<String> missing = table.columns()
				.stream()
				.map(ImageColumn::name)
				.filter((name) -> !now.contains(name))
				.toList();
			if (!missing.isEmpty()) {
				throw new IllegalStateException("Nothing was written. "
						+ (now.isEmpty() ? "The table " + this.names.table(table) + " isn't there any more"
								: "The table " + this.names.table(table) + " has been altered since " + id
										+ ": it has no column " + String.join(", ", missing) + " any more")
						+ ". (undo-plan \"" + id + "\") shows the values.");
			}
		}
	}

	/**
	 * Check that a row that wasn't found can't just be hidden.
	 * @param id the correction's id
	 * @throws SQLException if the database can't be asked
	 * @throws IllegalStateException if row-level security may hide it
	 */
	void requireVisible(String id) throws SQLException {
		for (TableImage table : this.tables) {
			List<String> user = "postgresql".equals(table.kind()) ? ask(SECURED, table.id()) : List.of();
			if (!user.isEmpty()) {
				throw new IllegalStateException(hidden(table, user.get(0), id));
			}
		}
	}

	/**
	 * What to say if row-level security refuses rows that are put back. It has to be
	 * known before, because PostgreSQL answers nothing after an error.
	 * @param id the correction's id
	 * @param wanted what is put back
	 * @return the sentence, or {@code null} if no row can be refused for that reason
	 * @throws SQLException if the database can't be asked
	 */
	@Nullable String hidden(String id, List<ImageChange> wanted) throws SQLException {
		for (TableImage table : this.tables) {
			boolean inserted = wanted.stream()
				.anyMatch((change) -> change.table().id().equals(table.id()) && change.after() == null);
			String permitted = " and pg_catalog.has_table_privilege(c.oid, '" + (inserted ? "insert" : "update") + "')";
			List<String> user = "postgresql".equals(table.kind()) ? ask(SECURED + permitted, table.id()) : List.of();
			if (!user.isEmpty()) {
				return hidden(table, user.get(0), id);
			}
		}
		return null;
	}

	private String hidden(TableImage table, String user, String id) {
		return "Nothing was written. Row-level security may hide rows of " + this.names.table(table)
				+ " from the database's user " + user + ", so whether they are as " + id
				+ " left them can't be told. (undo-plan \"" + id + "\") is a script for a user who sees them all.";
	}

	private List<String> ask(String sql, TableId table) throws SQLException {
		List<String> answers = new ArrayList<>();
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.setString(1, table.schema());
			statement.setString(2, table.name());
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					answers.add(set.getString(1));
				}
			}
		}
		return answers;
	}

}
