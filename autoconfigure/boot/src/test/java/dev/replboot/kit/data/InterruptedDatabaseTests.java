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
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.replboot.autoconfigure.ReplDataAutoConfiguration;
import dev.replboot.autoconfigure.ReplJdbcAutoConfiguration;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of stopping what reads and writes an embedded database in a file, which an
 * interrupt closes for everybody.
 */
class InterruptedDatabaseTests {

	private static final int ROUNDS = 20;

	private static final String TEMPLATE = "(org.springframework.jdbc.core.JdbcTemplate. (bean 'dataSource))";

	private static final String[] LOOPS = {
			"(while true (.update " + TEMPLATE + " \"update big set note = repeat('z', 3000) where id < 50\"))",
			"(loop [] (sql \"select sum(length(note)) from big\") (recur))",
			"(loop [] (dry-run (sql \"update big set note = 'y'\")) (recur))",
			"(while true (.queryForList " + TEMPLATE + " \"select * from big where id < 300\"))" };

	@Test
	void databaseOfTheApplicationStaysOpen(@TempDir Path folder) {
		// without a cache, so that each statement reads the file
		String url = "jdbc:h2:" + folder.resolve("shop").toAbsolutePath() + ";CACHE_SIZE=0;DB_CLOSE_DELAY=-1";
		JdbcTemplate application = TestDatabase.create(url);
		application.execute("create table big (id int primary key, note varchar(100000))");
		application.execute("insert into big select x, repeat('x', 2000) from system_range(1, 1000)");
		Random random = new Random(5);
		try (TestRepl repl = TestRepl.with(
				new Class<?>[] { TestDatabase.class, ReplJdbcAutoConfiguration.class, ReplDataAutoConfiguration.class },
				"test.url=" + url); ReplClient client = repl.login()) {
			for (int i = 0; i < ROUNDS; i++) {
				client.send("(do (println \"now\") " + LOOPS[i % LOOPS.length] + ")\n");
				client.readUntil("now");
				long until = System.nanoTime() + random.nextInt(50_000_000);
				while (System.nanoTime() < until) {
					Thread.onSpinWait();
				}
				client.ctrlC();
				assertThat(client.readUntil("user=> ")).as(LOOPS[i % LOOPS.length])
					.contains("Evaluation stopped: It was interrupted");
				assertThat(application.queryForObject("select count(*) from big", Integer.class)).isEqualTo(1000);
			}
		}
		application.execute("shutdown");
	}

}
