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
import java.util.List;

/**
 * Changes in H2, which tells the tables that a session has locked by writing to them.
 * These are compared row by row.
 */
final class H2Changes implements ChangeReader {

	private static final String TOUCHED = """
			select table_schema, table_name from information_schema.locks
			where session_id = session_id() order by 1, 2""";

	@Override
	public Changes read(Connection inside, Connection outside, int comparedRows) throws SQLException {
		Changes all = Changes.NONE;
		for (TableName table : touched(inside)) {
			all = all.and(compare(table, inside, outside, comparedRows));
		}
		return all;
	}

	private static List<TableName> touched(Connection inside) throws SQLException {
		List<TableName> tables = new ArrayList<>();
		try (Statement statement = inside.createStatement(); ResultSet set = statement.executeQuery(TOUCHED)) {
			while (set.next()) {
				tables.add(new TableName(set.getString(1), set.getString(2)));
			}
		}
		return tables;
	}

	private static Changes compare(TableName table, Connection inside, Connection outside, int limit)
			throws SQLException {
		List<String> key = table.primaryKey(outside);
		boolean pseudo = key.isEmpty();
		List<String> columns = pseudo ? List.of("_rowid_") : key;
		StringBuilder selected = new StringBuilder();
		for (String column : columns) {
			selected.append(pseudo ? column : TableName.quote(outside, column)).append(", ");
		}
		String sql = "select " + selected + "t.* from " + table.quoted(outside) + " t";
		KeyedRows before = new KeyedRows(columns, pseudo);
		KeyedRows after = new KeyedRows(columns, pseudo);
		if (!before.read(outside, sql, List.of(), limit) || !after.read(inside, sql, List.of(), limit)) {
			return new Changes(List.of(),
					List.of("The table " + table.words(outside) + " was changed, but has more than " + limit
							+ " rows (repl.kit.sql.compared-rows), so which of them isn't known."));
		}
		return new Changes(before.changes(table.words(outside), after), List.of());
	}

	@Override
	public boolean hasWritten(Connection connection) throws SQLException {
		return written(connection);
	}

	static boolean written(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery("select transaction_id()")) {
			return set.next() && set.getObject(1) != null;
		}
	}

}
