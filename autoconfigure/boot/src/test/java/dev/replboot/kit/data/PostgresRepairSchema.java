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

import java.util.ArrayList;
import java.util.List;

/**
 * Random schema of PostgreSQL.
 */
final class PostgresRepairSchema extends RepairSchema {

	private static final List<String> NAMES = List.of("orders", "\"ORDERS\"", "\"Mixed Case\"", "\"dot.table\"",
			"\"quo\"\"te\"", "\"select\"", "\"日本\"", "tenant2.orders", "\"Ten Ant\".\"Or\"\"ders\"");

	private static final List<List<String>> KEYS = List.of(List.of("text", "'c' || k"),
			List.of("text collate \"C\"", "repeat('x', k % 3) || 'é' || k"), List.of("numeric", "k + 0.50"),
			// through the gap and the overlap of summer time in New York
			List.of("timestamptz", "timestamptz '2024-03-10 06:00Z' + k * interval '15 min'"),
			List.of("timestamp", "timestamp '2024-11-03 00:00' + k * interval '15 min'"),
			List.of("uuid", "md5((k)::text)::uuid"), List.of("bytea", "decode(lpad(to_hex(k), 8, '0'), 'hex')"),
			List.of("date", "date '0001-01-03 BC' + k"), List.of("float8", "k / 3.0::float8"),
			List.of("int[]", "array[k, null, -1]"), List.of("inet", "inet '10.0.0.0' + k"));

	private static final List<List<String>> TYPES = List.of(List.of("numeric", "'NaN'", "1.10", "1e-30", "null"),
			List.of("float8", "'-Infinity'", "0.1", "'-0'", "5e-324"), List.of("real", "1.1", "'NaN'", "1e-45"),
			List.of("timestamptz", "'2024-11-03 01:30-04'", "'2024-11-03 01:30-05'", "'infinity'", "'0044-03-15 BC'"),
			List.of("timestamp", "'2024-03-10 02:30:00.123456'", "'-infinity'", "null"),
			List.of("date", "'0044-03-15 BC'", "'infinity'", "'2024-02-29'"), List.of("time", "'24:00'", "'02:30'"),
			List.of("timetz", "'12:34:56.123456+05:30'", "'24:00-15:59:59'"),
			List.of("interval", "'-1 mons'", "'1 day -00:00:01'", "'178000000 years'"),
			List.of("bytea", "'\\x00ff10'", "''", "null"), List.of("json", "'{\"b\" :  1, \"b\":2}'", "'null'"),
			List.of("jsonb", "'{\"a\": 1.10}'", "'[]'"), List.of("money", "'90071992547409.93'", "'-0.01'"),
			List.of("int[]", "'{1,null,3}'", "'[2:3][-1:0]={{1,2},{3,4}}'", "'{}'"),
			List.of("text[]", "'{\"a\",\"b,c\",\"d\\\"e\",null,\"NULL\"}'", "'{}'"), List.of("bit(8)", "B'10101010'"),
			List.of("bit varying(10)", "B'101'", "B''"), List.of("char(5)", "'ab'", "''"),
			List.of("inet", "'10.1.2.3/24'", "'::1'"), List.of("mood", "'sad'", "'so so'", "null"),
			List.of("posint", "5", "null"), List.of("addr", "'(\"x, y\",3)'", "'(,)'"),
			List.of("addr[]", "'{\"(a,1)\",NULL}'"), List.of("int4range", "'[1,5)'", "'empty'"),
			List.of("int4multirange", "'{[1,3),[5,8)}'"), List.of("tstzrange", "'[\"2024-03-10 02:30-05\",)'"),
			List.of("xml", "'<a b=\"1\">t</a>'", "'text'"), List.of("uuid", "'11111111-2222-3333-4444-555555555555'"),
			List.of("tsvector", "'a b:1'"), List.of("point", "'(1,2)'", "'(NaN,0.1)'"), List.of("\"char\"", "'c'"),
			List.of("hstore", "'a=>1,b=>NULL'"), List.of("citext", "'CaSe'"), List.of("oid", "123"),
			List.of("boolean", "true", "null"), List.of("text", "'it''s \\ ? :x $1 😀' || chr(10)", "''"));

	private final List<String> inherited = new ArrayList<>();

	PostgresRepairSchema(long number) {
		super(number);
	}

	@Override
	List<String> names() {
		return NAMES;
	}

	@Override
	List<List<String>> types() {
		return TYPES;
	}

