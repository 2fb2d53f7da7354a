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
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.TableId;

/**
 * Reads the constraints that the database checks with each statement. Those that can be
 * deferred are left out in PostgreSQL, where undoing defers them.
 */
final class ConstraintReader {

	// the names of indexes are unique in a schema
	private static final String DEFERRABLE = """
			select n.nspname, i.relname from pg_constraint c join pg_class i on i.oid = c.conindid
			join pg_namespace n on n.oid = i.relnamespace
			where c.condeferrable and c.contype in ('p', 'u', 'x')""";

	private final String kind;

	private final Connection connection;

	ConstraintReader(String kind, Connection connection) {
		this.kind = kind;
		this.connection = connection;
	}

	Constraint.Constraints read(Set<TableId> tables) throws SQLException {
		Set<TableId> deferrable = deferrable();
		List<Constraint.Unique> uniques = new ArrayList<>();
		Set<Constraint.Reference> references = new LinkedHashSet<>();
		DatabaseMetaData meta = this.connection.getMetaData();
		for (TableId table : tables) {
			uniques.addAll(uniques(meta, table, deferrable));
			try (ResultSet keys = meta.getImportedKeys(catalog(table), schema(table), table.name())) {
				references.addAll(references(keys));
			}
			try (ResultSet keys = meta.getExportedKeys(catalog(table), schema(table), table.name())) {
				references.addAll(references(keys));
			}
		}
		return new Constraint.Constraints(uniques, List.copyOf(references));
	}

	private boolean hasSchemas() {
		return "postgresql".equals(this.kind) || "h2".equals(this.kind);
	}

	private @Nullable String catalog(TableId table) {
		return hasSchemas() ? null : table.schema();
	}

	private @Nullable String schema(TableId table) {
		return hasSchemas() ? table.schema() : null;
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

	private List<Constraint.Unique> uniques(DatabaseMetaData meta, TableId table, Set<TableId> deferrable)
			throws SQLException {
		Map<String, List<String>> indexes = new LinkedHashMap<>();
		try (ResultSet set = meta.getIndexInfo(catalog(table), schema(table), table.name(), true, true)) {
			while (set.next()) {
				String index = set.getString("INDEX_NAME");
				String column = set.getString("COLUMN_NAME");
				if (index != null && column != null && !deferrable.contains(new TableId(table.schema(), index))) {
					indexes.computeIfAbsent(index, (name) -> new ArrayList<>()).add(column);
				}
			}
		}
		return indexes.values().stream().map((columns) -> new Constraint.Unique(table, columns)).toList();
	}

	private List<Constraint.Reference> references(ResultSet keys) throws SQLException {
		String prefix = hasSchemas() ? "SCHEM" : "CAT";
		List<Constraint.Reference> references = new ArrayList<>();
		Constraint.@Nullable Reference last = null;
		boolean deferred = false;
		while (keys.next()) {
			if (keys.getInt("KEY_SEQ") == 1 || last == null) {
				last = new Constraint.Reference(
						new TableId(keys.getString("FKTABLE_" + prefix), keys.getString("FKTABLE_NAME")),
						new ArrayList<>(),
						new TableId(keys.getString("PKTABLE_" + prefix), keys.getString("PKTABLE_NAME")),
						new ArrayList<>(), keys.getInt("UPDATE_RULE") == DatabaseMetaData.importedKeyCascade);
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
