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
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Tables of PostgreSQL that a transaction may have changed. The locks that it holds name
 * all of them; the database's counters tell which of these it has left alone.
 */
final class PostgresTouched {

	private static final String COUNTED = """
			select pg_catalog.current_setting('track_counts') = 'on'""";

	private static final String COUNTERS = """
			select * from (select c.oid::bigint, pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) ins,
			pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) upd, pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) del
			from pg_catalog.pg_class c where c.relkind in ('r', 'm')) x where ins + upd + del > 0""";

	private static final String LOCKED = """
			select l.relation::bigint, bool_or(l.mode = 'AccessExclusiveLock'), bool_or(l.mode = 'RowExclusiveLock')
			from pg_catalog.pg_locks l where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation'
			and l.database in (0, (select d.oid from pg_catalog.pg_database d
			where d.datname = pg_catalog.current_database()))
			and l.mode in ('RowExclusiveLock', 'AccessExclusiveLock') and l.granted group by l.relation order by 1""";

	// an index that is locked keeps others from its table
	private static final String RELATIONS = """
			select c.oid::bigint, n.nspname, c.relname, c.relkind::text, c.relpersistence::text,
			coalesce(i.indrelid, c.oid)::bigint,
			case when c.relispartition then pg_catalog.pg_partition_root(c.oid) else c.oid end::bigint,
			pg_catalog.row_security_active(c.oid), pg_catalog.has_table_privilege(c.oid, 'select'), c.reltoastrelid <> 0,
			(select w.fdwname from pg_catalog.pg_foreign_table f join pg_catalog.pg_foreign_server s on s.oid = f.ftserver
			join pg_catalog.pg_foreign_data_wrapper w on w.oid = s.srvfdw where f.ftrelid = c.oid)
			from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
			left join pg_catalog.pg_index i on i.indexrelid = c.oid
			where c.oid = any(cast(? as oid[])) and n.nspname <> 'pg_toast' and n.nspname <> 'pg_catalog'
			and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_toast\\_temp\\_%'
			order by n.nspname, c.relname""";

	private static final String CATALOGS = """
			select c.relname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
			where c.oid = any(cast(? as oid[])) and n.nspname = 'pg_catalog' and c.relname <> 'pg_statistic'
			order by 1""";

	private static final long[] NOTHING = new long[3];

	private final boolean counted;

	private final Map<Long, long[]> before;

	private PostgresTouched(boolean counted, Map<Long, long[]> before) {
		this.counted = counted;
		this.before = before;
	}

	/**
	 * Note what the session's counters say before a transaction begins: they may hold
	 * what others before it did.
	 * @param connection its connection
	 * @return what compares them later
	 * @throws SQLException if they can't be read
	 */
	static PostgresTouched before(Connection connection) throws SQLException {
		return new PostgresTouched(isCounted(connection), counters(connection));
	}

	private static boolean isCounted(Connection connection) throws SQLException {
		return "t".equals(PostgresSnapshot.text(connection, COUNTED));
	}

