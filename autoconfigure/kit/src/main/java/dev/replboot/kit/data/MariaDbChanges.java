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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.kit.data.MariaDbWrites.Kind;
import dev.replboot.kit.data.image.TableId;

/**
 * Changes in MariaDB. The tables that the body's statements may write to are compared row
 * by row. A conflict with somebody else ends the transaction.
 */
final class MariaDbChanges implements ChangeReader {

	// The rows of each table may take so many bytes, before and after.
	private static final long MEMORY = 15_000_000;

	private final boolean elsewhere;

	private final long memory;

	private @Nullable MariaDbSnapshot snapshot;

	private @Nullable MariaDbWrites writes;

	private @Nullable Connection observer;

	private String schema = "";

	private volatile boolean unwrapped;

	MariaDbChanges() {
		this(MEMORY);
	}

	/**
	 * Create it.
	 * @param memory how many characters of rows may be in memory while they are compared
	 */
	MariaDbChanges(long memory) {
		this(false, memory);
	}

	private MariaDbChanges(boolean elsewhere, long memory) {
		this.elsewhere = elsewhere;
		this.memory = memory;
	}

	@Override
	public void begin(Connection inside, Connection outside, DryRunAccess access) throws SQLException {
		access.begin(inside);
		Connection connection = StatementWatch.unwatched(inside);
		this.observer = StatementWatch.unwatched(outside);
		this.snapshot = MariaDbSnapshot.take(connection, this.observer);
		this.writes = new MariaDbWrites(new MariaDbCatalog(this.observer));
		this.writes.beginUnder(this.snapshot.mode(connection));
		this.schema = schema(connection);
	}

	@Override
	public ChangeReader join(Connection other, DryRunAccess access) throws SQLException {
		access.begin(other);
		if (DatabaseKind.of(other) != DatabaseKind.MARIADB) {
			return ChangeReader.elsewhere(other);
		}
		return elsewhere(other);
	}

	static MariaDbChanges elsewhere(Connection other) throws SQLException {
		MariaDbChanges changes = new MariaDbChanges(true, MEMORY);
		changes.snapshot = MariaDbSnapshot.none(StatementWatch.unwatched(other));
		changes.writes = new MariaDbWrites(new MariaDbCatalog(StatementWatch.unwatched(other)));
		return changes;
	}

	@Override
	public void executing(Connection connection, String sql) throws SQLException {
		MariaDbWrites watched = this.writes;
		if (watched == null) {
			return;
		}
		synchronized (this) {
			watched.add(sql, schema(StatementWatch.unwatched(connection)));
		}
	}

	@Override
	public void unwrapping() {
		this.unwrapped = true;
	}

	@Override
	public boolean isOpen(Connection inside) throws SQLException {
		return Objects.requireNonNull(this.snapshot).isOpen(StatementWatch.unwatched(inside));
	}

	@Override
	public synchronized void read(Connection inside, Connection outside, ChangeCollector collector)
			throws SQLException {
		Connection connection = StatementWatch.unwatched(inside);
		MariaDbSnapshot taken = Objects.requireNonNull(this.snapshot);
		if (!taken.isOpen(connection)) {
			throw new IllegalStateException(
					"The body ended the transaction itself: a procedure committed or rolled back,"
							+ " a statement made the database commit, or a conflict with somebody else ended it. What came before"
							+ " that may be committed, what came after it is rolled back. Ask the database what is there.");
		}
		if (this.elsewhere) {
			collector.unseen("The rows that a transaction of its own changes can't be counted in MariaDB.");
			return;
		}
		if (!taken.isIsolated()) {
			collector.unseen("The rows can't be counted: this server has no innodb_snapshot_isolation, which keeps what"
					+ " others change apart. MariaDB has it since 10.6.18, 10.11.8 and 11.4.2.");
			return;
		}
		try {
			compare(connection, StatementWatch.unwatched(outside), collector, taken);
		}
		catch (SQLException ex) {
			if (Conflict.is(ex)) {
				throw Conflict.error(ex);
			}
			throw ex;
		}
		if (!taken.isOpen(connection)) {
			throw Conflict.error(new SQLException("A conflict has ended the transaction", "40001"));
		}
	}

	private void compare(Connection inside, Connection outside, ChangeCollector collector, MariaDbSnapshot taken)
			throws SQLException {
		long written = taken.written(inside);
		collector.bound(longest(inside));
		MariaDbWrites watched = Objects.requireNonNull(this.writes);
		Map<TableId, Set<Kind>> tables = watched.tables();
		for (Map.Entry<TableId, Set<Kind>> table : tables.entrySet()) {
			MariaDbImages.Described described = MariaDbImages.of(outside, table.getKey());
			String words = table.getKey().shown(MariaDbImages.KIND, this.schema);
			if (isTemporary(inside, table.getKey())) {
				collector.unseen("The table " + words
						+ " is hidden by a temporary table of the same name, so its rows can't be compared.");
				continue;
			}
			try (ChangeCollector.Table changes = collector.table(described.image(), words)) {
				String reason = new MariaDbTable(inside, outside, described, changes, this.memory)
					.read(table.getValue());
				if (reason != null) {
					collector.unseen("The table " + words + " " + reason + ".");
				}
			}
		}
		long counted = collector.changes().total();
		if (written != counted && !watched.unknown().isEmpty()) {
			collector.unseen("The database counts " + written + " written rows, and " + counted
					+ " changed rows were found. The others may be in what can't be looked into: "
					+ String.join("; ", watched.unknown()) + ".");
		}
		else if (written != counted && this.unwrapped) {
			collector.unseen("The database counts " + written + " written rows, and " + counted
					+ " changed rows were found. The body took the driver's own connection (unwrap), whose statements"
					+ " nobody sees.");
		}
		else if (written > 0 && tables.isEmpty() && !watched.advancesSequences()) {
			collector.unseen("The database counts " + written + ((written != 1) ? " written rows" : " written row")
					+ ", and no statement of the body names a table for that.");
		}
	}

	private static long longest(Connection inside) throws SQLException {
		try (Statement statement = inside.createStatement();
				ResultSet set = statement.executeQuery("select @@max_allowed_packet")) {
			set.next();
			return set.getLong(1);
		}
	}

	private static boolean isTemporary(Connection inside, TableId id) throws SQLException {
		try (Statement statement = inside.createStatement();
				ResultSet set = statement.executeQuery("show create table " + id.quoted(MariaDbImages.KIND))) {
			return set.next() && set.getString(2).regionMatches(true, 0, "create temporary", 0, 16);
		}
	}

	@Override
	public boolean hasWritten(Connection connection) throws SQLException {
		return Objects.requireNonNull(this.snapshot).written(StatementWatch.unwatched(connection)) > 0;
	}

	@Override
	public String state(Connection connection) throws SQLException {
		MariaDbSnapshot taken = Objects.requireNonNull(this.snapshot);
		Connection unwatched = StatementWatch.unwatched(connection);
		return taken.written(unwatched) + " " + taken.isOpen(unwatched);
	}

	@Override
	public void end(Connection inside) throws SQLException {
		if (this.snapshot != null) {
			this.snapshot.end(StatementWatch.unwatched(inside));
		}
	}

	@Override
	public boolean endsAtConflict() {
		return true;
	}

	@Override
	public synchronized boolean seesAll() {
		return !this.unwrapped && this.writes != null && this.writes.unknown().isEmpty();
	}

	private static String schema(Connection connection) throws SQLException {
		return Objects.requireNonNullElse(connection.getCatalog(), "");
	}

}
