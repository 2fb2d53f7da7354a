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

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.MariaDbCatalog.Cascade;
import dev.replboot.kit.data.MariaDbCatalog.Code;
import dev.replboot.kit.data.MariaDbCatalog.Routine;
import dev.replboot.kit.data.MariaDbCatalog.Table;
import dev.replboot.kit.data.MariaDbWords.Name;
import dev.replboot.kit.data.image.TableId;

/**
 * Finds the tables that statements may write to: those that they name, and what views,
 * triggers, routines and foreign keys make of it. MariaDB doesn't tell which tables a
 * transaction has changed, so that more are named here rather than fewer: what is named
 * is compared. Refuses what no transaction can roll back.
 */
final class MariaDbWrites {

	private static final int DEPTH = 32;

	private static final int STATEMENTS = 200;

	// A longer one is rather read again than kept.
	private static final int LONGEST = 10_000;

	// A literal may end elsewhere.
	private static final String OTHER_MODE = "statements under another sql_mode";

	private static final Pattern SEQUENCES = Pattern.compile("nextval|setval|next\\s+value", Pattern.CASE_INSENSITIVE);

	private static final Set<String> HIDING = Set.of("prepare", "execute");

	private final MariaDbCatalog catalog;

	private final Map<TableId, Set<Kind>> tables = new LinkedHashMap<>();

	private final Set<String> unknown = new LinkedHashSet<>();

	// These routines and views were read.
	private final Set<String> read = new HashSet<>();

	// The statement that is being read has led to these.
	private final Set<String> readNow = new HashSet<>();

