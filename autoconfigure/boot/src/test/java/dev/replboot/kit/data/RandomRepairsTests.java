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
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random corrections of random schemas: {@code dry-run} leaves the database as it was,
 * and so does {@code fix!} with {@code undo!}. Somebody else writes meanwhile in half of
 * the rounds. What the database itself writes for all rows decides after each round, and
 * a dump of everything before and after the rounds of a schema. The JVM is at New York's
 * time on JDK 17 and at UTC on any other, or at that of {@code -Drepairs.zone}.
 * {@code -Drepairs.rounds=10000} asks for more rounds, {@code -Dtrial.schema} for those
 * of one schema.
 */
@Timeout(7200)
abstract class RandomRepairsTests {

	private static final TimeZone ZONE = TimeZone.getDefault();

	private static final int ROUNDS_OF_A_SCHEMA = 50;

	private static final int FAILURES = 10;

	private static final String REFUSED = "refused by undo!: ";

	private final Map<String, Integer> outcomes = new TreeMap<>();

	private final Map<String, Integer> kinds = new TreeMap<>();

	private final List<AssertionError> failures = new ArrayList<>();

	private RepairApplication application;

	String url;

	Connection connection;

	RepairSchema schema;

	abstract String newDatabase();

	/**
	 * Make a schema in an empty database.
	 * @param number chooses everything in it
	 * @return the schema
	 */
	abstract RepairSchema newSchema(long number);

	abstract void clear() throws SQLException;

	/**
	 * Write all rows but those of somebody else.
	 * @return the rows, in order
	 * @throws Exception if it fails
	 */
	abstract List<String> rows() throws Exception;

	/**
	 * Write everything that is in the database.
	 * @return the lines, in order
	 * @throws Exception if it fails
	 */
	abstract List<String> dump() throws Exception;

	/**
	 * The form that executes a statement, after which the transaction goes on if a key
	 * refuses it.
	 * @param sql the statement
	 * @return the form
	 */
	abstract String attempt(String sql);

	abstract boolean isPostgres();

	static String quoted(String text) {
		return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
	}

	@BeforeEach
	void start() throws Exception {
		String other = (Runtime.version().feature() == 17) ? "America/New_York" : "UTC";
		setZone(TimeZone.getTimeZone(System.getProperty("repairs.zone", other)));
		this.url = newDatabase();
		this.connection = DriverManager.getConnection(this.url);
		this.application = new RepairApplication(this.url);
	}

	void setZone(TimeZone zone) {
		TimeZone.setDefault(zone);
	}

	@AfterEach
	void stop() throws Exception {
		setZone(ZONE);
		if (this.application != null) {
			this.application.close();
			this.connection.close();
		}
	}

	@Test
	void databaseIsAsItWasBefore() throws Exception {
		int rounds = Integer.getInteger("repairs.rounds", 300) / parts();
		Long only = Long.getLong("trial.schema");
		long first = (only != null) ? only : Long.getLong("trial.first", 0);
		long last = (only != null) ? only : first + (rounds - 1) / ROUNDS_OF_A_SCHEMA;
		for (long number = first; number <= last && this.failures.size() < FAILURES; number++) {
			try {
				schema(number);
			}
			catch (AssertionError ex) {
				// what comes of other schemas may say why
				this.failures.add(ex);
			}
		}
		System.out.println(getClass().getSimpleName() + ", " + TimeZone.getDefault().getID() + ": " + this.outcomes
				+ ", tables: " + this.kinds);
		assertThat(this.failures).isEmpty();
		if (only == null) {
			// or else the generator makes nothing of interest
			assertThat(this.outcomes.getOrDefault("undone", 0)).isGreaterThan(rounds / 3);
		}
	}

	abstract int parts();

	private void schema(long number) throws Exception {
		begin(number);
		this.schema.tables.forEach((table) -> table.kinds().forEach((kind) -> this.kinds.merge(kind, 1, Integer::sum)));
		List<String> dump = dump();
		for (int i = 0; i < ROUNDS_OF_A_SCHEMA; i++) {
			Random random = new Random(number * ROUNDS_OF_A_SCHEMA + i);
			List<String> body = body(random);
			boolean others = random.nextBoolean();
			boolean again = random.nextInt(10) == 0;
			try {
				String outcome = round(body, others, again);
				this.outcomes.merge(outcome, 1, Integer::sum);
				if (outcome.startsWith(REFUSED)) {
					begin(number);
				}
			}
			catch (AssertionError ex) {
				throw new AssertionError(
						"-Dtrial.schema=" + number + ", round " + i + (others ? ", with others" : "") + ": "
								+ shrink(number, body, others, ex) + "\n" + String.join(";\n", this.schema.statements),
						ex);
			}
		}
		List<String> after = dump();
		RepairRows.assertSame("all rounds of -Dtrial.schema=" + number, after, dump);
	}

