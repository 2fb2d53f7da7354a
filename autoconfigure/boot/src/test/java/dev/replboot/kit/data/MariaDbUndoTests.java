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
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code undo!} and {@code undo-plan} on MariaDB, whose own programs decide
 * whether all is as it was.
 */
@Timeout(900)
class MariaDbUndoTests extends MariaDbUndos {

	@Test
	void everyKindOfChangeIsPutBackInOrder() throws Exception {
		List<String> before = programs.dump();
		for (int i = 0; i < MariaDbUndoForms.FIXES.length; i++) {
			String id = fix(MariaDbUndoForms.FIXES[i].split("; ?"));
			// rows without a key can't tell whether they were put back
			boolean keyless = MariaDbUndoForms.FIXES[i].contains(" nokey") || MariaDbUndoForms.FIXES[i].contains(" uq");
			String output = "";
			if (i % 3 == 2) {
				Path script = plan(id);
				output = programs.run(script);
				assertThat(output).as(MariaDbUndoForms.FIXES[i]).isEmpty();
				if (!keyless) {
					assertThat(programs.run(script, "--force")).as(MariaDbUndoForms.FIXES[i]).contains("45000");
				}
			}
			else {
				output = client.eval("(undo! " + id + ")");
				assertThat(output).as(MariaDbUndoForms.FIXES[i])
					.contains("Committed as fix-")
					.doesNotContain("as it was before");
			}
			assertThat(programs.dump()).as(MariaDbUndoForms.FIXES[i] + ": " + output).isEqualTo(before);
		}
	}

	@Test
	void everyTypeComesBackByteForByte() throws Exception {
		List<String> columns = new ArrayList<>();
		List<List<String>> rows = new ArrayList<>();
		MariaDbUndoForms.types().forEach((type, values) -> {
			for (int i = 0; i < values.size(); i++) {
				if (rows.size() <= i) {
					rows.add(new ArrayList<>());
				}
				rows.get(i).add("c" + columns.size() + " = " + values.get(i));
			}
			columns.add("c" + columns.size() + " " + type);
		});
		String all = String.join(", ", columns);
		List<String> create = new ArrayList<>(List.of("set sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'",
				"create table typed (id int primary key, " + all + ")", "create table untyped (id int, " + all + ")"));
		for (int i = 0; i < rows.size(); i++) {
			create.add("insert into typed set id = " + i + ", " + String.join(", ", rows.get(i)));
		}
		create.add("insert into untyped select * from typed");
		execute(create.toArray(String[]::new));
		List<String> before = programs.dump();
		StringBuilder nulls = new StringBuilder("id = id + 10");
		for (int i = 0; i < columns.size(); i++) {
			nulls.append(", c").append(i).append(" = null");
		}
		for (String table : List.of("typed", "untyped")) {
			for (String sql : List.of("delete from " + table, "update " + table + " set " + nulls)) {
				assertThat(client.eval("(undo! " + fix(sql) + ")")).as(sql).contains("Committed as fix-");
				assertThat(programs.dump()).as(sql).isEqualTo(before);
				assertThat(programs.run(plan(fix(sql)))).as(sql).isEmpty();
				assertThat(programs.dump()).as(sql).isEqualTo(before);
			}
		}
		execute("drop table typed, untyped");
	}

	@Test
	void settingsOfUndoItselfAreNeitherReportedNorLeft() throws Exception {
		String settings = "(sql \"select @@sql_mode, @@time_zone, @@foreign_key_checks\")";
		String before = client.eval(settings);
		execute("create table spelled (k varchar(9) collate utf8mb4_unicode_ci primary key)",
				"create table speller (id int primary key, k varchar(9) collate utf8mb4_unicode_ci,"
						+ " foreign key (k) references spelled (k) on update cascade)",
				"insert into spelled values ('ann')", "insert into speller values (1, 'ann')");
		String id = fix("update spelled set k = 'Ann'");
		assertThat(client.eval("(:notes (undo! " + id + "))")).endsWith("[]");
		assertThat(one("select k from spelled")).isEqualTo("ann");
		assertThat(client.eval(settings)).isEqualTo(before);
		execute("drop table speller", "drop table spelled");
	}

	@Test
	void anotherDatabaseOfTheServerIsPutBackThere() throws Exception {
		String other = one("select database()") + "_2";
		execute("create schema " + other, "create table " + other + ".orders (id int primary key, v text)",
				"insert into " + other + ".orders values (1, 'a')");
		List<String> before = programs.dump();
		String id = fix("update " + other + ".orders set v = 'x'");
		assertThat(client.eval("(undo! " + id + ")")).contains(other + ".orders: 1 updated", "Committed as fix-");
		assertThat(one("select v from " + other + ".orders")).isEqualTo("a");
		assertThat(programs.dump()).isEqualTo(before);
		execute("drop schema " + other);
	}

}
