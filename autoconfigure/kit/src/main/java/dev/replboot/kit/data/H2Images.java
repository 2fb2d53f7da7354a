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
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;

/**
 * Tables of H2 as its catalog describes them.
 */
final class H2Images {

	private static final String COLUMNS = """
			select column_name, data_type_sql(table_schema, table_name, 'TABLE', dtd_identifier), is_nullable,
			is_generated, identity_generation from information_schema.columns
			where table_schema = ? and table_name = ? order by ordinal_position""";

	// the primary key comes first
	private static final String KEYS = """
			select c.constraint_type, c.constraint_name, k.column_name from information_schema.table_constraints c
			join information_schema.key_column_usage k on k.constraint_schema = c.constraint_schema
			and k.constraint_name = c.constraint_name
			where c.table_schema = ? and c.table_name = ? and c.constraint_type in ('PRIMARY KEY', 'UNIQUE')
			order by c.constraint_type, c.constraint_name, k.ordinal_position""";

	private H2Images() {
	}

	static TableImage of(Connection connection, TableId id) throws SQLException {
		List<ImageColumn> columns = new ArrayList<>();
		Set<String> required = new HashSet<>();
		try (PreparedStatement statement = prepare(connection, COLUMNS, id); ResultSet set = statement.executeQuery()) {
			while (set.next()) {
				boolean nullable = "YES".equals(set.getString(3));
				if (!nullable) {
					required.add(set.getString(1));
				}
				columns.add(new ImageColumn(set.getString(1), set.getString(2), nullable,
						"ALWAYS".equals(set.getString(4)), identity(set.getString(5)), false));
			}
		}
		Set<String> key = key(connection, id, required);
		List<ImageColumn> marked = columns.stream().map((column) -> column.in(key)).toList();
		return new TableImage("h2", id, marked, !key.isEmpty());
	}

	private static Set<String> key(Connection connection, TableId id, Set<String> required) throws SQLException {
		Map<String, Set<String>> keys = new LinkedHashMap<>();
		try (PreparedStatement statement = prepare(connection, KEYS, id); ResultSet set = statement.executeQuery()) {
			while (set.next()) {
				keys.computeIfAbsent(set.getString(1) + set.getString(2), (name) -> new HashSet<>())
					.add(set.getString(3));
			}
		}
		return keys.values().stream().filter(required::containsAll).findFirst().orElse(Set.of());
	}

	private static PreparedStatement prepare(Connection connection, String sql, TableId id) throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		statement.setString(1, id.schema());
		statement.setString(2, id.name());
		return statement;
	}

	private static ImageColumn.Identity identity(@Nullable String generation) {
		if (generation == null) {
			return ImageColumn.Identity.NONE;
		}
		return "ALWAYS".equals(generation) ? ImageColumn.Identity.ALWAYS : ImageColumn.Identity.BY_DEFAULT;
	}

}
