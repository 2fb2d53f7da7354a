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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@code undo!} whose process is killed in the middle of it.
 */
@Timeout(900)
class KilledUndoTests {

	private static final Pattern PREPARED = Pattern
		.compile("\"fix\":\"(fix-[^\"]+)\",\"state\":\"prepared\".*\"undoes\":(?:null|\"(fix-[^\"]+)\")");

	@TempDir
	private Path folder;

	private JdbcTemplate database;

	private Path journal;

	@Test
	void databaseIsUntouchedOrUndoneAndTheJournalSaysSo() throws Exception {
		assumeThat(PostgresServer.isInstalled()).isTrue();
		String url = TestDatabase.newPostgres();
		this.database = new JdbcTemplate(new DriverManagerDataSource(url));
		this.journal = this.folder.resolve("fixes.jsonl");
		for (String table : KilledUndo.TABLES) {
			// without a key, rows don't show whether they were put back already
			this.database.execute("create table " + table + " (n int" + (table.equals("writing") ? " primary key" : "")
					+ ", v text); insert into " + table + " select g, 'v' from generate_series(1, 5) g");
		}
		this.database.execute("create table ready (n int)");
		kill(url);

		Map<String, String> undoings = undoings();
		List<String> fixes = List.copyOf(undoings.keySet());
		assertThat(fixes).hasSize(3);
		assertThat(rows("writing")).isEqualTo(2);
		assertThat(rows("committing")).isEqualTo(2);
		assertThat(rows("committed")).isEqualTo(5);
		String undone = fixes.get(2);
		String undoing = undoings.get(undone);
		assertThat(undoings.get(fixes.get(0))).isNull();
		assertThat(undoings.get(fixes.get(1))).isNotNull();
		assertThat(undoing).isNotNull();
		assertThat(Files.readString(this.journal)).doesNotContain("\"state\":\"undone\"");

		try (TestRepl repl = UndoDataTests.start(url, this.journal); ReplClient client = repl.login()) {
			assertThat(client.eval("(undo! \"" + undone + "\")")).contains("Nothing was written",
					undone + " was undone by " + undoing);
			assertThat(rows("committed")).isEqualTo(5);
			assertThat(Files.readString(this.journal)).contains("{\"fix\":\"" + undoing + "\",\"state\":\"committed\"}",
					"{\"fix\":\"" + undone + "\",\"state\":\"undone\",\"by\":\"" + undoing + "\"}");
			for (int i = 0; i < 2; i++) {
				assertThat(client.eval("(undo! \"" + fixes.get(i) + "\")")).contains("3 inserted", "Committed as fix-");
				assertThat(rows(KilledUndo.TABLES[i])).isEqualTo(5);
			}
			// what has undone can be undone, and then there is something to undo again
			assertThat(client.eval("(undo! \"" + undoing + "\")")).contains("3 deleted", "Committed as fix-");
			assertThat(client.eval("(undo! \"" + undone + "\")")).contains("3 inserted", "Committed as fix-");
			assertThat(rows("committed")).isEqualTo(5);
		}
	}

	private void kill(String url) throws Exception {
		Path log = this.folder.resolve("log");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				KilledUndo.class.getName(), url, this.journal.toString())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			while (rows("ready") == 0) {
				assertThat(process.waitFor(10, TimeUnit.MILLISECONDS)).as(Files.readString(log)).isFalse();
			}
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		String others = "select count(*) from pg_stat_activity where datname = current_database()"
				+ " and backend_type = 'client backend' and pid <> pg_backend_pid()";
		while (this.database.queryForObject(others, Integer.class) > 0) {
			Thread.onSpinWait();
		}
	}

	private int rows(String table) {
		return this.database.queryForObject("select count(*) from " + table, Integer.class);
	}

	// the corrections that undo nothing, with those that were about to undo them
	private Map<String, String> undoings() throws Exception {
		Map<String, String> undoings = new LinkedHashMap<>();
		for (String line : Files.readAllLines(this.journal)) {
			Matcher matcher = PREPARED.matcher(line);
			if (matcher.find()) {
				if (matcher.group(2) != null) {
					undoings.put(matcher.group(2), matcher.group(1));
				}
				else {
					undoings.put(matcher.group(1), null);
				}
			}
		}
		return undoings;
	}

}
