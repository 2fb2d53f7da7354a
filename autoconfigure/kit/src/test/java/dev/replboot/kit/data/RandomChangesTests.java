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
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.replboot.kit.data.WholeTables.Seen;
import dev.replboot.kit.data.WholeTables.Table;
import dev.replboot.kit.data.image.TableId;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What random transactions change in random tables, compared with what the whole tables
 * have before and after. Others commit meanwhile in half of the rounds. More rounds with
 * {@code -Drepairs.rounds=2000}, one of them again with {@code -Dtrial.seed}.
 */
@Timeout(1200)
abstract class RandomChangesTests extends RandomDatabase {

	private static final int ROUNDS_OF_A_SCHEMA = 20;

	private static final int ROWS = 12;

	private final List<String> said = new ArrayList<>();

	private ChangeReader current;

	// rounds in which somebody else was in the way, which depends on the machine
	private int conflicts;

	@Test
	void reportIsWhatTheTablesTell() throws Exception {
		int rounds = Integer.getInteger("repairs.rounds", 300);
		Long seed = Long.getLong("trial.seed");
		long first = (seed != null) ? seed / ROUNDS_OF_A_SCHEMA : Long.getLong("trial.first", 0);
		long last = (seed != null) ? first : first + (rounds - 1) / ROUNDS_OF_A_SCHEMA;
		int changed = 0;
		for (long schema = first; schema <= last; schema++) {
			changed += schema(schema, seed);
		}
		System.out.println(getClass().getSimpleName() + ": " + changed + " rounds of " + rounds
				+ " changed something, in " + this.conflicts + " somebody else was in the way");
		if (seed == null) {
			// or else the generator makes nothing of interest
			assertThat(changed).isGreaterThan(least(rounds - this.conflicts));
			assertThat(this.conflicts).as("rounds with conflicts").isLessThan(rounds * 3 / 4);
		}
	}

	private int schema(long number, Long only) throws Exception {
		String url = newDatabase();
		int changed = 0;
		try (Connection setup = DriverManager.getConnection(url); Statement statement = setup.createStatement()) {
			List<Table> tables = tables(statement, new Random(number));
			for (long round = number * ROUNDS_OF_A_SCHEMA; round < (number + 1) * ROUNDS_OF_A_SCHEMA; round++) {
				if (only == null || only == round) {
					this.said.clear();
					try {
						changed += round(url, tables, new Random(round)) ? 1 : 0;
					}
					catch (SQLException | AssertionError ex) {
						throw new AssertionError(
								"-Dtrial.seed=" + round + ": " + String.join("; ", this.said) + ": " + ex, ex);
					}
				}
			}
		}
		return changed;
	}

	private List<Table> tables(Statement statement, Random random) throws SQLException {
		String other = otherSchema(statement);
		List<Table> tables = new ArrayList<>();
		String main = statement.getConnection().getSchema();
		main = (main != null) ? main : statement.getConnection().getCatalog();
		List<TableId> names = new ArrayList<>(List.of(new TableId(main, "orders"), new TableId(main, "ORDERS"),
				new TableId(main, "Mixed Case"), new TableId(main, "dot.table"), new TableId(other, "orders")));
		Collections.shuffle(names, random);
		for (TableId id : names.subList(0, 4)) {
			tables.add(new Table(id, create(statement, id.quoted(kind()), random)));
		}
		return tables;
	}

	private boolean round(String url, List<Table> tables, Random random) throws Exception {
		boolean others = withOthers(random);
		AtomicBoolean over = new AtomicBoolean();
		try (Connection inside = DriverManager.getConnection(url);
				Connection outside = DriverManager.getConnection(url);
				Connection other = DriverManager.getConnection(url)) {
			bounded(other);
			Thread writer = new Thread(() -> write(other, tables, new Random(7), over));
			if (others) {
				writer.start();
			}
			try {
				return trial(inside, outside, tables, random);
			}
			finally {
				over.set(true);
				writer.join();
			}
		}
	}

	// somebody else, who takes no notice
	private void write(Connection connection, List<Table> tables, Random random, AtomicBoolean over) {
		while (!over.get()) {
			try (Statement statement = connection.createStatement()) {
				int from = random.nextBoolean() ? othersFrom() : 0;
				for (String sql : statements(tables.get(random.nextInt(tables.size())), random, from)) {
					statement.execute(sql);
				}
			}
			catch (SQLException ex) {
				// a key that is there already, or a lock
			}
		}
	}