	// The latest statements, each with why it is refused, aren't read a thousand times.
	private final Map<String, Optional<String>> statements = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Optional<String>> eldest) {
			return size() > STATEMENTS;
		}

	};

	private boolean sequences;

	MariaDbWrites(MariaDbCatalog catalog) {
		this.catalog = catalog;
	}

	/**
	 * Note the rules by which the server reads statements.
	 * @param mode {@code @@sql_mode}
	 */
	void beginUnder(String mode) {
		if (mode.contains("NO_BACKSLASH_ESCAPES")) {
			this.unknown.add(OTHER_MODE);
		}
	}

	/**
	 * Add a statement.
	 * @param sql its text
	 * @param schema the database that bare names are of
	 * @throws SQLException if it must not be executed, or the catalog can't be read
	 */
	void add(String sql, String schema) throws SQLException {
		List<String> readings = SqlDoubts.readings(sql, SqlDialect.MYSQL);
		for (String reading : readings) {
			check(reading);
		}
		String statement = schema + "\0" + sql;
		Optional<String> known = this.statements.get(statement);
		if (known != null) {
			if (known.isPresent()) {
				throw new SQLException(known.get());
			}
			return;
		}
		Map<TableId, Set<Kind>> before = new LinkedHashMap<>();
		this.tables.forEach((id, kinds) -> before.put(id, EnumSet.copyOf(kinds)));
		this.readNow.clear();
		try {
			for (String reading : readings) {
				scan(new Code(schema, reading), null, 0);
			}
			keep(statement, Optional.empty());
		}
		catch (RefusedException ex) {
			// others that lead to the same are refused as well
			this.tables.clear();
			this.tables.putAll(before);
			this.read.removeAll(this.readNow);
			keep(statement, Optional.of(String.valueOf(ex.getMessage())));
			throw Worded.by(new SQLException(ex.getMessage()), ex);
		}
	}

	private void keep(String statement, Optional<String> refusal) {
		if (statement.length() <= LONGEST) {
			this.statements.put(statement, refusal);
		}
	}

	private void check(String sql) throws SQLException {
		for (SqlStatement part : SqlStatement.split(sql, SqlDialect.MYSQL)) {
			if (HIDING.contains(part.word(0))) {
				throw new SQLException("The statement was refused: what " + part.word(0)
						+ " executes can't be seen. Execute the statement itself.");
			}
			if (String.join(" ", part.words()).startsWith("delete history from")) {
				throw new SQLException("The statement was refused: rows of a table's history can't be reverted.");
			}
			if (part.sets() && MySqlSettings.in(part.text()).contains("sql_mode")) {
				this.unknown.add(OTHER_MODE);
			}
		}
	}

	private boolean isNew(String code) {
		boolean added = this.read.add(code);
		if (added) {
			this.readNow.add(code);
		}
		return added;
	}

	/**
	 * The tables that may have been written to.
	 * @return what may have happened to the rows of each
	 */
	Map<TableId, Set<Kind>> tables() {
		return Collections.unmodifiableMap(this.tables);
	}

	/**
	 * Whether a sequence may have gone on, which is a row of its own for the database.
	 * @return whether a statement asks one
	 */
	boolean advancesSequences() {
		return this.sequences;
	}

	/**
	 * What could not be looked into.
	 * @return phrases
	 */
	Set<String> unknown() {
		return Collections.unmodifiableSet(this.unknown);
	}

	// what is read as a view's definition is written to as the view is
	private void scan(Code code, @Nullable Set<Kind> view, int depth) throws SQLException, RefusedException {
		if (depth > DEPTH) {
			this.unknown.add("code that calls itself");
			return;
		}
		this.sequences |= SEQUENCES.matcher(code.text()).find();
		boolean functions = this.catalog.hasFunctions();
		Map<Integer, String> lost = new LinkedHashMap<>();
		Set<Integer> found = new HashSet<>();
		for (Name name : MariaDbWords.names(code.text())) {
			if (name.called()) {
				routine(code, name, depth);
			}
			Set<Kind> kinds = (view != null) ? view : name.kinds();
			if (!kinds.isEmpty()) {
				if (target(code, name, kinds, depth)) {
					found.add(name.place());
				}
				lost.putIfAbsent(name.place(), name.toString());
			}
			else if (functions && !name.called()) {
				view(code, name, depth);
			}
		}
		// Beside a table that is known, it is an alias.
		lost.keySet().removeAll(found);
		lost.values()
			.forEach((name) -> this.unknown
				.add(name + ", which is no table that the database's user sees, or a temporary one"));
	}

	private boolean target(Code code, Name name, Set<Kind> kinds, int depth) throws SQLException, RefusedException {
		boolean found = false;
		for (TableId id : ids(code, name)) {
			for (Table table : this.catalog.tables(id)) {
				found = true;
				write(table, kinds, depth);
			}
		}
		return found;
	}

	private static List<TableId> ids(Code code, Name name) {
		List<TableId> ids = new ArrayList<>();
		if (name.qualifier() != null) {
			ids.add(new TableId(name.qualifier(), name.name()));
			// It is a column of a table.
			ids.add(new TableId(code.schema(), name.qualifier()));
		}
		else {
			ids.add(new TableId(code.schema(), name.name()));
		}
		return ids;
	}

	private void write(Table table, Set<Kind> kinds, int depth) throws SQLException, RefusedException {
		if (table.isView()) {
			String definition = this.catalog.view(table.id());
			if (definition.isEmpty()) {
				this.unknown.add("the view " + table.id());
			}
			scan(new Code(table.id().schema(), definition), kinds, depth + 1);
			return;
		}
		if (table.type().toUpperCase(Locale.ROOT).contains("TEMPORARY")) {
			this.unknown.add(table.id() + ", a temporary table");
			return;
		}
		if (!table.transactional()) {
			throw new RefusedException("The statement was refused: it may write to " + table.id().shown("mariadb", "")
					+ ", whose engine is " + table.engine()
					+ ". That engine can't roll back, so a dry run of it would stay.");
		}
		if (!table.isInnoDb()) {
			throw new RefusedException("The statement was refused: it may write to " + table.id().shown("mariadb", "")
					+ ", whose engine is " + (table.engine().isEmpty() ? "unknown" : table.engine())
					+ ". Only InnoDB is known to roll back all that it changes.");
		}
		Set<Kind> known = this.tables.computeIfAbsent(table.id(), (id) -> EnumSet.noneOf(Kind.class));
		if (known.addAll(kinds)) {
			follow(table.id(), kinds, depth);
		}
	}

	private void follow(TableId id, Set<Kind> kinds, int depth) throws SQLException, RefusedException {
		if (!this.catalog.seesTriggers(id)) {
			this.unknown.add("triggers of " + id + ", which only the privilege TRIGGER shows");
		}
		for (Code trigger : this.catalog.triggers(id)) {
			if (trigger.text().isEmpty()) {
				this.unknown.add("triggers of " + id + ", which only the privilege TRIGGER shows");
			}
			scan(trigger, null, depth + 1);
		}
		for (Cascade cascade : this.catalog.cascades(id)) {
			Set<Kind> done = cascade.done(kinds);
			if (!done.isEmpty()) {
				for (Table child : this.catalog.tables(cascade.child())) {
					write(child, done, depth + 1);
				}
			}
		}
	}

	private void routine(Code code, Name name, int depth) throws SQLException, RefusedException {
		String schema = (name.qualifier() != null) ? name.qualifier() : code.schema();
		List<Routine> routines = this.catalog.routines(schema, name.name());
		if (routines.isEmpty() && name.procedure()) {
			this.unknown.add("the procedure " + name);
		}
		for (Routine routine : routines) {
			String text = routine.text();
			if (text == null || text.isBlank()) {
				this.unknown.add("the routine " + name);
				continue;
			}
			String ending = MariaDbWords.ending(text);
			if (ending != null) {
				throw new RefusedException("The statement was refused: the routine " + name + " contains " + ending
						+ ", which would end the transaction, or hide what is executed.");
			}
			if (isNew(routine.procedure() + "\0" + routine.schema() + "\0" + routine.name())) {
				scan(new Code(routine.schema(), text), null, depth + 1);
			}
		}
	}

	// a view that is only read may call a function that writes
	private void view(Code code, Name name, int depth) throws SQLException, RefusedException {
		for (TableId id : ids(code, name)) {
			for (Table table : this.catalog.tables(id)) {
				if (table.isView() && !table.isSystem() && isNew("view\0" + table.id())) {
					String definition = this.catalog.view(table.id());
					if (definition.isEmpty()) {
						this.unknown.add("the view " + table.id());
					}
					scan(new Code(table.id().schema(), definition), null, depth + 1);
				}
			}
		}
	}

	/**
	 * What may happen to rows.
	 */
	enum Kind {

		INSERT, UPDATE, DELETE

	}

	/**
	 * A statement must not be executed.
	 */
	@SuppressWarnings("serial")
	private static final class RefusedException extends Exception {

		RefusedException(String message) {
			super(message);
		}

	}

}
