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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds statements with which PostgreSQL's server writes through another connection of
 * its own. That one commits by itself, and no rollback reverts it.
 */
final class PostgresElsewhere {

	// These are of the extensions dblink and pg_background. A query may call a function
	// that writes.
	private static final String FUNCTIONS = "dblink(?:_connect|_connect_u|_open|_fetch|_close|_exec|_send_query"
			+ "|_get_result)?|pg_background_\\w+";

	private static final Pattern FUNCTION = Pattern.compile(FUNCTIONS, Pattern.CASE_INSENSITIVE);

	private static final PostgresCalls CALLS = new PostgresCalls(FUNCTIONS);

	// A statement without any of these leads nowhere: the functions' names, names in
	// codes of Unicode, and whatever contains or executes code.
	private static final Pattern POSSIBLE = Pattern
		.compile("dblink|pg_background|u&|\\b(?:do|function|procedure|execute|query_to_xml\\w*|ts_stat|ts_rewrite"
				+ "|crosstab\\d?|connectby)\\b", Pattern.CASE_INSENSITIVE);

	// select … for update writes nothing
	private static final Pattern WRITES = Pattern.compile(
			"(?<!\\bfor[ \n])(?<!\\bkey[ \n])\\bupdate\\b|\\b(?:insert|delete|merge|copy|truncate)\\b",
			Pattern.CASE_INSENSITIVE);

	private static final String SEEDS = """
			select p.oid::bigint, p.proname from pg_catalog.pg_proc p
			where p.proname like 'dblink%' or p.proname like 'pg\\_background\\_%'""";

	// The body of a function is a text, or (begin atomic) known by what it depends on.
	// PostgreSQL needs a quarter of a second to search the thousands of its own
	// functions, and the case keeps it from that.
	private static final String FUNCTIONS_WHOSE_TEXT = """
			select p.oid::bigint, p.proname from pg_catalog.pg_proc p
			where case when p.prolang not in
			(select l.oid from pg_catalog.pg_language l where l.lanname in ('c', 'internal'))
			then p.prosrc ~* ? and %s end""";

	private static final String FUNCTIONS_BY_TEXT = FUNCTIONS_WHOSE_TEXT.formatted("true");

	private static final String WRITERS_BY_TEXT = FUNCTIONS_WHOSE_TEXT
		.formatted("p.prosrc ~* '\\m(insert|update|delete|merge|copy|truncate)\\M'");

	private static final String FUNCTIONS_BY_DEPENDENCY = """
			select p.oid::bigint, p.proname from pg_catalog.pg_depend d
			join pg_catalog.pg_proc p on p.oid = d.objid and d.classid = 'pg_catalog.pg_proc'::regclass
			where d.refclassid = 'pg_catalog.pg_proc'::regclass and d.refobjid = any(cast(? as oid[]))""";

	private static final String VIEWS = """
			select c.oid::bigint, c.relname from pg_catalog.pg_depend d
			join pg_catalog.pg_rewrite r on r.oid = d.objid and d.classid = 'pg_catalog.pg_rewrite'::regclass
			join pg_catalog.pg_class c on c.oid = r.ev_class and c.relkind in ('v', 'm')
			where d.refclassid in ('pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_class'::regclass)
			and d.refobjid = any(cast(? as oid[]))""";

	// Their triggers, rules, defaults or checks call a function.
	private static final String TABLES_BY_FUNCTION = """
			select c.oid::bigint, c.relname from pg_catalog.pg_class c where c.oid in (
			select t.tgrelid from pg_catalog.pg_trigger t where t.tgfoid = any(cast(? as oid[]))
			union all select coalesce(r.ev_class, a.adrelid, k.conrelid) from pg_catalog.pg_depend d
			left join pg_catalog.pg_rewrite r on r.oid = d.objid and d.classid = 'pg_catalog.pg_rewrite'::regclass
			left join pg_catalog.pg_attrdef a on a.oid = d.objid and d.classid = 'pg_catalog.pg_attrdef'::regclass
			left join pg_catalog.pg_constraint k on k.oid = d.objid and d.classid = 'pg_catalog.pg_constraint'::regclass
			where d.refclassid = 'pg_catalog.pg_proc'::regclass and d.refobjid = any(cast(? as oid[])))""";

