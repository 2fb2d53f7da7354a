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

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ValueTexts;
import dev.replboot.kit.data.settings.ConnectionSettings;

/**
 * Puts back what a correction has changed, in a transaction of the caller's.
 */
public final class Undo {

	// insufficient_privilege: also what row-level security refuses
	private static final String FORBIDDEN = "42501";

	// exclusion_violation
	private static final String EXCLUDED = "23P01";

	private final FixImage fix;

	private final Connection connection;

	private final int most;

	private @Nullable List<ImageChange> changes;

	/**
	 * Create it.
	 * @param fix the correction
	 * @param connection the connection to its database, in a transaction
	 * @param most how many rows can be undone at a time
	 */
	public Undo(FixImage fix, Connection connection, int most) {
		this.fix = fix;
		this.connection = connection;
		this.most = most;
	}

	/**
	 * Put back the rows.
	 * @param force whether to overwrite rows that have changed since
	 * @return what was done
	 * @throws ChangedSinceException if rows have changed since; nothing was written then
	 * @throws SQLException if a statement fails
	 * @throws IOException if the image can't be read
	 */
	public UndoResult run(boolean force) throws SQLException, IOException {
		String database = database(this.connection);
		if (!database.equals(this.fix.header().database())) {
			throw new IllegalStateException(id() + " was made in the database " + this.fix.header().database()
					+ ", but this is " + database + ".");
		}
		Boolean committed = isCommitted();
		if (Boolean.FALSE.equals(committed)) {
			throw notCommitted();
		}
		if ("mariadb".equals(kind())) {
			try (MariaDbSession session = new MariaDbSession(StatementWatch.unwatched(this.connection))) {
				session.begin();
				return restore(force, committed != null);
			}
		}
		if (!isPostgres()) {
			return restore(force, committed != null);
		}
		ConnectionSettings before = ConnectionSettings.of(this.connection);
		execute(ValueTexts.POSTGRESQL_SETTINGS);
		execute("set constraints all deferred");
		UndoResult result = restore(force, committed != null);
		// what a commit would find later is found now
		execute("set constraints all immediate");
		before.putBack(this.connection);
		return result;
	}

	private UndoResult restore(boolean force, boolean known) throws SQLException, IOException {
		List<ImageChange> all = changes();
		SqlRunner runner = new SqlRunner(this.connection);
		RowNames names = names();
		TablesNow tables = new TablesNow(this.connection, names, all);
		tables.requireColumns(id());
		UndoGuard guard = new UndoGuard(runner, names);
		guard.look(all);
		if (!guard.changed().isEmpty()) {
			tables.requireVisible(id());
		}
		if (!known && guard.wanted().isEmpty() && guard.asBefore() == all.size()) {
			throw notCommitted();
		}
		if (!force && guard.changed().isEmpty() && isUnguarded(all)) {
			requireNotUndone();
		}
		if (!guard.changed().isEmpty() && !force) {
			throw new ChangedSinceException(id(), guard.changed(), hint(guard, known));
		}
		if (guard.wanted().isEmpty()) {
			throw new IllegalStateException(
					"There is nothing to undo: all rows that " + id() + " changed are as they were before it.");
		}
		Constraint.Constraints constraints = new ConstraintReader(kind(), this.connection).read(guard.wanted());
		UndoRun run = new UndoRun(runner, guard, names, constraints);
		String hidden = tables.hidden(id(), guard.wanted());
		Savepoint before = constraints.exclusions().isEmpty() ? null : this.connection.setSavepoint();
		try {
			run.execute(UndoOrder.of(guard.wanted(), constraints));
		}
		catch (SQLException ex) {
			if (before == null || !EXCLUDED.equals(ex.getSQLState())) {
				throw (hidden != null && FORBIDDEN.equals(ex.getSQLState())) ? refusal(hidden, ex) : ex;
			}
			this.connection.rollback(before);
			run = new UndoRun(runner, guard, names, constraints);
			run.execute(UndoOrder.apart(guard.wanted(), constraints));
		}
		run.verify(guard.wanted());
		return new UndoResult(guard.wanted(), run.notes());
	}

	// not as its cause, which the REPL would show instead
	private static SQLException refusal(String sentence, SQLException reason) {
		SQLException refusal = new SQLException(sentence, FORBIDDEN);
		refusal.addSuppressed(reason);
		return refusal;
	}

