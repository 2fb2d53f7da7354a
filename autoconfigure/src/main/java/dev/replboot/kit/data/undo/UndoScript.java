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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;
import dev.replboot.text.VisibleText;

/**
 * Undoing as a script, for review. PostgreSQL's runs in psql: guards come first, and
 * raise an error if a row isn't as the correction left it. H2 has no way to raise one;
 * there each statement's condition has the whole row.
 */
final class UndoScript {

	private final FixHeader fix;

	private final SqlRunner runner;

	private final RowNames names;

	private final Constraint.Constraints constraints;

	private final List<String> lines = new ArrayList<>();

	private final Set<ImageChange> taken = new HashSet<>();

	UndoScript(FixHeader fix, SqlRunner runner, RowNames names, Constraint.Constraints constraints) {
		this.fix = fix;
		this.runner = runner;
		this.names = names;
		this.constraints = constraints;
	}

	List<String> lines(List<ImageChange> changes, List<UndoStep> steps) throws SQLException {
		boolean postgres = !changes.isEmpty() && "postgresql".equals(changes.get(0).table().kind());
		comment("Undoes " + this.fix.id() + " of " + this.fix.at() + " (" + this.fix.reason() + ")");
		comment("in the database " + this.fix.database()
				+ ((this.fix.db() != null) ? ", the data source " + this.fix.db() : "") + ".");
		if (postgres) {
			this.lines.add("\\set ON_ERROR_STOP on");
			this.lines.add("begin;");
			this.lines.add(
					"set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';");
			this.lines
				.add("set local extra_float_digits = 3; set local bytea_output = 'hex'; set local lc_monetary = 'C';");
			this.lines.add("set local xmloption = 'content';");
			this.lines.add("set constraints all deferred;");
			for (ImageChange change : changes) {
				guard(change, changes);
			}
		}
		for (UndoStep step : steps) {
			step(step, !postgres);
		}
		if (postgres) {
			this.lines.add("commit;");
		}
		return this.lines;
	}

	private void comment(String text) {
		this.lines.add("-- " + VisibleText.line(text));
	}

	private void guard(ImageChange change, List<ImageChange> changes) throws SQLException {
		TableImage table = change.table();
		TableSql sql = this.runner.sql(table);
		RowImage row = change.after();
		if (row == null) {
			if (table.hasKey()) {
				RowImage before = Objects.requireNonNull(change.before());
				raiseIf("exists (select 1 from " + sql.name() + " t where " + sql.byKey(before, literals(table)) + ")",
						this.names.row(table, before) + " exists again.");
			}
			return;
		}
		String all = sql.byAll(row, literals(table));
		String rows = " from " + sql.name() + " t where "
				+ (table.hasKey() ? sql.byKey(row, literals(table)) + " and " + all : all);
		long alike = table.hasKey() ? 1
				: changes.stream().filter((other) -> other.table().equals(table) && row.equals(other.after())).count();
		run("perform 1" + rows + " for update; if (select count(*)" + rows + ") < " + alike,
				this.names.row(table, row) + " isn't as " + this.fix.id() + " left it.");
	}

	private void raiseIf(String condition, String message) {
		run("if " + condition, message);
	}

	private void run(String check, String message) {
		String body = " begin " + check + " then raise exception using message = '"
				+ VisibleText.line(message).replace("'", "''").replace("\\", "/") + "'; end if; end ";
		String tag = "$undo$";
		for (int i = 1; body.contains(tag); i++) {
			tag = "$undo" + i + "$";
		}
		this.lines.add("do " + tag + body + tag + ";");
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
			case PARK -> {
				if (this.constraints.isReferredTo(table.id())) {
					add(sql.park(UndoRun.parked(change, this.constraints), where(change, guarded)));
				}
				else {
					add(sql.delete(where(change, guarded)));
					this.taken.add(change);
				}
			}
			case UPDATE -> {
				RowImage to = Objects.requireNonNull(change.before());
				List<Integer> columns = sql.different(Objects.requireNonNull(change.after()), to);
				if (this.taken.contains(change)) {
					add(sql.insert(List.of(to), literals));
				}
				else if (!columns.isEmpty()) {
					add(sql.update(columns, to, literals, where(change, guarded)));
				}
			}
			case INSERT ->
				add(sql.insert(step.changes().stream().map((each) -> Objects.requireNonNull(each.before())).toList(),
						literals));
		}
	}

	private String where(ImageChange change, boolean guarded) throws SQLException {
		TableImage table = change.table();
		TableSql sql = this.runner.sql(table);
		RowImage row = Objects.requireNonNull(change.after());
		TableSql.Values literals = literals(table);
		if (table.hasKey()) {
			return sql.byKey(row, literals) + (guarded ? " and " + sql.byAll(row, literals) : "");
		}
		return "t." + sql.locator() + " = (select t." + sql.locator() + " from " + sql.name() + " t where "
				+ sql.byAll(row, literals) + " limit 1)";
	}

	private void add(String statement) {
		this.lines.add(statement + ";");
	}

	private static TableSql.Values literals(TableImage table) {
		return (index, text) -> literal(table, index, text);
	}

	private static String literal(TableImage table, int index, @Nullable String text) {
		return ValueTexts.literal(table.kind(), table.columns().get(index), text);
	}

}
