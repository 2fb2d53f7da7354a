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

package dev.replboot.kit.data.settings;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a session of PostgreSQL has beside its settings and keeps when a transaction is
 * over: advisory locks, channels that it listens to, prepared statements, cursors with
 * hold, temporary tables. The connection goes back to the application's pool, so what was
 * not there before is given back.
 */
public final class SessionObjects {

	private static final int MOST_AT_ONCE = 1000;

	// a statement that gives each back, and its name. Locks and prepared statements
	// outlive a rollback, the others a commit
	private static final String OBJECTS = """
			select case when objsubid = 1 then pg_catalog.format('select pg_catalog.pg_advisory_unlock%s(%s)',
			case mode when 'ShareLock' then '_shared' else '' end,
			((classid::int8::bit(64) << 32) | objid::int8::bit(64))::int8)
			else pg_catalog.format('select pg_catalog.pg_advisory_unlock%s(%s, %s)',
			case mode when 'ShareLock' then '_shared' else '' end,
			classid::int8::bit(32)::int4, objid::int8::bit(32)::int4) end,
			'advisory lock ' || case objsubid when 1 then (((classid::int8::bit(64) << 32) | objid::int8::bit(64))::int8)::text
			else (classid::int8::bit(32)::int4) || ', ' || (objid::int8::bit(32)::int4) end
			from pg_catalog.pg_locks where locktype = 'advisory' and pid = pg_catalog.pg_backend_pid() and granted
			union all select 'unlisten ' || pg_catalog.quote_ident(c), 'listen ' || c
			from pg_catalog.pg_listening_channels() c
			union all select 'deallocate ' || pg_catalog.quote_ident(name), 'prepared statement ' || name
			from pg_catalog.pg_prepared_statements where from_sql
			union all select 'close ' || pg_catalog.quote_ident(name), 'cursor ' || name
			from pg_catalog.pg_cursors where is_holdable
			union all select case relkind when 'v' then 'drop view if exists ' when 'S' then 'drop sequence if exists '
			else 'drop table if exists ' end || 'pg_temp.' || pg_catalog.quote_ident(relname) || ' cascade',
			case relkind when 'v' then 'temporary view ' when 'S' then 'temporary sequence ' else 'temporary table ' end || relname
			from pg_catalog.pg_class where relnamespace = pg_catalog.pg_my_temp_schema() and relkind in ('r', 'p', 'v', 'S')""";

	private final Map<String, String> before;

	private SessionObjects(Map<String, String> before) {
		this.before = before;
	}

	/**
	 * Note what the session has.
	 * @param connection its connection
	 * @return what it has; nothing is ever given back in another database than PostgreSQL
	 * @throws SQLException if the database can't be asked
	 */
	public static SessionObjects of(Connection connection) throws SQLException {
		boolean known = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
		return new SessionObjects(known ? query(connection) : Map.of("", ""));
	}

	/**
	 * Give back what the session has not had before.
	 * @param connection its connection, whose transaction is over
	 * @param committed whether that was committed; else what a listener has changed
	 * since, on the same connection, is rolled back as well
	 * @return the names of what was given back, in order
	 * @throws SQLException if the database doesn't let it
	 */
	public List<String> giveBack(Connection connection, boolean committed) throws SQLException {
		if (this.before.containsKey("") || connection.isClosed()) {
			return List.of();
		}
		if (!committed && !connection.getAutoCommit()) {
			connection.rollback();
		}
		try {
			Map<String, String> given = new LinkedHashMap<>();
			// a lock that was taken several times is given back as often
			for (int i = 0; i < MOST_AT_ONCE; i++) {
				Map<String, String> more = query(connection);
				more.keySet().removeAll(this.before.keySet());
				if (more.isEmpty()) {
					break;
				}
				execute(connection, more.keySet());
				given.putAll(more);
			}
			if (!connection.getAutoCommit()) {
				connection.commit();
			}
			return given.values().stream().sorted().toList();
		}
		catch (SQLException ex) {
			if (!connection.getAutoCommit()) {
				connection.rollback();
			}
			throw ex;
		}
	}

	private static void execute(Connection connection, Iterable<String> statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private static Map<String, String> query(Connection connection) throws SQLException {
		Map<String, String> objects = new LinkedHashMap<>();
		try (Statement statement = connection.createStatement(); ResultSet set = statement.executeQuery(OBJECTS)) {
			while (set.next()) {
				objects.put(set.getString(1), set.getString(2));
			}
		}
		return objects;
	}

}
