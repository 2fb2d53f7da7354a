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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.MariaDbWrites.Kind;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.settings.TriggerPrivilege;

/**
 * What MariaDB's catalog says of tables, views, triggers, routines and foreign keys. Each
 * answer is kept: a dry run asks for the same again and again.
 */
final class MariaDbCatalog {

	private static final String TABLE = """
			select t.table_schema, t.table_name, t.table_type, t.engine, e.transactions
			from information_schema.tables t left join information_schema.engines e on e.engine = t.engine
			where t.table_schema = ? and t.table_name = ?""";

	private static final String VIEW = """
			select view_definition from information_schema.views where table_schema = ? and table_name = ?""";

	private static final String TRIGGERS = """
			select trigger_schema, action_statement from information_schema.triggers
			where event_object_schema = ? and event_object_table = ?""";

	private static final String ROUTINES = """
			select routine_schema, routine_name, routine_type, routine_definition from information_schema.routines""";

	private static final String CASCADES = """
			select unique_constraint_schema, referenced_table_name, constraint_schema, table_name, update_rule, delete_rule
			from information_schema.referential_constraints
			where update_rule in ('CASCADE', 'SET NULL') or delete_rule in ('CASCADE', 'SET NULL')""";

	// their functions write nothing of the application's
	private static final Set<String> SYSTEM = Set.of("sys", "mysql");

	// With these rules, a foreign key changes other rows.
	private static final Set<String> CHANGING = Set.of("CASCADE", "SET NULL");

	private final Connection connection;

	private final Map<TableId, List<Table>> tables = new HashMap<>();

	private final Map<TableId, List<Code>> triggers = new HashMap<>();

	private final Map<TableId, Boolean> seesTriggers = new HashMap<>();

	private @Nullable List<Routine> routines;

	private @Nullable List<Cascade> cascades;

