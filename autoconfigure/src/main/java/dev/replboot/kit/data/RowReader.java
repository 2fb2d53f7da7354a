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

import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads rows as plain values that outlive the connection.
 */
final class RowReader {

	private static final int LARGEST = 1_000_000;

	private RowReader() {
	}

	static QueryResult read(ResultSet set, int maxRows) throws SQLException {
		List<String> columns = columns(set.getMetaData());
		List<@Nullable Object[]> rows = new ArrayList<>();
		boolean more = false;
		while (set.next()) {
			if (rows.size() == maxRows) {
				more = true;
				break;
			}
			rows.add(row(set, columns.size()));
		}
		String notice = more ? "There are more than these " + maxRows
				+ " rows (repl.kit.sql.max-rows); {:max-rows n} as the first argument asks for others." : null;
		return new QueryResult(columns, rows, -1, notice);
	}

	// two columns of the same name would become one
	static List<String> columns(ResultSetMetaData metaData) throws SQLException {
		Set<String> names = new LinkedHashSet<>();
		for (int i = 1; i <= metaData.getColumnCount(); i++) {
			String label = TableName.plain(metaData.getColumnLabel(i));
			String name = label;
			for (int n = 2; !names.add(name); n++) {
				name = label + "_" + n;
			}
		}
		return List.copyOf(names);
	}

	static @Nullable Object[] row(ResultSet set, int columns) throws SQLException {
		@Nullable Object[] row = new Object[columns];
		for (int i = 0; i < columns; i++) {
			row[i] = plain(set.getObject(i + 1));
		}
		return row;
	}

	private static @Nullable Object plain(@Nullable Object value) throws SQLException {
		if (value == null || value instanceof String || value instanceof Number) {
			return value;
		}
		if (value instanceof Clob clob) {
			return text(clob.getSubString(1, LARGEST), clob.length());
		}
		if (value instanceof Blob blob) {
			return blob.getBytes(1, LARGEST);
		}
		if (value instanceof SQLXML xml) {
			return xml.getString();
		}
		if (value instanceof java.sql.Array array) {
			return (array.getArray() instanceof Object[] elements) ? Arrays.asList(elements) : array.toString();
		}
		if (value instanceof java.sql.Timestamp timestamp) {
			return timestamp.toLocalDateTime();
		}
		if (value instanceof java.sql.Date date) {
			return date.toLocalDate();
		}
		if (value instanceof java.sql.Time time) {
			return time.toLocalTime();
		}
		// a type of the driver's own, such as PostgreSQL's jsonb
		return value.getClass().getName().startsWith("org.postgresql.") ? value.toString() : value;
	}

	private static String text(String text, long length) {
		return (length > text.length()) ? text + "… (cut, " + length + " characters in all)" : text;
	}

}
