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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for random corrections: {@code dry-run} leaves the database as it was, and so
 * does {@code fix!} with {@code undo!}. Somebody else writes meanwhile in half of the
 * rounds. A hash of all rows decides, and in some rounds what the database's own program
 * dumps. More rounds with {@code -Drepairs.rounds=2000}, others with
 * {@code -Dtrial.seed}.
 */
@Timeout(3600)
abstract class CorrectionRounds {

	private static final TimeZone ZONE = TimeZone.getDefault();

	private static final int DUMPED = 20;

	private static final int TRIES = 100;

	@TempDir
	private Path folder;

	private String url;

	private TestRepl repl;

	private ReplClient client;

	private CorrectionForms forms;

	private Connection connection;

	private String hash;

	private int started;

	/**
	 * Create a database with tables.
	 * @return its URL
	 */
	abstract String newDatabase() throws Exception;

	/**
	 * The statements of which some are run in a correction. Each has a number that is
	 * random.
	 * @return formats
	 */
	abstract String[] statements();

	/**
	 * What somebody else does, which changes nothing that anybody could see.
	 * @return statements, of which some belong together
	 */
	abstract String[][] others();

	/**
	 * The statement that keeps somebody else from waiting for locks.
	 * @return the statement
	 */
	abstract String bounded();

	/**
	 * The query for a hash of all rows.
	 * @return the query
	 */
	abstract String hash() throws SQLException;

	abstract String dump() throws Exception;

	int rounds() {
		return 20;
	}

	Path folder() {
		return this.folder;
	}

	String url() {
		return this.url;
	}

	CorrectionForms forms() {
		return this.forms;
	}

	@AfterEach
	void resetZone() throws SQLException {
		TimeZone.setDefault(ZONE);
		stop();
	}

	@ParameterizedTest
	@ValueSource(strings = { "America/New_York", "UTC" })
	void databaseIsAsItWasBefore(String zone) throws Exception {
		TimeZone.setDefault(TimeZone.getTimeZone(zone));
		int rounds = Integer.getInteger("repairs.rounds", rounds());
		long seed = Long.getLong("trial.seed", zone.hashCode());
		Random random = new Random(seed);
		start();
		int undone = 0;
		for (int round = 0; round < rounds; round++) {
			List<String> statements = some(random);
			boolean dump = round % DUMPED == DUMPED / 2;
			boolean others = random.nextBoolean();
			try {
				undone += round(statements, others, dump) ? 1 : 0;
			}
			catch (AssertionError ex) {
				throw new AssertionError("seed " + seed + ", round " + round + (others ? ", with others" : "") + ": "
						+ shrink(statements, others), ex);
			}
		}
		assertThat(undone).isGreaterThan(rounds / 5);
	}

	private List<String> some(Random random) {
		String[] all = statements();
		List<String> statements = new ArrayList<>();
		for (int i = 1 + random.nextInt(4); i > 0; i--) {
			statements.add(String.format(all[random.nextInt(all.length)], 1 + random.nextInt(100)));
		}
		return statements;
	}

	private void start() throws Exception {
		stop();
		this.started++;
		this.url = newDatabase();
		this.repl = UndoDataTests.start(this.url, this.folder.resolve("fixes" + this.started + ".jsonl"));
		this.client = this.repl.login();
		this.forms = new CorrectionForms(this.client);
		this.connection = DriverManager.getConnection(this.url);
		this.hash = hash();
	}

	private void stop() throws SQLException {
		if (this.repl != null) {
			this.connection.close();
			this.client.close();
			this.repl.close();
		}
	}

	private boolean round(List<String> statements, boolean others, boolean dump) throws Exception {
		String before = one(this.hash);
		String dumped = dump ? dump() : "";
		String[] list = statements.toArray(String[]::new);
		AtomicBoolean over = new AtomicBoolean();
		Thread writer = new Thread(() -> write(over));
		if (others) {
			writer.start();
		}
		String id;
		try {
			String count = this.forms.tried(list);
			assertThat(one(this.hash)).as("the database after dry-run").isEqualTo(before);
			if (dump && !others) {
				assertThat(dump()).as("the database after dry-run").isEqualTo(dumped);
			}
			id = count.matches("[1-9][0-9]*") ? this.forms.fixed(count, list) : count;
			if (id.startsWith("\"fix-")) {
				undo(id, !others);
			}
		}
		finally {
			over.set(true);
			writer.join();
		}
		assertThat(one(this.hash)).as("the database after " + id).isEqualTo(before);
		if (dump) {
			assertThat(sorted(dump())).as("the database after " + id).isEqualTo(sorted(dumped));
		}
		return id.startsWith("\"fix-");
	}

	/**
	 * Put a correction back.
	 * @param id its id, in quotes
	 * @param alone whether nobody else writes
	 */
	void undo(String id, boolean alone) throws Exception {
		String answer = this.client.eval("(undo! " + id + ")");
		for (int i = 0; i < TRIES && answer.contains("Try it again"); i++) {
			answer = this.client.eval("(undo! " + id + ")");
		}
		assertThat(answer).contains("Committed as");
	}

	private void write(AtomicBoolean over) {
		Random random = new Random(7);
		try (Connection other = DriverManager.getConnection(this.url); Statement statement = other.createStatement()) {
			statement.execute(bounded());
			while (!over.get()) {
				try {
					for (String sql : others()[random.nextInt(others().length)]) {
						statement.execute(sql);
					}
				}
				catch (SQLException ex) {
					// somebody has locked it
					statement.execute("rollback");
				}
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// leaves out what needn't be there to fail
	private List<String> shrink(List<String> statements, boolean others) throws Exception {
		for (int i = 0; statements.size() > 1 && i < statements.size(); i++) {
			List<String> fewer = new ArrayList<>(statements);
			fewer.remove(i);
			start();
			try {
				round(fewer, others, true);
			}
			catch (AssertionError ex) {
				return shrink(fewer, others);
			}
		}
		return statements;
	}

	// a row that was put back is elsewhere in its table
	private static List<String> sorted(String dump) {
		return dump.lines().sorted().toList();
	}

	String one(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet set = statement.executeQuery(sql)) {
			set.next();
			return set.getString(1);
		}
	}

}