	// A cascade leads from their rows, and rows of a partition are written through them.
	private static final String TABLES_BY_TABLE = """
			select c.oid::bigint, c.relname from pg_catalog.pg_class c where c.oid in (
			select k.confrelid from pg_catalog.pg_constraint k where k.conrelid = any(cast(? as oid[]))
			and k.contype = 'f' and (k.confdeltype in ('c', 'n', 'd') or k.confupdtype in ('c', 'n', 'd'))
			union all select i.inhparent from pg_catalog.pg_inherits i where i.inhrelid = any(cast(? as oid[])))""";

	// whatever names them may run it
	private final Set<String> read;

	// whatever writes to them may run it
	private final Set<String> written;

	private PostgresElsewhere(Set<String> read, Set<String> written) {
		this.read = read;
		this.written = written;
	}

	/**
	 * Look into the catalog for functions, views and tables that lead to such a
	 * connection.
	 * @param connection a connection whose transaction isn't aborted
	 * @return what finds statements that name one of them
	 * @throws SQLException if the catalog can't be read
	 */
	static PostgresElsewhere of(Connection connection) throws SQLException {
		Map<Long, String> functions = new HashMap<>(read(connection, SEEDS));
		functions.values().removeIf((name) -> !FUNCTION.matcher(name).matches());
		Map<Long, String> views = new HashMap<>();
		Map<Long, String> tables = new HashMap<>();
		if (functions.isEmpty()) {
			return new PostgresElsewhere(Set.of(), Set.of());
		}
		Set<Long> seeds = Set.copyOf(functions.keySet());
		int known;
		do {
			known = functions.size() + views.size() + tables.size();
			Map<Long, String> named = new HashMap<>(functions);
			named.putAll(views);
			String all = PostgresTouched.array(named.keySet());
			functions.putAll(read(connection, FUNCTIONS_BY_TEXT, regex(named)));
			functions.putAll(read(connection, FUNCTIONS_BY_DEPENDENCY, all));
			if (!tables.isEmpty()) {
				functions.putAll(read(connection, WRITERS_BY_TEXT, regex(tables)));
			}
			views.putAll(read(connection, VIEWS, all));
			String called = PostgresTouched.array(functions.keySet());
			tables.putAll(read(connection, TABLES_BY_FUNCTION, called, called));
			String reached = PostgresTouched.array(tables.keySet());
			tables.putAll(read(connection, TABLES_BY_TABLE, reached, reached));
		}
		while (functions.size() + views.size() + tables.size() > known);
		functions.keySet().removeAll(seeds);
		Set<String> read = new HashSet<>(functions.values());
		read.addAll(views.values());
		return new PostgresElsewhere(read, Set.copyOf(tables.values()));
	}

	private static String regex(Map<Long, String> names) {
		List<String> escaped = names.values()
			.stream()
			.distinct()
			.map((name) -> name.replaceAll("(\\W)", "\\\\$1"))
			.toList();
		return "\\m(" + String.join("|", escaped) + ")\\M";
	}

	private static Map<Long, String> read(Connection connection, String sql, String... parameters) throws SQLException {
		Map<Long, String> found = new HashMap<>();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setString(i + 1, parameters[i]);
			}
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					found.put(set.getLong(1), set.getString(2));
				}
			}
		}
		return found;
	}

	/**
	 * Refuse a statement that may write through such a connection.
	 * @param sql one statement, or several
	 * @throws SQLException if it may
	 */
	void check(String sql) throws SQLException {
		String refusal = refusal(sql);
		if (refusal == null && !(this.read.isEmpty() && this.written.isEmpty())) {
			boolean writes = WRITES.matcher(sql).find();
			String name = PostgresNames.find(sql,
					(word, called) -> this.read.contains(word) || writes && this.written.contains(word));
			refusal = (name != null) ? refusal(name, " leads to a function (dblink, pg_background) that") : null;
		}
		if (refusal != null) {
			throw new SQLException(refusal);
		}
	}

	/**
	 * What speaks against a statement that calls such a function itself.
	 * @param sql one statement, or several
	 * @return a sentence, or {@code null} if it calls none
	 */
	static @Nullable String refusal(String sql) {
		String called = POSSIBLE.matcher(sql).find() ? CALLS.find(sql) : null;
		return (called != null) ? refusal(called, "") : null;
	}

	private static String refusal(String name, String what) {
		return "The statement was refused: " + name + what
				+ " commits through a connection of the database's own, and no rollback here takes that back.";
	}

}