	private static Map<Long, long[]> counters(Connection connection) throws SQLException {
		Map<Long, long[]> counters = new HashMap<>();
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(COUNTERS)) {
			while (set.next()) {
				counters.put(set.getLong(1), new long[] { set.getLong(2), set.getLong(3), set.getLong(4) });
			}
		}
		return counters;
	}

	/**
	 * The relations that the transaction may have changed, or has locked as a whole.
	 * @param inside its connection
	 * @param outside a connection that sees what was there before
	 * @return the relations, by their names
	 * @throws SQLException if they can't be told
	 */
	List<Relation> relations(Connection inside, Connection outside) throws SQLException {
		boolean trusted = this.counted && isCounted(inside);
		Map<Long, long[]> now = trusted ? counters(inside) : Map.of();
		Map<Long, boolean[]> locks = locks(inside);
		Map<Long, Found> before = found(outside, locks.keySet());
		Map<Long, Found> after = found(inside, locks.keySet());
		List<Relation> relations = new ArrayList<>();
		after.values().forEach((found) -> {
			boolean[] modes = Objects.requireNonNull(locks.get(found.oid()));
			// what makes a table with its rows isn't counted in all releases
			long[] counts = (trusted && before.containsKey(found.oid())) ? difference(now, found.oid()) : null;
			relations.add(new Relation(found, modes[0], modes[1], counts, before.containsKey(found.oid()), true));
		});
		before.values()
			.stream()
			.filter((found) -> !after.containsKey(found.oid()))
			.forEach((found) -> relations.add(new Relation(found, true, false, null, true, false)));
		return relations;
	}

	/**
	 * The tables of the catalog whose rows the transaction has written: those of
	 * definitions, of large objects, and whatever else isn't the application's.
	 * @param inside its connection
	 * @return their names, none if the database doesn't count
	 * @throws SQLException if they can't be told
	 */
	List<String> catalogs(Connection inside) throws SQLException {
		if (!this.counted || !isCounted(inside)) {
			return List.of();
		}
		Map<Long, long[]> now = counters(inside);
		List<Long> written = now.keySet().stream().filter((oid) -> {
			long[] counts = difference(now, oid);
			return counts[0] + counts[1] + counts[2] > 0;
		}).toList();
		List<String> names = new ArrayList<>();
		try (PreparedStatement statement = inside.prepareStatement(CATALOGS)) {
			statement.setString(1, array(written));
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					names.add(set.getString(1));
				}
			}
		}
		return names;
	}

	private long[] difference(Map<Long, long[]> now, long oid) {
		long[] is = now.getOrDefault(oid, NOTHING);
		long[] was = this.before.getOrDefault(oid, NOTHING);
		return new long[] { is[0] - was[0], is[1] - was[1], is[2] - was[2] };
	}

	private static Map<Long, boolean[]> locks(Connection inside) throws SQLException {
		Map<Long, boolean[]> locks = new HashMap<>();
		try (Statement statement = inside.createStatement(); ResultSet set = statement.executeQuery(LOCKED)) {
			while (set.next()) {
				locks.put(set.getLong(1), new boolean[] { set.getBoolean(2), set.getBoolean(3) });
			}
		}
		return locks;
	}

	private static Map<Long, Found> found(Connection connection, Iterable<Long> oids) throws SQLException {
		Map<Long, Found> found = new LinkedHashMap<>();
		try (PreparedStatement statement = connection.prepareStatement(RELATIONS)) {
			statement.setString(1, array(oids));
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					found.put(set.getLong(1), new Found(set.getLong(1), set.getString(2), set.getString(3),
							set.getString(4), set.getString(5), set.getLong(6), set.getLong(7), set.getBoolean(8),
							set.getBoolean(9), set.getBoolean(10), Objects.requireNonNullElse(set.getString(11), "")));
				}
			}
		}
		return found;
	}

	static String array(Iterable<Long> oids) {
		StringBuilder text = new StringBuilder("{");
		oids.forEach((oid) -> text.append((text.length() > 1) ? "," : "").append(oid));
		return text.append('}').toString();
	}

	/**
	 * Something that is different after each change of the transaction.
	 * @param inside its connection
	 * @return what tells one state from another
	 * @throws SQLException if it can't be told
	 */
	static String state(Connection inside) throws SQLException {
		StringBuilder state = new StringBuilder();
		new TreeMap<>(counters(inside)).forEach((oid, counts) -> state.append(oid).append(Arrays.toString(counts)));
		new TreeMap<>(locks(inside)).forEach((oid, modes) -> state.append(oid).append(Arrays.toString(modes)));
		return state.toString();
	}

	/**
	 * What the catalog says of a relation.
	 *
	 * @param oid its number
	 * @param schema its schema
	 * @param name its name
	 * @param kind its kind, as in {@code pg_class}
	 * @param persistence its persistence, as there
	 * @param table the table of an index, else the relation itself
	 * @param root the partitioned table of a partition, else the relation itself
	 * @param secured whether row-level security hides rows from the user
	 * @param readable whether the user may read it
	 * @param large whether it may have values outside of its rows
	 * @param wrapper what reaches the rows of a foreign table, else empty
	 */
	record Found(long oid, String schema, String name, String kind, String persistence, long table, long root,
			boolean secured, boolean readable, boolean large, String wrapper) {

	}

	/**
	 * Relation that the transaction has locked.
	 *
	 * @param found what the catalog says of it
	 * @param exclusive whether nobody else can read it meanwhile
	 * @param written whether rows may have been written
	 * @param counts how many rows were inserted, updated and deleted, each time counted;
	 * or {@code null} if the database doesn't count
	 * @param before whether it was there before
	 * @param after whether it is there now
	 */
	record Relation(Found found, boolean exclusive, boolean written, long @Nullable [] counts, boolean before,
			boolean after) {

		boolean isTemporary() {
			return "t".equals(this.found.persistence());
		}

		boolean isUntouched() {
			return this.counts != null && this.counts[0] + this.counts[1] + this.counts[2] == 0;
		}

		boolean mayHaveNewRows() {
			return this.counts == null || this.counts[0] + this.counts[1] > 0;
		}

		boolean mayHaveLostRows() {
			return this.counts == null || this.counts[1] + this.counts[2] > 0;
		}

	}

}
