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
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.eval.jdbc.StatementWatch;
import dev.replboot.kit.data.PostgresTouched.Relation;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Changes in PostgreSQL. The transaction and the observer share a snapshot, so that what
 * others commit meanwhile is seen by neither.
 *
 * @see <a href="https://www.postgresql.org/docs/current/ddl-system-columns.html">System
 * Columns</a>
 */
final class PostgresChanges implements ChangeReader {

	// a change in a foreign table alone gives the transaction no number
	private static final String WRITTEN = """
			select coalesce(pg_catalog.pg_current_xact_id_if_assigned()::xid::text,
			(select 'foreign' from pg_catalog.pg_locks l join pg_catalog.pg_class c on c.oid = l.relation
			where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.granted
			and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
			and l.mode in ('RowExclusiveLock', 'AccessExclusiveLock') and c.relkind = 'f' limit 1))""";

	private static final String LARGE_OBJECTS = """
			select sum(pg_catalog.pg_stat_get_xact_tuples_inserted(c) + pg_catalog.pg_stat_get_xact_tuples_updated(c)
			+ pg_catalog.pg_stat_get_xact_tuples_deleted(c)) from unnest(array['pg_catalog.pg_largeobject'::regclass::oid,
			'pg_catalog.pg_largeobject_metadata'::regclass::oid]) c""";

	private static final String NUMBERED = "select pg_catalog.pg_current_xact_id_if_assigned()::xid::text";

	// types of all other schemas are written with their schema
	private static final String CATALOG_ALONE = "select pg_catalog.set_config('search_path', 'pg_catalog', true)";

	private static final String ABORTED = "25P02";

	private static final String LOCKED = "55P03";

	private @Nullable PostgresSnapshot snapshot;

	private @Nullable PostgresTouched touched;

	private String schema = "";

	private boolean elsewhere;

	private @Nullable PostgresElsewhere connections;

	static PostgresChanges elsewhere(Connection other) throws SQLException {
		PostgresChanges changes = new PostgresChanges();
		changes.elsewhere = true;
		changes.connections = PostgresElsewhere.of(StatementWatch.unwatched(other));
		return changes;
	}

	@Override
	public void begin(Connection inside, Connection outside, DryRunAccess access) throws SQLException {
		PostgresSnapshot taken = PostgresSnapshot.take(inside, access);
		taken.observe(outside);
		started(inside, taken);
	}

	private void started(Connection inside, PostgresSnapshot shared) throws SQLException {
		this.snapshot = shared;
		this.connections = PostgresElsewhere.of(StatementWatch.unwatched(inside));
		this.touched = PostgresTouched.before(inside);
		this.schema = Objects.requireNonNullElse(PostgresSnapshot.text(inside, "select current_schema()"), "");
	}

	@Override
	public ChangeReader join(Connection other, DryRunAccess access) throws SQLException {
		if (DatabaseKind.of(other) != DatabaseKind.POSTGRESQL) {
			access.begin(other);
			return ChangeReader.elsewhere(other);
		}
		PostgresChanges joined = new PostgresChanges();
		PostgresSnapshot shared = Objects.requireNonNull(this.snapshot);
		joined.elsewhere = !shared.join(other, access);
		joined.started(other, shared);
		return joined;
	}

	@Override
	public void executing(Connection connection, String sql) throws SQLException {
		PostgresElsewhere known = this.connections;
		if (known != null) {
			known.check(sql);
		}
	}

	/**
	 * Something that is different after each change of large objects. Before release 16,
	 * PostgreSQL doesn't refuse these in a transaction that only reads.
	 * @param connection a connection
	 * @return what tells one state from another
	 * @throws SQLException if it can't be told
	 */
	static String largeObjects(Connection connection) throws SQLException {
		return String.valueOf(PostgresSnapshot.text(connection, LARGE_OBJECTS));
	}

