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
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The tables of a database and their columns, as the driver tells them.
 */
final class Catalog {

	private static final List<String> SYSTEM = List.of("information_schema", "pg_catalog", "pg_toast", "sys", "mysql",
			"performance_schema");

	private static final int SUGGESTIONS = 8;

	private final Connection connection;

	Catalog(Connection connection) {
		this.connection = connection;
	}

	QueryResult tables() throws SQLException {
		List<@Nullable Object[]> rows = new ArrayList<>();
		for (Entry entry : entries()) {
			TableName table = entry.table();
			rows.add(new @Nullable Object[] { shown(table.name()), shown(table.schema()),
					entry.type().toLowerCase(Locale.ROOT), entry.remarks() });
		}
		return new QueryResult(List.of("table", "schema", "type", "remarks"), rows, -1, null);
	}

	private List<Entry> entries() throws SQLException {
		List<Entry> entries = new ArrayList<>();
		DatabaseMetaData metaData = this.connection.getMetaData();
		String[] types = { "TABLE", "BASE TABLE", "VIEW", "MATERIALIZED VIEW", "PARTITIONED TABLE" };
		try (ResultSet set = metaData.getTables(this.connection.getCatalog(), null, "%", types)) {
			while (set.next()) {
				// what others call a schema is a catalog in MySQL
				String schema = (set.getString("TABLE_SCHEM") != null) ? set.getString("TABLE_SCHEM")
						: String.valueOf(set.getString("TABLE_CAT"));
				if (!SYSTEM.contains(schema.toLowerCase(Locale.ROOT))) {
					entries.add(new Entry(new TableName(schema, set.getString("TABLE_NAME")),
							set.getString("TABLE_TYPE"), set.getString("REMARKS")));
				}
			}
		}
		return entries;
	}

	/**
	 * Find a table.
	 * @param name its name in any case, with or without its schema
	 * @return the table
	 * @throws IllegalArgumentException if there is none
	 * @throws SQLException if the tables can't be told
	 */
	TableName find(String name) throws SQLException {
		List<TableName> all = entries().stream().map(Entry::table).toList();
		List<TableName> found = all.stream()
			.filter((table) -> name.equalsIgnoreCase(table.name())
					|| name.equalsIgnoreCase(table.schema() + "." + table.name()))
			.toList();
		if (found.isEmpty()) {
			throw new IllegalArgumentException("There is no table " + name + ". " + alike(name, all));
		}
		List<TableName> exact = found.stream()
			.filter((table) -> name.equals(table.name()) || name.equals(table.schema() + "." + table.name()))
			.toList();
		found = exact.isEmpty() ? found : exact;
		String current = (this.connection.getSchema() != null) ? this.connection.getSchema()
				: this.connection.getCatalog();
		return found.stream().filter((table) -> table.schema().equals(current)).findFirst().orElse(found.get(0));
	}

	// a name in capitals, where that is what the database makes of any other, needs no
	// capitals
	private String shown(String name) throws SQLException {
		return this.connection.getMetaData().storesUpperCaseIdentifiers() ? TableName.plain(name) : name;
	}

	private String alike(String name, List<TableName> all) throws SQLException {
		String part = name.toLowerCase(Locale.ROOT);
		String start = part.substring(0, Math.min(3, part.length()));
		List<String> alike = new ArrayList<>();
		for (TableName table : all) {
			if (table.name().toLowerCase(Locale.ROOT).contains(start) && alike.size() < SUGGESTIONS) {
				alike.add(shown(table.name()));
			}
		}
		return alike.isEmpty() ? "(tables) lists them." : "Did you mean " + String.join(", ", alike) + "?";
	}

	QueryResult columns(String name) throws SQLException {
		TableName table = find(name);
		List<String> key = table.primaryKey(this.connection);
		Map<String, String> references = references(table);
		List<@Nullable Object[]> rows = new ArrayList<>();
		try (ResultSet set = this.connection.getMetaData()
			.getColumns(catalog(), schema(table), pattern(table.name()), null)) {
			while (set.next()) {
				String column = set.getString("COLUMN_NAME");
				rows.add(new @Nullable Object[] { shown(column), type(set),
						set.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls, initial(set.getString("COLUMN_DEF")),
						key.contains(column), references.get(column) });
			}
		}
		return new QueryResult(List.of("column", "type", "nullable", "default", "key", "references"), rows, -1, null);
	}

	// MariaDB puts text into quotes, and says this if there is none
	private @Nullable String initial(@Nullable String value) throws SQLException {
		return ("NULL".equals(value) && DatabaseKind.of(this.connection) == DatabaseKind.MARIADB) ? null : value;
	}

	private boolean isCatalog() throws SQLException {
		return SqlDialect.of(this.connection) == SqlDialect.MYSQL
				|| !this.connection.getMetaData().supportsSchemasInTableDefinitions();
	}

	private @Nullable String catalog() throws SQLException {
		return isCatalog() ? this.connection.getCatalog() : null;
	}

	private @Nullable String schema(TableName table) throws SQLException {
		return isCatalog() ? null : pattern(table.schema());
	}

	// a name is a pattern to the driver, in which these stand for others
	private String pattern(String name) throws SQLException {
		String escape = this.connection.getMetaData().getSearchStringEscape();
		return escape.isEmpty() ? name
				: name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
	}

	private static String type(ResultSet set) throws SQLException {
		String type = set.getString("TYPE_NAME").toLowerCase(Locale.ROOT);
		int size = set.getInt("COLUMN_SIZE");
		int digits = set.getInt("DECIMAL_DIGITS");
		return switch (type) {
			case "character varying", "varchar", "character", "char", "bpchar" ->
				(size > 0 && size < Integer.MAX_VALUE) ? type + "(" + size + ")" : type;
			case "numeric", "decimal" -> type + "(" + size + ", " + digits + ")";
			default -> type;
		};
	}

	private Map<String, String> references(TableName table) throws SQLException {
		Map<String, String> references = new HashMap<>();
		try (ResultSet set = this.connection.getMetaData()
			.getImportedKeys(catalog(), isCatalog() ? null : table.schema(), table.name())) {
			while (set.next()) {
				references.put(set.getString("FKCOLUMN_NAME"),
						shown(set.getString("PKTABLE_NAME")) + "." + shown(set.getString("PKCOLUMN_NAME")));
			}
		}
		return references;
	}

	/**
	 * A table or a view.
	 *
	 * @param table its name
	 * @param type its type
	 * @param remarks what its comment says
	 */
	private record Entry(TableName table, String type, @Nullable String remarks) {

	}

}
