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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.replboot.testsupport.PostgresServer;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.SmallDisk;
import dev.replboot.testsupport.TestDatabase;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for corrections and their undoing whose connection is lost, or whose disk is
 * full: nothing is committed, or it is committed with its before-image.
 */
@Timeout(900)
class InterruptedCorrectionsTests {

	private static final Pattern PREPARED = Pattern.compile("\"fix\":\"(fix-[^\"]+)\",\"state\":\"prepared\"");

	@TempDir
	private static Path folder;

	private static CuttingRelay relay;

	private static JdbcTemplate database;

	private static SmallDisk disk;

	private static TestRepl repl;

	private static ReplClient client;

	@BeforeAll
	static void start() throws Exception {
		assumeThat(PostgresServer.isInstalled()).isTrue();
		relay = new CuttingRelay(PostgresServer.get().port());
		String url = TestDatabase.newPostgres();
		database = new JdbcTemplate(new DriverManagerDataSource(url));
		database.execute("create table item (n int, v text)");
		disk = new SmallDisk(folder.resolve("disk"), "256k");
		repl = UndoDataTests.start(url.replace(":" + PostgresServer.get().port(), ":" + relay.port()), journal());
		client = repl.login();
	}

	@AfterAll
	static void stop() throws Exception {
		if (repl != null) {
			client.close();
			repl.close();
			relay.close();
			disk.close();
		}
	}

	@BeforeEach
	void fill() throws IOException {
		database.execute("truncate item; insert into item select g, 'v' from generate_series(1, 5) g");
		Files.deleteIfExists(journal());
	}

	private static Path journal() {
		return disk.resolve("fixes.jsonl");
	}

	private static String eval(String form) {
		return client.eval(form);
	}

	private static String fix() {
		return eval("(fix! {:expect 3} (sql \"delete from item where n < 4\"))");
	}

	private static int rows() {
		return database.queryForObject("select count(*) from item", Integer.class);
	}

	// the transaction of a connection that is lost ends when the server notices it
	private static void awaitEnd() {
		String others = "select count(*) from pg_stat_activity where datname = current_database()"
				+ " and backend_type = 'client backend' and pid <> pg_backend_pid() and state <> 'idle'";
		while (database.queryForObject(others, Integer.class) > 0) {
			Thread.onSpinWait();
		}
	}

	private static String prepared() throws IOException {
		List<String> ids = Files.readAllLines(journal())
			.stream()
			.map(PREPARED::matcher)
			.filter(Matcher::find)
			.map((matcher) -> matcher.group(1))
			.toList();
		return ids.get(ids.size() - 1);
	}

	@Test
	void connectionThatIsLostBeforeTheCommitCommitsNothing() throws Exception {
		relay.cut(CuttingRelay.Cut.BEFORE);
		assertThat(fix()).contains("Execution error").doesNotContain("Committed as");
		awaitEnd();
		assertThat(rows()).isEqualTo(5);
		assertThat(eval("(undo! \"" + prepared() + "\")")).contains("was never committed");
		String id = id(fix());
		assertThat(rows()).isEqualTo(2);
		relay.cut(CuttingRelay.Cut.BEFORE);
		assertThat(eval("(undo! " + id + ")")).contains("Execution error").doesNotContain("Committed as");
		awaitEnd();
		assertThat(rows()).isEqualTo(2);
		assertThat(eval("(undo! " + id + ")")).contains("3 inserted", "Committed as");
		assertThat(rows()).isEqualTo(5);
	}

	@Test
	void connectionThatIsLostAfterTheCommitHasTheRowsOfBefore() throws Exception {
		relay.cut(CuttingRelay.Cut.AFTER);
		assertThat(fix()).contains("Execution error").doesNotContain("Committed as", "Rolled back", "Nothing was");
		awaitEnd();
		assertThat(rows()).isEqualTo(2);
		String id = prepared();
		relay.cut(CuttingRelay.Cut.AFTER);
		assertThat(eval("(undo! \"" + id + "\")")).contains("Execution error")
			.doesNotContain("Committed as", "Rolled back", "Nothing was");
		awaitEnd();
		assertThat(rows()).isEqualTo(5);
		String undoing = prepared();
		assertThat(undoing).isNotEqualTo(id);
		// rows without a key don't show that they are there already
		assertThat(eval("(undo! \"" + id + "\")")).contains("Nothing was written", "was undone by " + undoing);
		assertThat(eval("(undo! \"" + undoing + "\")")).contains("3 deleted", "Committed as");
		assertThat(rows()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "(sql \"delete from item where n < 4\") " })
	void connectionThatIsTerminatedInTheBodyCommitsNothing(String before) throws Exception {
		String pid = "(:pid (first (sql \"select pg_backend_pid() pid\")))";
		String body = "(let [pid " + pid + "] " + before + "(with-open [c (java.sql.DriverManager/getConnection \""
				+ ((DriverManagerDataSource) database.getDataSource()).getUrl()
				+ "\")] (.execute (.createStatement c) (str \"select pg_terminate_backend(\" pid \")\")))" + " nil)";
		assertThat(eval("(fix! {:expect 3} " + body + ")")).contains("Execution error").doesNotContain("Committed as");
		assertThat(eval("(fix! {:expect 3} " + body + " (try (sql \"select 1\") (catch Exception e nil)))"))
			.contains("Execution error")
			.doesNotContain("Committed as");
		awaitEnd();
		assertThat(rows()).isEqualTo(5);
		assertThat(journal()).doesNotExist();
		assertThat(fix()).contains("Committed as");
	}

	@Test
	void whileTheDiskOfTheJournalIsFullNothingIsCommitted() throws Exception {
		disk.assumeMounted();
		String id = id(fix());
		Path filler = disk.resolve("filler");
		SmallDisk.fill(filler);
		// more than what is left of a block
		database.execute("insert into item values (9, repeat('x', 100000))");
		String journal = Files.readString(journal());
		assertThat(eval("(fix! {:expect 1} (sql \"delete from item where n = 9\"))"))
			.contains("Nothing was committed", "No space left on device", "repl.kit.data.journal")
			.doesNotContain("Committed as");
		assertThat(rows()).isEqualTo(3);
		assertThat(Files.readString(journal())).isEqualTo(journal);
		Files.delete(filler);
		String large = id(eval("(fix! {:expect 1} (sql \"delete from item where n = 9\"))"));
		SmallDisk.fill(filler);
		journal = Files.readString(journal());
		assertThat(eval("(undo! " + large + ")")).contains("Nothing was committed", "No space left on device")
			.doesNotContain("Committed as");
		assertThat(rows()).isEqualTo(2);
		assertThat(Files.readString(journal())).isEqualTo(journal);
		Files.delete(filler);
		assertThat(eval("(undo! " + large + ")")).contains("1 inserted", "Committed as");
		assertThat(eval("(undo! " + id + ")")).contains("3 inserted", "Committed as");
		assertThat(rows()).isEqualTo(6);
	}

	private static String id(String answer) {
		Matcher id = Pattern.compile("Committed as (fix-[0-9a-f]+)").matcher(answer);
		assertThat(id.find()).as(answer).isTrue();
		return "\"" + id.group(1) + "\"";
	}

}
