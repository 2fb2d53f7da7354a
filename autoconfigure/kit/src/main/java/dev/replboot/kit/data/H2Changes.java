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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;

/**
 * Changes in H2, which names the tables that a session has locked by writing to them.
 * These are compared row by row, on snapshots that are the same but for what the
 * transaction has changed.
 */
final class H2Changes implements ChangeReader {

	private static final String TOUCHED = """
			select table_schema, table_name from information_schema.locks
			where session_id = session_id() order by 1, 2""";

	private @Nullable Integer isolation;

	private @Nullable String schema;

	private @Nullable String url;

	private boolean elsewhere;

	private volatile boolean unwrapped;

	private final H2Links links = new H2Links();

	static H2Changes elsewhere() {
		H2Changes changes = new H2Changes();
		changes.elsewhere = true;
		return changes;
	}

	@Override
	public void begin(Connection inside, Connection outside, DryRunAccess access) throws SQLException {
		this.isolation = inside.getTransactionIsolation();
		this.schema = inside.getSchema();
		this.url = inside.getMetaData().getURL();
		access.begin(inside);
		H2Snapshot.take(inside, outside);
	}

	@Override
	public ChangeReader join(Connection other, DryRunAccess access) throws SQLException {
		access.begin(other);
		if (DatabaseKind.of(other) != DatabaseKind.H2) {
			return ChangeReader.elsewhere(other);
		}
		H2Changes joined = new H2Changes();
		joined.schema = other.getSchema();
		joined.elsewhere = !Objects.equals(this.url, other.getMetaData().getURL());
		return joined;
	}

	@Override
	public void executing(Connection connection, String sql) throws SQLException {
		this.links.check(StatementWatch.unwatched(connection), sql);
	}

	@Override
	public void unwrapping() {
		this.unwrapped = true;
	}

	@Override
	public void end(Connection inside) throws SQLException {
		if (this.isolation != null && !inside.isClosed()) {
			inside.setTransactionIsolation(this.isolation);
		}
	}

	@Override
	public void read(Connection inside, Connection outside, ChangeCollector collector) throws SQLException {
		if (this.elsewhere) {
			collector.unseen("The body changed data in another database. It was rolled back there as well, and its"
					+ " rows aren't in this report.");
			return;
		}
		Set<TableId> before = new HashSet<>(
				tables(outside, "select table_schema, table_name from information_schema.tables"));
		for (TableId id : tables(inside, TOUCHED)) {
			if (id.name().equals(TransactionIdentity.PIN)) {
				continue;
			}
			String words = id.shown("h2", Objects.requireNonNullElse(this.schema, ""));
			if (!before.contains(id)) {
				collector.note("The temporary table " + words
						+ " was changed. Only the transaction's own connection sees its rows, so they don't count.");
				continue;
			}
			TableImage image = H2Images.of(outside, id);
			try (ChangeCollector.Table changes = collector.table(image, words)) {
				new H2Table(inside, outside, image, changes).read(this.unwrapped || collector.hasMaybeUpdated());
			}
		}
	}

	private static List<TableId> tables(Connection connection, String sql) throws SQLException {
		List<TableId> tables = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			while (set.next()) {
				tables.add(new TableId(set.getString(1), set.getString(2)));
			}
		}
		return tables;
	}

	@Override
	public boolean endsAtConflict() {
		return true;
	}

	@Override
	public boolean seesAll() {
		return !this.unwrapped;
	}

	@Override
	public boolean hasWritten(Connection connection) throws SQLException {
		return written(connection);
	}

	static boolean written(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery("select transaction_id()")) {
			if (!set.next() || set.getObject(1) == null) {
				return false;
			}
		}
		List<TableId> touched = tables(connection, TOUCHED);
		return touched.isEmpty() || touched.stream().anyMatch((id) -> !id.name().equals(TransactionIdentity.PIN));
	}

}