	private boolean trial(Connection inside, Connection outside, List<Table> tables, Random random) throws Exception {
		inside.setAutoCommit(false);
		outside.setAutoCommit(false);
		ChangeReader reader = reader();
		this.current = reader;
		try {
			reader.begin(inside, outside, DryRunAccess.NONE);
		}
		catch (SQLException ex) {
			assertThat(ex.getMessage()).contains("Other transactions change the database continuously");
			this.conflicts++;
			return false;
		}
		Map<TableId, List<String>> before = WholeTables.contents(inside, tables, kind());
		boolean keys;
		try {
			keys = body(inside, tables, random);
		}
		catch (SQLException ex) {
			inside.rollback();
			assertThat(Conflict.is(ex)).as(ex.toString()).isTrue();
			this.conflicts++;
			return false;
		}
		boolean refused = reader.violation(inside) != null;
		Map<TableId, List<String>> after = WholeTables.contents(inside, tables, kind());
		Seen seen = new Seen();
		ChangeCollector collector = new ChangeCollector(1000, seen);
		if (keys) {
			collector.mayHaveUpdated();
		}
		try {
			reader.read(inside, outside, collector);
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasMessageContaining("Somebody else changed a row");
			inside.rollback();
			this.conflicts++;
			return false;
		}
		List<String> unseen = collector.changes().unseen();
		if (!unseen.isEmpty() && mayBeUncounted(unseen)) {
			inside.rollback();
			return false;
		}
		assertThat(unseen).isEmpty();
		for (Table table : tables) {
			WholeTables.compare(table, before.get(table.id()), after.get(table.id()), seen.of(table.id()), keys);
		}
		Map<String, Long> counts = new TreeMap<>();
		collector.changes().rows().forEach((row) -> counts.merge(row.table(), 1L, Long::sum));
		assertThat(collector.changes().counts()).isEqualTo(counts);
		if (!refused && random.nextBoolean()) {
			inside.commit();
		}
		else {
			inside.rollback();
		}
		outside.rollback();
		return !seen.changes.isEmpty();
	}

	private boolean body(Connection inside, List<Table> tables, Random random) throws SQLException {
		boolean keys = false;
		Savepoint savepoint = null;
		int steps = 1 + random.nextInt(6);
		for (int i = 0; i < steps; i++) {
			if (random.nextInt(5) == 0) {
				savepoint = inside.setSavepoint();
				this.said.add("savepoint");
			}
			Table table = tables.get(random.nextInt(tables.size()));
			for (String sql : statements(table, random, 0)) {
				keys |= sql.contains("set k =") || sql.contains("set n =");
				execute(inside, sql);
			}
			if (savepoint != null && random.nextBoolean()) {
				inside.rollback(savepoint);
				savepoint = null;
				this.said.add("rollback to savepoint");
			}
		}
		return keys;
	}

	// a statement that a key or another rule refuses is none
	private void execute(Connection inside, String sql) throws SQLException {
		Savepoint savepoint = inside.setSavepoint();
		this.said.add(sql);
		this.current.executing(inside, sql);
		try (Statement statement = inside.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			if (Conflict.is(ex) || !String.valueOf(ex.getSQLState()).matches("23...|55000")) {
				throw ex;
			}
			this.said.add("refused");
			inside.rollback(savepoint);
		}
	}

	private List<String> statements(Table table, Random random, int from) {
		String name = table.id().quoted(kind());
		int k = from + random.nextInt(ROWS);
		int n = random.nextInt(3);
		String where = " where k = " + k + (random.nextBoolean() ? " and n = " + n : "");
		String v = "'v" + random.nextInt(4) + "'";
		return switch (random.nextInt(9)) {
			case 0, 1 -> List.of("insert into " + name + " (k, n, v) values (" + k + ", " + n + ", " + v + ")");
			case 2 -> List.of("insert into " + name + " (k, n, v) select k + " + ROWS + ", n, v from " + name + where);
			case 3, 4 -> List.of("update " + name + " set v = " + v + where);
			case 5 -> List.of("delete from " + name + where);
			case 6 -> List.of("update " + name + " set k = " + (from + random.nextInt(ROWS)) + where);
			case 7 -> List.of("update " + name + " set v = v || 'x'" + where,
					"update " + name + " set v = substring(v from 1 for char_length(v) - 1)" + where);
			default -> special(name, random);
		};
	}

}