	/**
	 * Create it.
	 * @param connection what it asks with
	 */
	MariaDbCatalog(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Find a table or a view.
	 * @param id its name as somebody wrote it
	 * @return the table; empty if the user sees none of that name
	 * @throws SQLException if the catalog can't be read
	 */
	List<Table> tables(TableId id) throws SQLException {
		List<Table> found = this.tables.get(id);
		if (found == null) {
			found = read(TABLE,
					(set) -> new Table(new TableId(set.getString(1), set.getString(2)), set.getString(3),
							Objects.requireNonNullElse(set.getString(4), ""), !"NO".equals(set.getString(5))),
					id.schema(), id.name());
			this.tables.put(id, found);
		}
		return found;
	}

	/**
	 * The definition of a view.
	 * @param id its name
	 * @return the definition, or an empty text if the user may not see it
	 * @throws SQLException if the catalog can't be read
	 */
	String view(TableId id) throws SQLException {
		List<String> definitions = read(VIEW, (set) -> Objects.requireNonNullElse(set.getString(1), ""), id.schema(),
				id.name());
		return definitions.isEmpty() ? "" : definitions.get(0);
	}

	List<Code> triggers(TableId id) throws SQLException {
		List<Code> found = this.triggers.get(id);
		if (found == null) {
			found = read(TRIGGERS,
					(set) -> new Code(set.getString(1), Objects.requireNonNullElse(set.getString(2), "")), id.schema(),
					id.name());
			this.triggers.put(id, found);
		}
		return found;
	}

	boolean seesTriggers(TableId id) throws SQLException {
		Boolean sees = this.seesTriggers.get(id);
		if (sees == null) {
			sees = !read(TriggerPrivilege.SELECT, (set) -> true, id.schema(), id.schema(), id.name()).isEmpty();
			this.seesTriggers.put(id, sees);
		}
		return sees;
	}

	/**
	 * Find routines.
	 * @param schema the schema
	 * @param name the name, in any case
	 * @return the procedure and the function of that name that the user may call
	 * @throws SQLException if the catalog can't be read
	 */
	List<Routine> routines(String schema, String name) throws SQLException {
		return routines().stream()
			.filter((routine) -> routine.schema().equalsIgnoreCase(schema) && routine.name().equalsIgnoreCase(name))
			.toList();
	}

	boolean hasFunctions() throws SQLException {
		return routines().stream().anyMatch((routine) -> !routine.procedure() && !SYSTEM.contains(routine.schema()));
	}

	private List<Routine> routines() throws SQLException {
		List<Routine> all = this.routines;
		if (all == null) {
			all = read(ROUTINES, (set) -> new Routine(set.getString(1), set.getString(2),
					"PROCEDURE".equals(set.getString(3)), set.getString(4)));
			this.routines = all;
		}
		return all;
	}

	/**
	 * The foreign keys that change rows of other tables when rows of this one change.
	 * @param id the table
	 * @return the foreign keys of other tables
	 * @throws SQLException if the catalog can't be read
	 */
	List<Cascade> cascades(TableId id) throws SQLException {
		List<Cascade> all = this.cascades;
		if (all == null) {
			all = read(CASCADES, (set) -> new Cascade(new TableId(set.getString(1), set.getString(2)),
					new TableId(set.getString(3), set.getString(4)), set.getString(5), set.getString(6)));
			this.cascades = all;
		}
		return all.stream().filter((cascade) -> cascade.parent().equals(id)).toList();
	}

	private <T> List<T> read(String sql, Row<T> row, String... parameters) throws SQLException {
		List<T> rows = new ArrayList<>();
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setString(i + 1, parameters[i]);
			}
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					rows.add(row.of(set));
				}
			}
		}
		return rows;
	}

	/**
	 * Reads a row.
	 *
	 * @param <T> what it becomes
	 */
	@FunctionalInterface
	private interface Row<T> {

		T of(ResultSet set) throws SQLException;

	}

	/**
	 * A table or a view.
	 *
	 * @param id its exact name
	 * @param type its type
	 * @param engine what stores its rows
	 * @param transactional whether the engine can roll back
	 */
	record Table(TableId id, String type, String engine, boolean transactional) {

		boolean isView() {
			return this.type.toUpperCase(Locale.ROOT).contains("VIEW");
		}

		/**
		 * Whether the server itself fills it. Such a view has no definition that anybody
		 * could read, and calls no function.
		 * @return whether it does
		 */
		boolean isSystem() {
			return this.type.toUpperCase(Locale.ROOT).startsWith("SYSTEM ");
		}

		boolean isInnoDb() {
			return "InnoDB".equalsIgnoreCase(this.engine);
		}

	}

	/**
	 * Text of SQL that the server executes.
	 *
	 * @param schema the schema of bare names
	 * @param text the text
	 */
	record Code(String schema, String text) {

	}

	/**
	 * A procedure or a function.
	 *
	 * @param schema its schema
	 * @param name its name
	 * @param procedure whether it is a procedure
	 * @param text its body, or {@code null} if the user may not see it
	 */
	record Routine(String schema, String name, boolean procedure, @Nullable String text) {

	}

	/**
	 * A foreign key that changes rows.
	 *
	 * @param parent the table that it refers to
	 * @param child the table that has it
	 * @param update what it does when the parent's key changes
	 * @param delete what it does when the parent is deleted
	 */
	record Cascade(TableId parent, TableId child, String update, String delete) {

		/**
		 * What it does to rows of its table.
		 * @param kinds what happens to rows of the other one
		 * @return what may happen
		 */
		Set<Kind> done(Set<Kind> kinds) {
			Set<Kind> done = EnumSet.noneOf(Kind.class);
			if (kinds.contains(Kind.UPDATE) && CHANGING.contains(this.update)) {
				done.add(Kind.UPDATE);
			}
			if (kinds.contains(Kind.DELETE) && CHANGING.contains(this.delete)) {
				done.add(this.delete.equals("CASCADE") ? Kind.DELETE : Kind.UPDATE);
			}
			return done;
		}

	}

}
