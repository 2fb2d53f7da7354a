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

import java.nio.file.Path;
import java.sql.SQLException;

import org.junit.jupiter.api.BeforeAll;

import dev.replboot.testsupport.MariaDbServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for random corrections on MariaDB, which {@code mariadb-dump} judges. The script
 * of {@code undo-plan} puts back some of them.
 */
class MariaDbRandomCorrectionsTests extends CorrectionRounds {

	private static final String[] STATEMENTS = { "update orders set v = 'v%d'",
			"delete from ORDERS where id = 1 + %d %% 2",
			"update `Mixed Case` set `quo``te` = 'q%d', `日本` = null where `the id` = 1", "delete from `Mixed Case`",
			"delete from a_parent where id = %d %% 3", "update a_parent set id = id + %d",
			"insert into z_child values (%1$d + 10, 1 + %1$d %% 2, 'n')",
			"update z_child set pid = 3 - pid where id = %d %% 4", "update strict_child set pid = 1 + %d %% 3",
			"delete from strict_child where id = %d %% 4", "delete from strict_parent where id = 3 and %d > 0",
			"update strict_child set u = null where id < %d %% 5", "update strict_parent set u = %d where id = 3",
			"update selfref set pid = null where id = %d %% 6", "delete from selfref where id = 3 + %d %% 3",
			"insert into selfref values (%1$d + 10, %1$d + 10, 'n')", "delete from tree where id = %d %% 6",
			"update tree set pid = 1 + %d %% 5 where id > 3", "update cycle_a set b = null where id = 1 + %d %% 2",
			"delete from cycle_b where id = %d %% 4", "update cycle_b set a = 1 + %d %% 2",
			"insert into cycle_b values (%1$d + 10, 1 + %1$d %% 2)", "update cycle_a set b = 3, v = %d",
			"delete from nulled where id = 1 + %d %% 3", "update swapu set n = n + %d",
			"update swapu set n = -n where %d > 50",
			"update swapu set n = case when id = 1 then 21 else n * 100 end where id < 3 and %d > 30",
			"update swaps set s = concat('v', id, '%d')", "update swaps set s = upper(s) where id < %d %% 5",
			"update swaps set d = d + interval %d day where id < 3 order by d desc",
			"delete from swaps where id = 1 + %d %% 3",
			"update prefixed set s = concat('%d', s) where id = 1 + %1$d %% 3",
			"update prefixed set t = upper(t) where %d > 0",
			"update named set k = concat(k, 'ä') where v = 1 + %d %% 3", "delete from named where v = %d %% 4",
			"update code set c = upper(c) where %d > 20",
			"update coded set c = if(id %% 2 = 0, 'A', 'B') where id < %d %% 6", "update comp set a = a + %d",
			"update comp set c = 100 - c, v = 'v%d'", "delete from comp where a = 1 + %d %% 2",
			"delete from nokey where a = 1 + %d %% 3 limit 2", "update nokey set f = %d / 7, d = f where a = 1",
			"insert into nokey select * from nokey where a < %d %% 4", "update uq set a = a + %d order by a desc",
			"update uq set b = 'v%d' where a is null limit 1", "delete from uq where a = %d %% 3",
			"update gen set a = a + %d order by s desc", "insert into gen (a) values (%d + 100)",
			"delete from gen where id < %d %% 7", "update touched set v = %d",
			"delete from touched where id = 1 + %d %% 3", "update touched set d = now(6) where id = %d %% 4",
			"update part set v = 'v%d'", "delete from part where id = %d %% 4",
			"update part set d = d + interval %d month where id = 1", "delete from counted where id = %d %% 4",
			"insert into counted values (%d + 10, 1)", "update lockt set v = 'w%1$d' where id <= %1$d",
			"delete from odd where id = 1 + %d %% 3", "update odd set l = 'v%d', j = _cp932 X'8754' where id = 1" };

	private static final String[][] OTHERS = { { "update lockt set v = v where id > 40" },
			{ "update nokey set b = b where a = 2" }, { "update touched set v = v where id = 2" },
			{ "start transaction", "insert into lockt values (999, 'x')", "rollback" }, { "start transaction",
					"update lockt set v = 'x' where id = 49", "update lockt set v = 'v' where id = 49", "commit" },
			{ "start transaction", "select * from orders for update", "rollback" } };

	private int undone;

	@BeforeAll
	static void requirePrograms() {
		assumeTrue(MariaDbServer.isInstalled(), "MariaDB is not installed");
	}

	@Override
	String newDatabase() throws Exception {
		String url = MariaDbServer.get().newDatabase() + "&sessionVariables=innodb_lock_wait_timeout=60";
		MariaDbUndos.createSchema(url);
		return url;
	}

	@Override
	String[] statements() {
		return STATEMENTS;
	}

	@Override
	String[][] others() {
		return OTHERS;
	}

	@Override
	String bounded() {
		return "set innodb_lock_wait_timeout = 0";
	}

	@Override
	String hash() throws SQLException {
		String column = "concat('ifnull(hex(concat(`', replace(column_name, '`', '``'), '`)), ''~'')')";
		String table = "concat('select md5(concat_ws(''|'', ''', table_name, ''', ', columns, ')) as x from `', table_name, '`')";
		return "select md5(group_concat(x order by x)) from ("
				+ one("select group_concat(" + table
						+ " separator ' union all ') from (select table_name, group_concat(" + column
						+ " order by ordinal_position separator ', ') as columns"
						+ " from information_schema.columns where table_schema = database() group by table_name) c")
				+ ") a";
	}

	@Override
	String dump() throws Exception {
		return String.join("\n", new MariaDbClient(folder(), url()).dump());
	}

	@Override
	int rounds() {
		return 30;
	}

	@Override
	void undo(String id, boolean alone) throws Exception {
		if (!alone || this.undone++ % 3 > 0) {
			super.undo(id, alone);
			return;
		}
		Path script = folder().resolve("undo.sql");
		forms().plan(id, script);
		assertThat(new MariaDbClient(folder(), url()).run(script)).isEmpty();
	}

}