	/**
	 * Whether a transaction has changed large objects. The server also counts what
	 * earlier transactions of the connection did, until it reports that, so a difference
	 * alone proves nothing.
	 * @param connection a connection
	 * @param before what {@link #largeObjects} was
	 * @return whether it has
	 * @throws SQLException if it can't be told
	 */
	static boolean hasChangedLargeObjects(Connection connection, String before) throws SQLException {
		return !largeObjects(connection).equals(before) && PostgresSnapshot.text(connection, NUMBERED) != null;
	}

	@Override
	public boolean hasWritten(Connection connection) throws SQLException {
		try {
			return PostgresSnapshot.text(connection, WRITTEN) != null;
		}
		catch (SQLException ex) {
			throw ABORTED.equals(ex.getSQLState()) ? Worded.by(new SQLException(
					"A statement of the body failed and the body went on. PostgreSQL accepts nothing more in such a"
							+ " transaction, so it is rolled back. Let the exception through, or use a savepoint.",
					ABORTED), ex) : ex;
		}
	}

	@Override
	public @Nullable String violation(Connection connection) throws SQLException {
		Savepoint savepoint = connection.setSavepoint();
		try (Statement statement = connection.createStatement()) {
			statement.execute("set constraints all immediate");
			connection.releaseSavepoint(savepoint);
			return null;
		}
		catch (SQLException ex) {
			connection.rollback(savepoint);
			return "The commit would fail: " + String.valueOf(ex.getMessage()).lines().findFirst().orElse("");
		}
	}

	@Override
	public String state(Connection connection) throws SQLException {
		return PostgresTouched.state(connection);
	}

	@Override
	public void read(Connection inside, Connection outside, ChangeCollector collector) throws SQLException {
		if (!hasWritten(inside)) {
			return;
		}
		if (this.elsewhere) {
			collector.unseen("The body changed data in another database. It was rolled back there as well, and its"
					+ " rows aren't in this report.");
			return;
		}
		List<Relation> relations = Objects.requireNonNull(this.touched).relations(inside, outside);
		PostgresDefinitions.tell(this.touched.catalogs(inside), relations, collector);
		List<Long> secured = relations.stream()
			.filter((relation) -> relation.found().secured())
			.map((relation) -> relation.found().root())
			.toList();
		if (!secured.isEmpty()) {
			PostgresSecurity.share(inside, outside, secured);
		}
		// nothing is written until then, so going back to it undoes the settings alone
		Savepoint before = inside.setSavepoint();
		try {
			read(relations, inside, outside, collector);
		}
		finally {
			inside.rollback(before);
		}
	}

	private void read(List<Relation> relations, Connection inside, Connection outside, ChangeCollector collector)
			throws SQLException {
		PostgresSnapshot.text(inside, ValueTexts.POSTGRESQL_SETTINGS);
		PostgresSnapshot.text(outside, ValueTexts.POSTGRESQL_SETTINGS);
		Savepoint insidePath = inside.setSavepoint();
		Savepoint outsidePath = outside.setSavepoint();
		PostgresSnapshot.text(inside, CATALOG_ALONE);
		PostgresSnapshot.text(outside, CATALOG_ALONE);
		Map<Long, TableImage> images = images(relations, inside, outside);
		inside.rollback(insidePath);
		outside.rollback(outsidePath);
		new Reading(inside, outside, collector, images).read(relations);
	}

	private static Map<Long, TableImage> images(List<Relation> relations, Connection inside, Connection outside)
			throws SQLException {
		Map<Long, TableImage> images = new HashMap<>();
		for (Relation relation : relations) {
			long root = relation.found().root();
			if (!images.containsKey(root)) {
				images.put(root, PostgresImages.of(relation.after() ? inside : outside, root));
			}
		}
		return images;
	}

	/**
	 * Reads the relations one after the other.
	 */
	private final class Reading {

		private final Connection inside;

		private final Connection outside;

