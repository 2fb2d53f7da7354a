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
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;

/**
 * Reads the constraints that the database checks with each statement. Those that can be
 * deferred are left out in PostgreSQL, where undoing defers them, except for the key by
 * which rows are found.
 */
final class ConstraintReader {

	// the names of indexes are unique in a schema
	private static final String DEFERRABLE = """
			select n.nspname, i.relname from pg_constraint c join pg_class i on i.oid = c.conindid
			join pg_namespace n on n.oid = i.relnamespace
			where c.condeferrable and c.contype in ('p', 'u', 'x')""";

	private static final String EXCLUSIONS = """
			select n.nspname, t.relname, c.conname, a.attname from pg_constraint c join pg_class t on t.oid = c.conrelid
			join pg_namespace n on n.oid = t.relnamespace
			join pg_attribute a on a.attrelid = t.oid and a.attnum = any(c.conkey)
			where c.contype = 'x' and not c.condeferrable order by 1, 2, 3, a.attnum""";

	private final String kind;

	private final Connection connection;

	ConstraintReader(String kind, Connection connection) {
		this.kind = kind;
		this.connection = connection;
	}

	Constraint.Constraints read(List<ImageChange> changes) throws SQLException {
		Map<TableId, TableImage> images = new LinkedHashMap<>();
		changes.forEach((change) -> images.put(change.table().id(), change.table()));
		Set<TableId> tables = images.keySet();
		if ("mariadb".equals(this.kind)) {
			return new MariaDbConstraints(this.connection).read(tables, changes);
		}
		Set<TableId> deferrable = deferrable();
		List<Constraint.Unique> uniques = new ArrayList<>();
		Set<Constraint.Reference> references = new LinkedHashSet<>();
		DatabaseMetaData meta = this.connection.getMetaData();
		for (TableId table : tables) {
			uniques.addAll(uniques(meta, Objects.requireNonNull(images.get(table)), deferrable));
			try (ResultSet keys = meta.getImportedKeys(null, table.schema(), table.name())) {
				references.addAll(references(keys));
			}
			try (ResultSet keys = meta.getExportedKeys(null, table.schema(), table.name())) {
				references.addAll(references(keys));
			}
		}
		return new Constraint.Constraints(uniques, List.copyOf(references), Map.of(), exclusions(tables));
	}

	private List<Constraint.Unique> exclusions(Set<TableId> tables) throws SQLException {
		Map<String, Constraint.Unique> exclusions = new LinkedHashMap<>();
		if ("postgresql".equals(this.kind)) {
			try (Statement statement = this.connection.createStatement();
					ResultSet set = statement.executeQuery(EXCLUSIONS)) {
				while (set.next()) {
					TableId table = new TableId(set.getString(1), set.getString(2));
					if (tables.contains(table)) {
						exclusions
							.computeIfAbsent(table + "\0" + set.getString(3),
									(name) -> new Constraint.Unique(table, new ArrayList<>()))
							.columns()
							.add(set.getString(4));
					}
				}
			}
		}
		return List.copyOf(exclusions.values());
	}

	private Set<TableId> deferrable() throws SQLException {
		Set<TableId> names = new HashSet<>();
		if ("postgresql".equals(this.kind)) {
			try (Statement statement = this.connection.createStatement();
					ResultSet set = statement.executeQuery(DEFERRABLE)) {
				while (set.next()) {
					names.add(new TableId(set.getString(1), set.getString(2)));
				}
			}
		}
		return names;
	}

	private List<Constraint.Unique> uniques(DatabaseMetaData meta, TableImage image, Set<TableId> deferrable)
			throws SQLException {
		TableId table = image.id();
		Map<String, List<String>> indexes = new LinkedHashMap<>();
		try (ResultSet set = meta.getIndexInfo(null, table.schema(), table.name(), true, true)) {
			while (set.next()) {
				String index = set.getString("INDEX_NAME");
				String column = set.getString("COLUMN_NAME");
				if (index != null && column != null) {
					indexes.computeIfAbsent(index, (name) -> new ArrayList<>()).add(column);
				}
			}
		}
		// a row is found by its key, so that must never be there twice
		Set<String> key = image.columns()
			.stream()
			.filter(ImageColumn::key)
			.map(ImageColumn::name)
			.collect(Collectors.toSet());
		return indexes.entrySet()
			.stream()
			.filter((index) -> !deferrable.contains(new TableId(table.schema(), index.getKey()))
					|| key.equals(Set.copyOf(index.getValue())))
			.map((index) -> new Constraint.Unique(table, index.getValue()))
			.toList();
	}

	private List<Constraint.Reference> references(ResultSet keys) throws SQLException {
		List<Constraint.Reference> references = new ArrayList<>();
		Constraint.@Nullable Reference last = null;
		boolean deferred = false;
		while (keys.next()) {
			if (keys.getInt("KEY_SEQ") == 1 || last == null) {
				last = new Constraint.Reference(
						new TableId(keys.getString("FKTABLE_SCHEM"), keys.getString("FKTABLE_NAME")), new ArrayList<>(),
						new TableId(keys.getString("PKTABLE_SCHEM"), keys.getString("PKTABLE_NAME")), new ArrayList<>(),
						keys.getInt("UPDATE_RULE") == DatabaseMetaData.importedKeyCascade,
						keys.getInt("DELETE_RULE") == DatabaseMetaData.importedKeyCascade);
				deferred = "postgresql".equals(this.kind)
						&& keys.getInt("DEFERRABILITY") != DatabaseMetaData.importedKeyNotDeferrable;
				if (!deferred) {
					references.add(last);
				}
			}
			last.columns().add(keys.getString("FKCOLUMN_NAME"));
			last.parentColumns().add(keys.getString("PKCOLUMN_NAME"));
		}
		return references;
	}

}
