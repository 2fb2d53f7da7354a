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

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;
import dev.replboot.text.VisibleText;

/**
 * Undoing as a script, for review. PostgreSQL's runs in psql: guards come first, and
 * raise an error if a row isn't as the correction left it. MariaDB's runs in its client
 * {@code mariadb}, with the same guards. H2 has no way to raise one; there each
 * statement's condition has the whole row.
 */
final class UndoScript {

	private final FixHeader fix;

	private final SqlRunner runner;

	private final RowNames names;

	private final Constraint.Constraints constraints;

	private final TableTriggers triggers;

	private final List<String> lines = new ArrayList<>();

	private final RowsMeanwhile meanwhile = new RowsMeanwhile();

	UndoScript(FixHeader fix, SqlRunner runner, RowNames names, Constraint.Constraints constraints,
			TableTriggers triggers) {
		this.fix = fix;
		this.runner = runner;
		this.names = names;
		this.constraints = constraints;
		this.triggers = triggers;
	}

	List<String> lines(List<ImageChange> changes, List<UndoStep> steps) throws SQLException {
		String kind = changes.isEmpty() ? "none" : changes.get(0).table().kind();
		boolean postgres = "postgresql".equals(kind);
		boolean mariaDb = "mariadb".equals(kind);
		heading();
		ReachedKeys reached = new ReachedKeys(changes);
		if (postgres) {
			this.lines.addAll(PostgresScript.begin());
			for (ImageChange change : changes) {
				guard(change, changes, reached);
			}
			for (ReferenceGuards.Guard guard : new ReferenceGuards(this.constraints, this.names).of(changes)) {
				raiseIf("(select count(*)" + guard.rows() + ") > " + guard.most(), guard.message());
			}
		}
		if (mariaDb) {
			this.lines.addAll(MariaDbScript.begin());
			for (ImageChange change : changes) {
				guardMariaDb(change, changes, reached);
			}
			for (ReferenceGuards.Guard guard : new ReferenceGuards(this.constraints, this.names).of(changes)) {
				this.lines
					.add(MariaDbScript.guard(guard.rows(), "<= " + guard.most(), VisibleText.line(guard.message())));
			}
		}
		for (UndoStep step : steps) {
			step(step, !postgres && !mariaDb);
		}
		this.lines.addAll(new UndoScriptEnd(this.runner, this.names, this.triggers).lines(changes));
		if (mariaDb) {
			this.lines.addAll(MariaDbScript.end());
		}
		if (postgres) {
			this.lines.add("commit;");
		}
		return this.lines;
	}

	/**
	 * The rows alone, where no statements can be written.
	 * @param changes the changes that the correction made
	 * @param reason why no statements can be written
	 * @return comments
	 * @throws SQLException if the database can't be asked
	 */
	List<String> values(List<ImageChange> changes, String reason) throws SQLException {
		heading();
		comment(reason);
		for (ImageChange change : changes) {
			value("before", change.table(), change.before());
			value("after ", change.table(), change.after());
		}
		return this.lines;
	}

	private void value(String when, TableImage table, @Nullable RowImage row) throws SQLException {
		comment(when + ": " + ((row != null) ? this.runner.sql(table).insert(List.of(row), literals(table))
				: "no row in " + this.names.table(table)));
	}

	private void heading() {
		comment("Undoes " + this.fix.id() + " of " + this.fix.at() + " (" + this.fix.reason() + ")");
		comment("in the database " + this.fix.database()
				+ ((this.fix.db() != null) ? ", the data source " + this.fix.db() : "") + ".");
	}

	private void comment(String text) {
		this.lines.add("-- " + VisibleText.line(text));
	}

	private void guard(ImageChange change, List<ImageChange> changes, ReachedKeys reached) throws SQLException {
		TableImage table = change.table();
		TableSql sql = this.runner.sql(table);
		RowImage row = change.after();
		if (row == null) {
			RowImage before = Objects.requireNonNull(change.before());
			if (table.hasKey() && !reached.contains(table, before)) {
				raiseIf("exists (select 1 from " + sql.name() + " t where " + sql.byKey(before, literals(table)) + ")",
						this.names.row(table, before) + " exists again.");
			}
			return;
		}
		String all = sql.byAll(row, literals(table));
		String rows = " from " + sql.name() + " t where "
				+ (table.hasKey() ? sql.byKey(row, literals(table)) + " and " + all : all);
		long alike = table.hasKey() ? 1 : alike(row, table, changes);
		run("perform 1" + rows + " for update; if (select count(*)" + rows + ") < " + alike,
				this.names.row(table, row) + " isn't as " + this.fix.id() + " left it.");
	}

