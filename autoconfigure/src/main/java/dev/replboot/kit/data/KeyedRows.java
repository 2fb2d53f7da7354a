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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Rows of a table by their keys.
 */
final class KeyedRows {

	private final List<String> keyColumns;

	private final boolean pseudoKey;

	private List<String> columns = List.of();

	private final Map<List<@Nullable Object>, @Nullable Object[]> rows = new LinkedHashMap<>();

	/**
	 * Create it without rows.
	 * @param keyColumns the names of the columns of the key, which come first in what is
	 * read
	 * @param pseudoKey whether they are none of the table's own
	 */
	KeyedRows(List<String> keyColumns, boolean pseudoKey) {
		this.keyColumns = keyColumns;
		this.pseudoKey = pseudoKey;
	}

	/**
	 * Read rows.
	 * @param connection where to read them
	 * @param sql gives the columns of the key and then all columns
	 * @param arguments its arguments
	 * @param limit how many to read
	 * @return whether that were all
	 * @throws SQLException if they can't be read
	 */
	boolean read(Connection connection, String sql, List<?> arguments, int limit) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setFetchSize(1000);
			for (int i = 0; i < arguments.size(); i++) {
				statement.setObject(i + 1, arguments.get(i));
			}
			try (ResultSet set = statement.executeQuery()) {
				List<String> all = RowReader.columns(set.getMetaData());
				int keys = this.keyColumns.size();
				this.columns = own(set, keys);
				while (set.next()) {
					if (this.rows.size() >= limit) {
						return false;
					}
					@Nullable Object[] row = RowReader.row(set, all.size());
					this.rows.put(Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(row, keys))),
							Arrays.copyOfRange(row, keys, row.length));
				}
			}
		}
		return true;
	}

	private static List<String> own(ResultSet set, int keys) throws SQLException {
		List<String> names = new ArrayList<>();
		for (int i = keys + 1; i <= set.getMetaData().getColumnCount(); i++) {
			names.add(TableName.plain(set.getMetaData().getColumnLabel(i)));
		}
		return names;
	}

	Map<List<@Nullable Object>, @Nullable Object[]> rows() {
		return this.rows;
	}

	/**
	 * What is different here and there.
	 * @param table the table's name
	 * @param after the rows afterwards, this being those before
	 * @return the changes
	 */
	List<RowChange> changes(String table, KeyedRows after) {
		List<RowChange> changes = new ArrayList<>();
		Map<List<@Nullable Object>, @Nullable Object[]> left = new HashMap<>(this.rows);
		after.rows.forEach((key, now) -> {
			@Nullable Object[] then = left.remove(key);
			if (then == null || !isSame(then, now)) {
				changes.add(new RowChange(table, after.key(key), (then != null) ? map(then) : null, after.map(now)));
			}
		});
		this.rows.forEach((key, then) -> {
			if (left.containsKey(key)) {
				changes.add(new RowChange(table, key(key), map(then), null));
			}
		});
		return changes;
	}

	private static boolean isSame(@Nullable Object[] one, @Nullable Object[] other) {
		if (one.length != other.length) {
			return false;
		}
		for (int i = 0; i < one.length; i++) {
			if (!Objects.deepEquals(one[i], other[i])) {
				return false;
			}
		}
		return true;
	}

	private Map<String, @Nullable Object> key(List<@Nullable Object> key) {
		Map<String, @Nullable Object> named = new LinkedHashMap<>();
		if (!this.pseudoKey) {
			for (int i = 0; i < this.keyColumns.size(); i++) {
				named.put(TableName.plain(this.keyColumns.get(i)), key.get(i));
			}
		}
		return Collections.unmodifiableMap(named);
	}

	private Map<String, @Nullable Object> map(@Nullable Object[] row) {
		Map<String, @Nullable Object> named = new LinkedHashMap<>();
		for (int i = 0; i < row.length; i++) {
			named.put(this.columns.get(i), row[i]);
		}
		return Collections.unmodifiableMap(named);
	}

}