	@Override
	List<List<String>> keys() {
		return KEYS;
	}

	@Override
	boolean defers() {
		return true;
	}

	@Override
	String text() {
		return "text";
	}

	@Override
	String stored() {
		return " stored";
	}

	@Override
	String twin() {
		return "\"N\"";
	}

	@Override
	boolean table(String name, List<String> columns, String key, List<String> kinds) {
		if (key.equals("") || key.endsWith("(k)") || key.endsWith("(k, n)")) {
			if (one(3) && columns.stream().noneMatch((column) -> column.contains(" unique"))) {
				partitions(name, columns, key, kinds);
				return key.startsWith("primary");
			}
		}
		create(name, columns, key, "");
		if (one(5)) {
			kinds.add("inherited");
			this.statements.add("create table " + part(name, "_child") + " (extra text default 'x'"
					+ (key.startsWith("primary") ? ", " + key.replaceAll(" deferr.*", "") : "") + ") inherits (" + name
					+ ")");
			this.inherited.add(part(name, "_child"));
		}
		return !key.isEmpty();
	}

	private void partitions(String name, List<String> columns, String key, List<String> kinds) {
		String unique = key.replace(" deferrable initially deferred", "");
		boolean list = !unique.endsWith("(k)") && one(2);
		kinds.add(list ? "partitions by list" : "partitions by range");
		create(name, columns, key, list ? " partition by list (n)" : " partition by range (k)");
		for (int i = 0; i < 3; i++) {
			String bounds = list ? "in (" + i + ")"
					: List.of("from (minvalue) to (4)", "from (4) to (9)", "from (9) to (maxvalue)").get(i);
			boolean nested = i == 1 && unique.isEmpty();
			this.statements.add("create table " + part(name, "_p" + i) + " partition of " + name + " for values "
					+ bounds + (nested ? " partition by hash (k)" : ""));
			for (int j = 0; nested && j < 2; j++) {
				kinds.add("partitions of partitions");
				this.statements.add("create table " + part(name, "_p1_" + j) + " partition of " + part(name, "_p1")
						+ " for values with (modulus 2, remainder " + j + ")");
			}
		}
	}

	private void create(String name, List<String> columns, String key, String more) {
		this.statements.add("create table " + name + " (" + String.join(", ", columns)
				+ (key.isEmpty() ? "" : ", " + key) + ")" + more);
	}

	@Override
	void triggers(RepairTable table) {
		String name = table.name();
		for (String child : this.inherited) {
			this.tables.add(new RepairTable(child, table.v(), List.of(), table.extras(), List.of("child")));
		}
		this.inherited.clear();
		if (one(6)) {
			table.kinds().add("row-level security");
			this.statements.add("alter table " + name + " enable row level security");
			this.statements.add("create policy own on " + name + " using (k >= 0)");
		}
		if (one(4)) {
			// the body's and somebody else's rows are counted apart
			table.kinds().add("trigger that counts");
			String sums = part(name, "_sum");
			function(name, "_f1",
					"insert into " + sums + " as s values (1000 * (coalesce(new.k, old.k) / 1000), 1)"
							+ " on conflict (k) do update set total = s.total + case tg_op when 'INSERT' then 1"
							+ " when 'DELETE' then -1 else 0 end; return null");
			this.statements.add("create table " + sums + " (k int primary key, total int)");
			this.statements.add("create trigger t1 after insert or update or delete on " + name
					+ " for each row execute function " + part(name, "_f1") + "()");
		}
		if (one(5)) {
			table.kinds().add("trigger that changes");
			function(name, "_f2", "new." + table.v() + " := lower(new." + table.v() + "); return new");
			this.statements.add("create trigger t2 before insert or update on " + name
					+ " for each row execute function " + part(name, "_f2") + "()");
		}
		if (one(5)) {
			table.kinds().add("trigger that logs");
			String log = part(name, "_log");
			function(name, "_f3", "if old::text is distinct from new::text then insert into " + log
					+ " values (coalesce(new.k, old.k), tg_op); end if; return null");
			this.statements.add("create table " + log + " (k int, what text)");
			this.statements.add("create trigger t3 after insert or update or delete on " + name
					+ " for each row execute function " + part(name, "_f3") + "()");
		}
	}

	private void function(String name, String suffix, String body) {
		this.statements.add("create function " + part(name, suffix) + "() returns trigger language plpgsql as $$ begin "
				+ body + "; end $$");
	}

}
