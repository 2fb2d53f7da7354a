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
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code undo!} refuses on MariaDB: values that it takes no more or that are too
 * large, rows that have changed since, and what would follow in others.
 */
@Timeout(900)
class MariaDbUndoRefusalTests extends MariaDbUndos {

	@Test
	void valueThatMariaDbTakesNoMoreIsRefusedBeforehand() throws Exception {
		execute("create table wrong (id int primary key, e enum('a','b'))", "insert ignore into wrong values (1, 'c')");
		assertThat(client.eval("(fix! {:expect 1} (sql \"update wrong set e = 'a'\"))"))
			.contains("so nothing was committed", "A value of the column e can't be restored", "enum('a','b')");
		assertThat(one("select e + 0 from wrong")).isEqualTo("0");
		execute("drop table wrong");
	}

	@Test
	void rowThatHasChangedSinceIsNamedAndNothingIsWritten() throws Exception {
		List<String> before = programs.dump();
		String id = fix("update lockt set v = 'w' where id < 4", "delete from lockt where id = 9");
		Path script = plan(id);
		execute("update lockt set v = 'other' where id = 2", "insert into lockt values (9, 'again')");
		List<String> since = programs.dump();
		assertThat(client.eval("(undo! " + id + ")")).contains("Nothing was written",
				"lockt id 2 has changed (v w → other)", "lockt id 9 exists again (v v → again)", ":force");
		assertThat(programs.run(script)).contains("lockt id 2 isn't as fix-");
		assertThat(programs.run(script, "--force")).contains("lockt id 2 isn't as fix-");
		assertThat(programs.dump()).isEqualTo(since);
		assertThat(client.eval("(def back (undo! {:force true} " + id + "))")).isEqualTo("#'user/back");
		assertThat(programs.dump()).isEqualTo(before);
		assertThat(client.eval("(undo! " + id + ")")).contains(id.replace("\"", "") + " was undone by fix-");
		assertThat(client.eval("(undo! (:id back))")).contains("lockt: ", "Committed as fix-");
		assertThat(programs.dump()).isEqualTo(since);
		assertThat(client.eval("(undo! {:force true} " + id + ")")).contains("Committed as fix-");
		assertThat(programs.dump()).isEqualTo(before);
		assertThat(client.eval("(mapv #(first (vals (first (sql %)))) [\"select @@sql_mode\" \"select @@time_zone\"])"))
			.contains("STRICT_TRANS_TABLES", "-04:30");
	}

	@Test
	void whatFollowsInOtherRowsIsRefusedOrNamed() throws Exception {
		List<String> before = programs.dump();
		String id = fix("insert into a_parent values (9, 'n')");
		Path script = plan(id);
		execute("insert into z_child values (9, 9, 'of somebody else')");
		assertThat(programs.run(script)).contains("z_child has other rows that refer to a_parent id 9.");
		assertThat(one("select n from z_child where id = 9")).isEqualTo("of somebody else");
		assertThat(client.eval("(undo! " + id + ")")).contains("Nothing was committed",
				"z_child: 0 updated, 1 deleted");
		assertThat(client.eval("(undo! {:force true} " + id + ")")).contains("Committed as fix-");
		assertThat(programs.dump()).isEqualTo(before);
		execute("create table trg (id int primary key, v varchar(9), n int)", "insert into trg values (1, 'a', 1)",
				"create trigger trg_u before update on trg for each row set new.n = old.n + 1");
		id = fix("update trg set v = 'x'");
		assertThat(client.eval("(undo! " + id + ")")).contains("trg id 1 isn't as it was before (n 1 → ",
				"Committed as fix-");
		assertThat(programs.run(plan(fix("update trg set v = 'x'")))).contains("trg id 1 isn't as it was before.");
		assertThat(one("select v from trg")).isEqualTo("a");
		execute("drop table trg");
	}

	@Test
	void valueWhoseDigitsExceedAPacketComesBack() throws Exception {
		String packet = one("select @@max_allowed_packet");
		// of connections that are opened now
		execute("set global max_allowed_packet = 1048576");
		try {
			largeValuesComeBackOrAreRefused();
		}
		finally {
			execute("set global max_allowed_packet = " + packet, "drop table if exists big, bigs, text");
		}
	}

	private static void largeValuesComeBackOrAreRefused() throws Exception {
		execute("create table big (id int primary key, b longblob)",
				"insert into big values (1, repeat(X'FF', 600000))", "create table bigs (t longtext)",
				"insert into bigs values (repeat('é', 300000))", "create table text (id int primary key, t longtext)",
				"insert into text values (1, 'a')");
		String sum = "select group_concat(concat_ws('/', md5(b), md5(t))) from (select b, null as t from big"
				+ " union all select null, t from bigs union all select null, t from text) a";
		String before = one(sum);
		for (String sql : List.of("update big set b = concat(b, 'x')", "insert into bigs values (repeat('è', 300000))",
				"update text set t = repeat('ä', 300000)")) {
			assertThat(client.eval("(undo! " + fix(sql) + ")")).as(sql).contains("Committed as fix-");
			assertThat(one(sum)).as(sql).isEqualTo(before);
		}
		String id = fix("insert into text values (2, repeat('ä', 300000))");
		Path script = plan(id);
		execute("update text set t = concat(t, 'y') where id = 2");
		assertThat(client.eval("(undo! " + id + ")")).contains("text id 2 has changed");
		assertThat(programs.run(script)).contains("text id 2 isn't as fix-");
		// each zero byte is escaped
		execute("update big set b = repeat(X'00', 600000)");
		assertThat(forms.fixed("1", "update big set b = null")).contains("so nothing was committed", "1265537",
				"1048576 (max_allowed_packet)");
		assertThat(one("select length(b) from big")).isEqualTo("600000");
	}

}
