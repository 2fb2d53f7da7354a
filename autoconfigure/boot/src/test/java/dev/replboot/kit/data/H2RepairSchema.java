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
import java.util.List;

import org.h2.api.Trigger;

/**
 * Random schema of H2.
 */
final class H2RepairSchema extends RepairSchema {

	private static final List<String> NAMES = List.of("public.orders", "public.\"orders\"", "public.\"Mixed Case\"",
			"public.\"dot.table\"", "public.\"quo\"\"te\"", "public.\"select\"", "public.\"日本\"", "tenant2.orders",
			"\"Ten Ant\".\"Or\"\"ders\"");

	private static final List<List<String>> KEYS = List.of(List.of("varchar(40)", "'c' || k"),
			List.of("numeric(20, 2)", "k + 0.50"),
			List.of("timestamp with time zone",
					"timestamp with time zone '2024-03-10 06:00Z' + k * interval '15' minute"),
			List.of("timestamp", "timestamp '2024-11-03 00:00:00' + k * interval '15' minute"),
			List.of("varbinary(20)", "cast(lpad(rawtohex(k), 16, '0') as varbinary(20))"),
			List.of("date", "date '1582-10-10' + k * interval '1' day"), List.of("double precision", "k / 3.0"));

	private static final List<List<String>> TYPES = List.of(List.of("numeric(38, 18)", "1.10", "1e-18", "null"),
			List.of("double precision", "'-Infinity'", "0.1", "'NaN'", "5e-324"), List.of("real", "1.1", "'NaN'"),
			List.of("timestamp(9) with time zone", "'2024-11-03 01:30:00.123456789-04:00'",
					"'2024-11-03 01:30:00-05:00'"),
			List.of("timestamp(9)", "'2024-03-10 02:30:00.123456789'", "'-0044-03-15 00:00:00'", "null"),
			List.of("date", "'-0044-03-15'", "'1582-10-10'", "'2024-02-29'"),
			List.of("time(9)", "'02:30:00.000000001'"), List.of("time with time zone", "'12:34:56+05:30'"),
			List.of("interval day to second", "interval '-1 02:03:04.5' day to second"),
			List.of("interval year to month", "interval '-1-2' year to month"),
			List.of("varbinary(20)", "X'00ff10'", "X''", "null"), List.of("blob", "X'00ff10'", "null"),
			List.of("clob", "'it''s \\ ? :x $1 😀' || char(10)", "''"),
			List.of("json", "json '{\"b\" :  1, \"b\":2}'", "json 'null'"), List.of("char(5)", "'ab'", "''"),
			List.of("binary(4)", "X'00ff'"), List.of("enum('sad', 'so so')", "'sad'", "null"),
			List.of("boolean", "true", "null"), List.of("uuid", "'11111111-2222-3333-4444-555555555555'"),
			List.of("varchar_ignorecase(20)", "'CaSe'"), List.of("decfloat", "1.10", "1e-30"),
			List.of("tinyint", "-128"), List.of("varchar(40)", "'it''s \\ 日本'", "''"));

	H2RepairSchema(long number) {
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
		return false;
	}

	@Override
	String text() {
		return "varchar";
	}

	@Override
	String stored() {
		return "";
	}

	@Override
	String twin() {
		return "\"n\"";
	}

	@Override
	boolean table(String name, List<String> columns, String key, List<String> kinds) {
		this.statements
			.add("create table " + name + " (" + String.join(", ", columns) + (key.isEmpty() ? "" : ", " + key) + ")");
		return !key.isEmpty();
	}

	@Override
	void triggers(RepairTable table) {
		if (one(4)) {
			table.kinds().add("trigger that counts");
			String name = table.name();
			String sums = part(name, "_sum");
			this.statements.add("create table " + sums + " (k int primary key, total int)");
			this.statements.add("create trigger " + sums + " after insert, update, delete on " + name
					+ " for each row call '" + Counting.class.getName() + "'");
		}
	}

	/**
	 * Trigger that counts rows, somebody else's apart.
	 */
	public static final class Counting implements Trigger {

		private String sums = "";

		private int column;

		@Override
		public void init(Connection connection, String schema, String trigger, String table, boolean before, int type)
				throws SQLException {
			this.sums = "\"" + schema.replace("\"", "\"\"") + "\".\"" + table.replace("\"", "\"\"")
					+ (table.equals("ORDERS") ? "_SUM\"" : "_sum\"");
			try (var columns = connection.getMetaData().getColumns(null, schema, table, "K")) {
				columns.next();
				this.column = columns.getInt("ORDINAL_POSITION") - 1;
			}
		}

		@Override
		public void fire(Connection connection, Object[] old, Object[] now) throws SQLException {
			int k = 1000 * (((Integer) ((now != null) ? now : old)[this.column]) / 1000);
			int more = ((now != null) ? 1 : 0) - ((old != null) ? 1 : 0);
			try (var update = connection.createStatement()) {
				if (update
					.executeUpdate("update " + this.sums + " set total = total + " + more + " where k = " + k) == 0) {
					update.executeUpdate("insert into " + this.sums + " values (" + k + ", 1)");
				}
			}
		}

	}

}
