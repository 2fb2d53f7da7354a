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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes that are made and undone on MariaDB, and values of its types.
 */
final class MariaDbUndoForms {

	static final String[] FIXES = { "update orders set v = 'x'", "delete from ORDERS",
			"update `Mixed Case` set `quo``te` = 'x', `日本` = null", "delete from `Mixed Case`",
			"delete from a_parent where id = 1", "update a_parent set id = id + 10",
			"delete from strict_child; delete from strict_parent",
			"update strict_child set u = null; update strict_parent set u = null; update strict_parent set u = id * 7;"
					+ " update strict_child set u = 7",
			"delete from selfref where id in (3, 5)",
			"update selfref set pid = null where id = 4; delete from selfref where id = 4",
			"update selfref set pid = null; delete from selfref", "delete from tree where id = 1", "delete from tree",
			"update selfref set pid = null where id = 2; update selfref set pid = 2 where id = 1",
			"insert into selfref values (9, 9, 'n')",
			"insert into cycle_a values (9, null, 9); insert into cycle_b"
					+ " values (9, 9); update cycle_a set b = 9 where id = 9",
			"update cycle_a set b = null; delete from cycle_b; delete from cycle_a",
			"update swapu set n = -n; update swapu set n = case n when -10 then 20 when -20 then 10 else 30 end",
			"update swaps set s = concat('~', s); update swaps set s = case id when 1 then 'BOB' when 2 then 'ann' else 'c' end",
			"update swaps set d = d + interval 100 year where id < 3; update swaps set d = if(id = 1, '2024-01-02', '2024-01-01') where id < 3",
			"delete from swaps",
			"update prefixed set s = null, t = null where id = 1; update prefixed set s = 'ABC', t = 'X' where id = 2;"
					+ " update prefixed set s = 'abd', t = 'y' where id = 1",
			"update named set k = 'ANN' where k = 'ann'",
			"delete from named where k = 'ann'; insert into named values ('ANN', 9)", "delete from named",
			"update code set c = upper(c)", "update code set c = 'zz' where c = 'ss'",
			"delete from coded; delete from code", "update comp set a = a + 5, c = c + 1",
			"delete from comp where b = 'x'",
			"update comp set v = concat(v, 'z'); update comp set v = if(v = 'az', 'b', 'a') where a = 1",
			"delete from nokey where a = 1 limit 1", "update nokey set f = 5 where a = 1 limit 1", "delete from nokey",
			"insert into nokey values (1, 'a', 1.1, 0.1, '2024-01-01'), (1, 'a', 1.1, 0.1, '2024-01-01')",
			"update uq set a = a + 10",
			"update uq set a = null where a = 1; update uq set a = 1 where a = 2; update uq set a = 2 where b = 'a'",
			"delete from uq", "update gen set a = a + 1 where id = 2", "delete from gen",
			"insert into gen (a) values (40), (41)",
			"update gen set a = null where id = 1; update gen set a = 1 where id = 2; update gen set a = 2 where id = 1",
			"update touched set v = v + 1", "delete from touched", "update part set v = 'x'",
			"delete from part where id < 3", "update part set d = d + interval 1 year where id = 1",
			"delete from counted where id = 1", "insert into counted values (9, 9)",
			"update lockt set v = 'w'; delete from lockt where id between 20 and 30", "delete from odd",
			"update odd set j = 'x', l = null, u = 'y'",
			"delete from lockt where id = 1; insert into lockt values (99, 'n')" };

	private MariaDbUndoForms() {
	}

	static Map<String, List<String>> types() {
		Map<String, List<String>> types = new LinkedHashMap<>();
		types.put("bit(1)", List.of("1", "0"));
		types.put("bit(64)", List.of("18446744073709551615", "65"));
		types.put("tinyint", List.of("-128", "127"));
		types.put("int(7) zerofill", List.of("42", "0"));
		types.put("bigint", List.of("-9223372036854775808", "9007199254740993"));
		types.put("bigint unsigned", List.of("18446744073709551615", "18446744073709551614"));
		types.put("decimal(65,30)", List.of("-0.000000000000000000000000000001",
				"99999999999999999999999999999999999.000000000000000000000000000001"));
		types.put("float", List.of("0.1", "3.402823e38", "-1.17549e-38", "16777217"));
		types.put("float(7,2)", List.of("1.23", "-99999.99"));
		types.put("double",
				List.of("0.1", "1.7976931348623157e308", "5e-324", "cast('-0' as double)", "2.2250738585072011e-308"));
		types.put("year", List.of("0", "1901", "2155"));
		types.put("date", List.of("'0000-00-00'", "'2024-02-31'", "'2024-00-00'", "'9999-12-31'"));
		types.put("time(6)", List.of("'838:59:59.999999'", "'-838:59:59'", "'-00:00:00.000001'", "'24:00:00'"));
		types.put("datetime(6)",
				List.of("'0000-00-00 00:00:00'", "'2024-02-31 23:59:59.999999'", "'2024-03-10 02:30:00'"));
		types.put("timestamp(6) null", List.of("'0000-00-00'", "'1970-01-01 00:00:01'", "'2038-01-19 03:14:07.999999'",
				"'2024-11-03 05:30:00.5'"));
		types.put("char(5)", List.of("'a'", "''", "' b '", "'日本'"));
		types.put("varchar(20) collate utf8mb4_general_ci",
				List.of("'a '", "''", "'null'", "'\\\\n\\n\\r\\t\\0\\Z'", "'''\"`'", "'😀é'"));
		types.put("varchar(20) character set latin1", List.of("'€é'", "_latin1 X'81FF'"));
		types.put("varchar(20) character set cp932", List.of("_cp932 X'8754EE40'", "_cp932 X'ED40'"));
		types.put("varchar(20) character set sjis", List.of("_sjis X'815F'", "'~'"));
		types.put("text character set koi8r", List.of("_koi8r X'C0FF'", "''"));
		types.put("text character set utf32", List.of("'😀'", "''"));
		types.put("longtext", List.of("repeat('x\\n', 100000)", "''"));
		types.put("json", List.of("'{\"a\" :  1, \"a\":2}'", "'[1.0,\"\\\\u0000\"]'"));
		types.put("binary(4)", List.of("X'00'", "X'FF202020'"));
		types.put("varbinary(10)", List.of("X''", "X'0020'", "'a '"));
		types.put("blob", List.of("X'005C27220A0D1A'", "repeat(X'FF', 60000)"));
		types.put("longblob", List.of("repeat(X'00', 300000)", "X''"));
		types.put("enum('b','a','','it''s')", List.of("'it''s'", "''", "'b'"));
		types.put("enum('1','0','2')", List.of("'0'", "'2'", "1"));
		types.put("set('x','y','z')", List.of("''", "'x,z'", "'y'"));
		types.put("geometry", List.of("point(1, 2)", "st_geomfromtext('polygon((0 0,1 0,1 1,0 0))', 4326)",
				"st_geomfromtext('geometrycollection(point(1 1))')"));
		types.put("point", List.of("point(0.1, -1e300)"));
		types.put("uuid", List.of("'123e4567-e89b-12d3-a456-426655440000'"));
		types.put("inet6", List.of("'::1'", "'fe80::1:2'"));
		types.put("inet4", List.of("'192.0.2.1'"));
		types.put("varchar(30) compressed", List.of("'abc'", "''"));
		return types;
	}

}
