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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;

import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for random corrections on PostgreSQL, which {@code pg_dump} judges.
 */
class RandomCorrectionsTests extends CorrectionRounds {

	/**
	 * Statements of which some are run in a correction. Each has a number that is random.
	 */
	private static final String[] STATEMENTS = { "update orders set v = 'v%d'", "delete from \"ORDERS\"",
			"delete from a_parent where id = %d %% 3", "insert into a_parent values (%d + 10, 'n')",
			"insert into z_child values (%1$d + 10, 1 + %1$d %% 2, 'n')",
			"update z_child set pid = 3 - pid where id = %d %% 4", "delete from selfref where id = %d %% 6",
			"insert into selfref values (%1$d + 10, 1 + %1$d %% 5, 'n')",
			"update selfref set pid = null where id = %d %% 6", "update swapu set n = n + %d",
			"update swapu set n = -n", "update swapu set n = case when id = 1 then 20 else 10 end where %d > 50",
			"update defc set n = 4 - n", "delete from defc where id = 1 + %d %% 3",
			"insert into defc values (%d + 10, 1, %1$d + 10)", "update gen set a = %d",
			"delete from gen where id = %d %% 4", "insert into gen(a) values (%d)", "update uq set a = a + %d",
			"insert into uq values (%d + 100, null)", "delete from uq where a < %d %% 3",
			"update comp set v = 'v%d' where a = 1", "update comp set a = a + %d", "delete from comp where b = 'x'",
			"delete from nokey where a = 1 + %d %% 2", "insert into nokey select * from nokey limit %d %% 4",
			"update nokey set b = 'n' where a = %d %% 3", "insert into part values (%d + 10, '2024-01-05', 'n')",
			"update part set d = '2024-02-0' || (1 + %d %% 9)::text where id = 1 and %1$d > 0",
			"delete from part where id = %d %% 3", "update alltypes set tstz = tstz + interval '%d hours' where id = 1",
			"delete from alltypes where id = 1 + %d %% 6",
			"update alltypes set j = '{\"a\" :  %1$d}', ia2 = '[%1$d:%1$d][-1:0]={{1,2}}', hs = 'a=>%1$d' where id = 1",
			"update alltypes set id = id + 10 where id > %d %% 7",
			"update parent set version = version + %d where id < 4", "delete from parent where id = %d %% 25",
			"update child set parent_id = 1 + %d %% 20 where id < 9",
			"insert into parent_tags values (1 + %1$d %% 20, 't%1$d')", "delete from \"Mixed Case\"",
			"update twocase set \"A\" = a, a = 'v%d'", "update lockt set v = 'v%1$d' where id <= %1$d",
			"delete from rls where id = %d %% 4", "update wide200 set c%1$d = null where %1$d > 1",
			"update pg_time set at = at - interval '1 hour' * %d" };

	// change nothing that anybody could see
	private static final String[] OTHERS = { "update lockt set v = v where id > 40",
			"update nokey set b = b where a = 2", "update selfref set v = v where id = 5",
			"update alltypes set i = i where id = 4", "select * from orders for update",
			"update z_child set v = v where id = 3",
			"begin; insert into uq values (999, 'x'); delete from part; rollback" };

	@BeforeEach
	void requirePrograms() {
		assumeThat(PostgresServer.isInstalled()).isTrue();
	}

	@Override
	String newDatabase() throws IOException {
		String url = TestDatabase.newPostgres();
		UndoDataTests.createSchema(url);
		return url;
	}

	@Override
	String[] statements() {
		return STATEMENTS;
	}

	@Override
	String[][] others() {
		return Arrays.stream(OTHERS).map((sql) -> new String[] { sql }).toArray(String[][]::new);
	}

	@Override
	String bounded() {
		return "set lock_timeout = '20ms'";
	}

	@Override
	String hash() throws SQLException {
		return "select md5(string_agg(x, '/' order by x)) from (" + one("select string_agg("
				+ "format('select %L || t::text x from only %I.%I t', oid, relnamespace::regnamespace, relname), "
				+ "' union all ') from pg_class where relkind = 'r' and relnamespace::regnamespace::text in "
				+ "('public', 'tenant1', 'tenant2')") + ") a";
	}

	// sequences go on
	@Override
	String dump() throws IOException, InterruptedException {
		Path output = folder().resolve("dump");
		String database = url().substring(url().lastIndexOf('/') + 1, url().indexOf('?'));
		Process process = new ProcessBuilder("pg_dump", "--inserts", "-h", "127.0.0.1", "-p",
				String.valueOf(PostgresServer.get().port()), "-U", "test", database)
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		assertThat(process.waitFor()).isZero();
		return Files.readString(output, StandardCharsets.UTF_8)
			.replaceAll("(?m)^(SELECT pg_catalog.setval|.(un)?restrict ).*$", "");
	}

}