		private final ChangeCollector collector;

		private final Map<Long, TableImage> images;

		private final Set<Long> blocked = new HashSet<>();

		Reading(Connection inside, Connection outside, ChangeCollector collector, Map<Long, TableImage> images) {
			this.inside = inside;
			this.outside = outside;
			this.collector = collector;
			this.images = images;
		}

		void read(List<Relation> relations) throws SQLException {
			for (Relation relation : relations) {
				if (relation.exclusive() && relation.before()) {
					this.blocked.add(relation.found().table());
				}
			}
			for (Relation relation : relations) {
				String words = words(relation);
				switch (relation.found().kind()) {
					case "r", "m", "p" -> table(relation, words);
					case "f" -> foreign(relation, words);
					default -> {
					}
				}
			}
		}

		private String words(Relation relation) {
			TableImage image = this.images.get(relation.found().root());
			TableId id = (image != null) ? image.id() : new TableId(relation.found().schema(), relation.found().name());
			return id.shown(PostgresChanges.this.schema);
		}

		private void foreign(Relation relation, String words) {
			if (relation.written() || relation.exclusive()) {
				this.collector.unseen("The foreign table " + words + " was changed, or may have been (wrapper "
						+ relation.found().wrapper() + "): its rows are in another database and can't be compared."
						+ (relation.found().wrapper().equals("postgres_fdw") ? ""
								: " Whether they are rolled back there isn't known."));
			}
		}

		private void table(Relation relation, String words) throws SQLException {
			boolean view = relation.found().kind().equals("m");
			boolean whole = this.blocked.contains(relation.found().oid());
			if (relation.isTemporary()) {
				temporary(relation, words);
			}
			else if (!relation.after()) {
				this.collector.unseen("The table " + words + " was dropped, with all its rows.");
			}
			else if (view && (whole || relation.written() && !relation.isUntouched() || !relation.before())) {
				this.collector.unseen("The materialized view " + words
						+ (relation.before() ? " was refreshed or altered as a whole" : " was made")
						+ ": its rows aren't compared.");
			}
			else if (whole) {
				this.collector.unseen("The table " + words
						+ " was emptied (truncate), altered or locked as a whole: its rows can't be compared.");
			}
			else {
				if (!relation.before() && relation.found().root() == relation.found().oid()) {
					this.collector.unseen("The table " + words + " was made in the body.");
				}
				boolean written = relation.written() || !relation.before();
				if (written && !relation.isUntouched() && !relation.found().kind().equals("p")) {
					rows(relation, words);
				}
			}
		}

		private void temporary(Relation relation, String words) {
			if (relation.written() && !relation.isUntouched() || !relation.before()) {
				this.collector.note("The temporary table " + relation.found().name() + " was "
						+ (relation.before() ? "changed" : "made")
						+ ". Only the transaction's own connection sees its rows, so they don't count.");
			}
		}

		private void rows(Relation relation, String words) throws SQLException {
			if (!relation.found().readable()) {
				this.collector.unseen("The table " + words
						+ " was changed, but its rows can't be compared: the database's user may not read it.");
				return;
			}
			TableImage image = Objects.requireNonNull(this.images.get(relation.found().root()));
			Savepoint savepoint = this.outside.setSavepoint();
			try (ChangeCollector.Table changes = this.collector.table(image, words)) {
				boolean all = new PostgresTable(this.inside, this.outside, relation, image, changes).read();
				if (relation.found().secured() && !all) {
					this.collector.unseen("Row-level security of the table " + words
							+ " hides rows from the database's user, and not all that was changed could be seen.");
				}
			}
			catch (SQLException ex) {
				if (!LOCKED.equals(ex.getSQLState())) {
					throw ex;
				}
				this.outside.rollback(savepoint);
				this.collector.unseen("The table " + words
						+ " was changed, but somebody keeps it locked as a whole: its rows can't be compared.");
			}
		}

	}

}