	private List<String> body(Random random) {
		boolean careful = random.nextInt(3) > 0;
		return new RepairStatements(isPostgres(), this.schema.tables).body(random)
			.stream()
			.map((sql) -> careful ? attempt(sql) : "(sql " + quoted(sql) + ")")
			.toList();
	}

	private void begin(long number) throws Exception {
		clear();
		this.application.begin();
		this.schema = newSchema(number).generate();
		try (Statement statement = this.connection.createStatement()) {
			for (String sql : this.schema.statements) {
				try {
					statement.execute(sql);
				}
				catch (SQLException ex) {
					throw new IllegalStateException(sql, ex);
				}
			}
			for (String sql : new RepairStatements(isPostgres(), this.schema.tables).rows(new Random(number))) {
				try {
					statement.execute(sql);
				}
				catch (SQLException ex) {
					assertThat(ex.getSQLState()).as(sql + ": " + ex).startsWith("23");
				}
			}
			this.schema.tidy(statement, true);
		}
	}

	private String round(List<String> body, boolean others, boolean again) throws Exception {
		List<String> before = rows();
		RepairWriter writer = new RepairWriter(this.url, isPostgres(),
				new RepairStatements(isPostgres(), this.schema.tables));
		if (others) {
			writer.start();
		}
		try {
			return round(body, before, again);
		}
		finally {
			writer.end();
			try (Statement statement = this.connection.createStatement()) {
				this.schema.tidy(statement, others);
			}
		}
	}

	private String round(List<String> body, List<String> before, boolean again) throws Exception {
		String all = String.join(" ", body) + " nil)";
		String count = this.application
			.eval("(let [counts (:counts (dry-run " + all + ")] (reduce + (mapcat vals (vals counts))))");
		RepairRows.assertSame("dry-run: " + count, rows(), before);
		if (!count.matches("[0-9]+")) {
			return "failed: " + reason(count);
		}
		String id = this.application.eval("(do (def fixed (fix! {:expect " + count + "} " + all + ") (:id fixed))");
		List<String> fixed = rows();
		if (!id.startsWith("\"fix-")) {
			RepairRows.assertSame("fix!: " + id, fixed, before);
			return "refused: " + reason(id);
		}
		RepairRows.assertCounted(Integer.parseInt(count), before, fixed, all, this.schema.tables);
		if (count.equals("0")) {
			RepairRows.assertSame(id, fixed, before);
			return "nothing changed";
		}
		String undone = this.application.undo(id);
		assertThat(this.application.eval("(:undoable? fixed)")).as("of " + undone)
			.isEqualTo(String.valueOf(undone.startsWith("\"fix-")));
		if (all.contains("set k =") && undone.contains("have exchanged their keys. Put them back by hand")) {
			RepairRows.assertSame("undo!: " + undone, rows(), fixed);
			assertThat(this.application.eval("(undo-plan " + id + ")")).contains("-- before: ", "-- after : ");
			return REFUSED + reason(undone);
		}
		assertThat(undone).as("undo! of " + id + ", which changed " + count).startsWith("\"fix-");
		RepairRows.assertSame("undo! of " + id, RepairRows.logless(rows()), RepairRows.logless(before));
		if (again) {
			String redone = this.application.undo(undone);
			assertThat(redone).as("undo! of undo!").startsWith("\"fix-");
			RepairRows.assertSame("undo! of undo!", RepairRows.logless(rows()), RepairRows.logless(fixed));
			assertThat(this.application.undo(id)).as("undo! once more").startsWith("\"fix-");
			RepairRows.assertSame("undo! once more", RepairRows.logless(rows()), RepairRows.logless(before));
		}
		return "undone";
	}

	private static String reason(String answer) {
		return answer.replaceAll("(?s).*\n(?=Execution error|ERROR)", "")
			.replaceAll("(?s)Execution error[^\n]*\n", "")
			.replaceAll("(?s)\n.*", "")
			.replaceAll("\".*\"|[0-9]+", "…");
	}

	// leaves out what needn't be there to fail
	private String shrink(long number, List<String> body, boolean others, AssertionError failure) throws Exception {
		for (int i = 0; body.size() > 1 && i < body.size(); i++) {
			List<String> fewer = new ArrayList<>(body);
			fewer.remove(i);
			begin(number);
			try {
				round(fewer, others, true);
			}
			catch (AssertionError ex) {
				return shrink(number, fewer, others, ex);
			}
		}
		return body + ": " + failure.getMessage();
	}

}