	private void guardMariaDb(ImageChange change, List<ImageChange> changes, ReachedKeys reached) throws SQLException {
		TableImage table = change.table();
		TableSql sql = this.runner.sql(table);
		RowImage row = change.after();
		String from = " from " + sql.name() + " where ";
		if (row != null) {
			String all = sql.byAll(row, literals(table));
			long alike = table.hasKey() ? 1 : alike(row, table, changes);
			this.lines.add(MariaDbScript.guard(
					from + (table.hasKey() ? sql.byKey(row, literals(table)) + " and " + all : all), ">= " + alike,
					VisibleText.line(this.names.row(table, row) + " isn't as " + this.fix.id() + " left it.")));
		}
		else if (table.hasKey() && !reached.contains(table, Objects.requireNonNull(change.before()))) {
			RowImage before = Objects.requireNonNull(change.before());
			this.lines.add(MariaDbScript.guard(from + sql.byExactKey(before, literals(table)), "= 0",
					VisibleText.line(this.names.row(table, before) + " exists again.")));
		}
	}

	private static long alike(RowImage row, TableImage table, List<ImageChange> changes) {
		return changes.stream().filter((other) -> other.table().equals(table) && row.equals(other.after())).count();
	}

	private void raiseIf(String condition, String message) {
		run("if " + condition, message);
	}

	private void run(String check, String message) {
		this.lines.add(PostgresScript.raise(check, "exception", VisibleText.line(message)));
	}

	private void step(UndoStep step, boolean guarded) throws SQLException {
		ImageChange change = step.changes().get(0);
		TableImage table = change.table();
		TableSql sql = this.runner.sql(table);
		TableSql.Values literals = literals(table);
		switch (step.action()) {
			case DELETE -> {
				for (ImageChange each : step.changes()) {
					add(sql.delete(where(each, guarded)));
				}
			}
			case PARK -> park(change, guarded);
			case LOOSEN -> aside(change, step.columns(), guarded);
			case UPDATE -> update(change, step.columns(), guarded);
			case INSERT -> add(sql.insert(
					step.changes().stream().map((each) -> RowsMeanwhile.before(each, step.columns())).toList(),
					literals));
			case COMPLETE -> {
				RowImage to = Objects.requireNonNull(change.before());
				add(sql.update(step.columns(), to, literals, sql.byKey(to, literals)));
			}
		}
	}

	private void park(ImageChange change, boolean guarded) throws SQLException {
		TableSql sql = this.runner.sql(change.table());
		Parking parking = Parking.of(change, this.constraints, sql);
		if (parking.isDeleted()) {
			add(sql.delete(where(change, guarded)));
			this.meanwhile.deleted(change);
		}
		else {
			aside(change, parking.columns(), guarded);
		}
	}

	private void aside(ImageChange change, List<Integer> columns, boolean guarded) throws SQLException {
		add(this.runner.sql(change.table()).park(columns, where(change, guarded)));
		this.meanwhile.aside(change, columns);
	}

	private void update(ImageChange change, List<Integer> late, boolean guarded) throws SQLException {
		TableSql sql = this.runner.sql(change.table());
		RowImage to = RowsMeanwhile.before(change, late);
		List<Integer> columns = this.meanwhile.written(sql, change);
		if (this.meanwhile.isDeleted(change)) {
			add(sql.insert(List.of(to), literals(change.table())));
		}
		else {
			List<Integer> respelled = this.constraints.respelled(change);
			List<Integer> rest = columns.stream().filter((index) -> !respelled.contains(index)).toList();
			if (!respelled.isEmpty()) {
				add(MariaDbSession.UNCHECKED);
				add(sql.update(respelled, to, literals(change.table()), where(change, guarded)));
				add(MariaDbSession.CHECKED);
			}
			if (!rest.isEmpty()) {
				add(sql.update(rest, to, literals(change.table()), where(change, guarded)));
			}
		}
	}

	private String where(ImageChange change, boolean guarded) throws SQLException {
		TableImage table = change.table();
		TableSql sql = this.runner.sql(table);
		RowImage row = this.meanwhile.row(change);
		TableSql.Values literals = literals(table);
		if (table.hasKey()) {
			return sql.byKey(row, literals) + (guarded ? " and " + sql.byAll(row, literals) : "");
		}
		if (!sql.hasLocator()) {
			return sql.byAll(row, literals) + " limit 1";
		}
		return sql.byAnyOf(sql.byAll(row, literals));
	}

	private void add(String statement) {
		this.lines.add(statement + ";");
	}

	static TableSql.Values literals(TableImage table) {
		return (index, text) -> literal(table, index, text);
	}

	private static String literal(TableImage table, int index, @Nullable String text) {
		return ValueTexts.literal(table.kind(), table.columns().get(index), text);
	}

}
