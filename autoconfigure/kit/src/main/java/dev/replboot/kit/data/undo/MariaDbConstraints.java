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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.TableId;

/**
 * Reads the constraints of MariaDB, which checks each of them with each row.
 */
final class MariaDbConstraints {

	private static final String UNIQUES = """
			select index_name, column_name, sub_part from information_schema.statistics
			where table_schema = ? and table_name = ? and non_unique = 0 order by index_name, seq_in_index""";

	// of all tables once: for one that is referred to, the server would look at all each
	// time
	private static final String REFERENCES = """
			select constraint_schema, constraint_name, table_name, unique_constraint_schema, referenced_table_name,
			update_rule, delete_rule from information_schema.referential_constraints order by 1, 3, 2""";

	private static final String COLUMNS = """
			select constraint_name, column_name, referenced_column_name from information_schema.key_column_usage
			where table_schema = ? and table_name = ? and referenced_table_name is not null
			order by constraint_name, ordinal_position""";

	private final Connection connection;

	// the columns of keys, and how many characters of them count; 0 for all
	private final Map<Constraint.Column, Integer> prefixes = new HashMap<>();

	MariaDbConstraints(Connection connection) {
		this.connection = connection;
	}

	Constraint.Constraints read(Set<TableId> tables, List<ImageChange> changes) throws SQLException {
		List<Constraint.Unique> uniques = new ArrayList<>();
		for (TableId table : tables) {
			uniques.addAll(uniques(table));
		}
		List<Constraint.Reference> references = references(tables);
		return new Constraint.Constraints(uniques, references,
				new MariaDbCollations(this.connection, this.prefixes).alike(changes));
	}

	private List<Constraint.Unique> uniques(TableId table) throws SQLException {
		Map<String, List<String>> indexes = new LinkedHashMap<>();
		try (PreparedStatement statement = prepare(UNIQUES, table); ResultSet set = statement.executeQuery()) {
			while (set.next()) {
				indexes.computeIfAbsent(set.getString(1), (name) -> new ArrayList<>()).add(set.getString(2));
				note(new Constraint.Column(table, set.getString(2)), set.getInt(3));
			}
		}
		return indexes.values().stream().map((columns) -> new Constraint.Unique(table, columns)).toList();
	}

	private void note(Constraint.Column column, int prefix) {
		this.prefixes.merge(column, prefix,
				(one, other) -> (one == 0) ? other : (other == 0) ? one : Math.min(one, other));
	}

	private List<Constraint.Reference> references(Set<TableId> tables) throws SQLException {
		Map<TableId, Map<String, Constraint.Reference>> children = new LinkedHashMap<>();
		try (PreparedStatement statement = this.connection.prepareStatement(REFERENCES);
				ResultSet set = statement.executeQuery()) {
			while (set.next()) {
				TableId child = new TableId(set.getString(1), set.getString(3));
				TableId parent = new TableId(set.getString(4), set.getString(5));
				if (tables.contains(child) || tables.contains(parent)) {
					children.computeIfAbsent(child, (id) -> new LinkedHashMap<>())
						.put(set.getString(2),
								new Constraint.Reference(child, new ArrayList<>(), parent, new ArrayList<>(),
										"CASCADE".equals(set.getString(6)), "CASCADE".equals(set.getString(7))));
				}
			}
		}
		List<Constraint.Reference> references = new ArrayList<>();
		for (Map.Entry<TableId, Map<String, Constraint.Reference>> child : children.entrySet()) {
			readColumns(child.getKey(), child.getValue());
			references.addAll(child.getValue().values());
		}
		return references;
	}

	private void readColumns(TableId child, Map<String, Constraint.Reference> references) throws SQLException {
		try (PreparedStatement statement = prepare(COLUMNS, child); ResultSet set = statement.executeQuery()) {
			while (set.next()) {
				Constraint.Reference reference = references.get(set.getString(1));
				if (reference != null) {
					reference.columns().add(set.getString(2));
					reference.parentColumns().add(set.getString(3));
					note(new Constraint.Column(child, set.getString(2)), 0);
					note(new Constraint.Column(reference.parent(), set.getString(3)), 0);
				}
			}
		}
	}

	private PreparedStatement prepare(String sql, TableId table) throws SQLException {
		PreparedStatement statement = this.connection.prepareStatement(sql);
		statement.setString(1, table.schema());
		statement.setString(2, table.name());
		return statement;
	}

}
