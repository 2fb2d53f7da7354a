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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Tables of MariaDB as its catalog describes them.
 */
final class MariaDbImages {

	static final String KIND = "mariadb";

	private static final String COLUMNS = """
			select column_name, column_type, is_nullable, is_generated, extra, character_set_name
			from information_schema.columns where table_schema = ? and table_name = ? order by ordinal_position""";

	// the primary key comes first
	private static final String KEYS = """
			select index_name, column_name, sub_part from information_schema.statistics
			where table_schema = ? and table_name = ? and non_unique = 0 and index_type = 'BTREE'
			order by index_name <> 'PRIMARY', index_name, seq_in_index""";

	private MariaDbImages() {
	}

	/**
	 * Describe a table.
	 * @param connection the connection
	 * @param id its name
	 * @return the table
	 * @throws SQLException if it can't be described
	 */
	static Described of(Connection connection, TableId id) throws SQLException {
		List<ImageColumn> columns = new ArrayList<>();
		Set<String> required = new HashSet<>();
		try (PreparedStatement statement = prepare(connection, COLUMNS, id); ResultSet set = statement.executeQuery()) {
			while (set.next()) {
				boolean nullable = "YES".equals(set.getString(3));
				if (!nullable) {
					required.add(set.getString(1));
				}
				boolean numbered = set.getString(5).toLowerCase(Locale.ROOT).contains("auto_increment");
				columns
					.add(new ImageColumn(set.getString(1), ValueTexts.mariaDbType(set.getString(2), set.getString(6)),
							nullable, "ALWAYS".equals(set.getString(4)),
							numbered ? ImageColumn.Identity.BY_DEFAULT : ImageColumn.Identity.NONE, false));
			}
		}
		Map<String, Set<String>> keys = keys(connection, id, required);
		String index = keys.isEmpty() ? "" : keys.keySet().iterator().next();
		Set<String> key = keys.getOrDefault(index, Set.of());
		List<ImageColumn> marked = columns.stream().map((column) -> column.in(key)).toList();
		return new Described(new TableImage(KIND, id, marked, !key.isEmpty()), index);
	}

	private static Map<String, Set<String>> keys(Connection connection, TableId id, Set<String> required)
			throws SQLException {
		Map<String, Set<String>> keys = new LinkedHashMap<>();
		Set<String> unfit = new HashSet<>();
		try (PreparedStatement statement = prepare(connection, KEYS, id); ResultSet set = statement.executeQuery()) {
			while (set.next()) {
				keys.computeIfAbsent(set.getString(1), (name) -> new LinkedHashSet<>()).add(set.getString(2));
				if (set.getObject(3) != null || !required.contains(set.getString(2))) {
					unfit.add(set.getString(1));
				}
			}
		}
		keys.keySet().removeAll(unfit);
		return keys;
	}

	private static PreparedStatement prepare(Connection connection, String sql, TableId id) throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		statement.setString(1, id.schema());
		statement.setString(2, id.name());
		return statement;
	}

	/**
	 * A table.
	 *
	 * @param image the table
	 * @param index the name of the key's index, or empty if there is no key
	 */
	record Described(TableImage image, String index) {

	}

}