	private void requireNotUndone() {
		if (this.fix.undoneBy() != null) {
			throw new IllegalStateException("Nothing was written. " + id() + " was undone by " + this.fix.undoneBy()
					+ ", and rows without a key don't show whether they are as before. {:force true} does it once more.");
		}
		if (!this.fix.unknown().isEmpty()) {
			throw new IllegalStateException("Nothing was written. A process ended while "
					+ String.join(", ", this.fix.unknown()) + ", which undoes " + id()
					+ ", was being committed. The database doesn't know whether it was, and rows without a key don't show"
					+ " whether they are as before. {:force true} undoes it.");
		}
	}

	private static boolean isUnguarded(List<ImageChange> changes) {
		return changes.stream().anyMatch((change) -> !change.table().hasKey());
	}

	private String hint(UndoGuard guard, boolean known) throws IOException {
		String hint = "{:force true} as the first argument overwrites what is there.";
		if (guard.asBefore() == guard.changed().size() && guard.asBefore() == changes().size()) {
			hint = "All are as they were before it.";
		}
		if (this.fix.undoneBy() != null) {
			hint = id() + " was undone by " + this.fix.undoneBy() + ". " + hint;
		}
		return known ? hint : hint + " The process ended while " + id() + " was being committed, and "
				+ ((guard.asBefore() == 0) ? "it may have been" : "rows are as before it") + ".";
	}

	private IllegalStateException notCommitted() {
		return new IllegalStateException("There is nothing to undo: " + id()
				+ " was never committed. The process that made it ended, or lost its connection, before that.");
	}

	/**
	 * The same as a script.
	 * @return the lines
	 * @throws SQLException if the database can't be asked, or the image can't be read
	 */
	public List<String> script() throws SQLException {
		try {
			List<ImageChange> all = changes();
			Constraint.Constraints constraints = new ConstraintReader(kind(), this.connection).read(all);
			try {
				return newScript(constraints).lines(all, UndoOrder.apart(all, constraints));
			}
			catch (NoOrderException ex) {
				return newScript(constraints).values(all, String.valueOf(ex.getMessage()));
			}
		}
		catch (IOException ex) {
			throw new SQLException(ex.getMessage(), ex);
		}
	}

	private UndoScript newScript(Constraint.Constraints constraints) throws SQLException, IOException {
		return new UndoScript(this.fix.header(), new SqlRunner(this.connection), names(), constraints,
				new TableTriggers(this.connection));
	}

	// null if nobody knows any more
	private @Nullable Boolean isCommitted() throws SQLException {
		switch (this.fix.state()) {
			case COMMITTED:
				return true;
			case FAILED:
			case PREPARED:
			default:
				return CommitStatus.ask(this.connection, id(), this.fix.header().transaction());
		}
	}

	/**
	 * The number of a connection's transaction.
	 * @param connection the connection
	 * @return the number, or {@code null} if the database can't be asked about it later
	 * @throws SQLException if it can't be told
	 */
	public static @Nullable String transaction(Connection connection) throws SQLException {
		if (!"PostgreSQL".equals(connection.getMetaData().getDatabaseProductName())) {
			return null;
		}
		return one(connection, "select pg_current_xact_id_if_assigned()::text");
	}

	/**
	 * The database's own name.
	 * @param connection a connection to it
	 * @return the name
	 * @throws SQLException if it can't be told
	 */
	public static String database(Connection connection) throws SQLException {
		return String.valueOf(connection.getCatalog());
	}

	private static @Nullable String one(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			return set.next() ? set.getString(1) : null;
		}
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private List<ImageChange> changes() throws IOException {
		List<ImageChange> read = this.changes;
		if (read == null) {
			read = this.fix.changes(this.most);
			this.changes = read;
		}
		return read;
	}

	// in MariaDB a database is a schema
	private RowNames names() throws SQLException, IOException {
		return new RowNames(
				String.valueOf("mariadb".equals(kind()) ? this.connection.getCatalog() : this.connection.getSchema()));
	}

	private boolean isPostgres() throws IOException {
		return "postgresql".equals(kind());
	}

	private String kind() throws IOException {
		List<ImageChange> all = changes();
		return all.isEmpty() ? "none" : all.get(0).table().kind();
	}

	private String id() {
		return this.fix.header().id();
	}

}
