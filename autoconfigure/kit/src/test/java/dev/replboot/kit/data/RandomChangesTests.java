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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageSink;
import dev.replboot.kit.data.image.TableId;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What random transactions change in random tables, compared with what the whole tables
 * have before and after. Others commit meanwhile in half of the rounds. More rounds with
 * {@code -Dtrial.rounds=2000}, one of them again with {@code -Dtrial.seed}.
 */
@Timeout(1200)
abstract class RandomChangesTests {

	private static final int ROUNDS_OF_A_SCHEMA = 20;

	private static final int ROWS = 12;

	private final List<String> said = new ArrayList<>();

	private ChangeReader current;

	// rounds in which somebody else was in the way, which depends on the machine
	private int conflicts;

	abstract String newDatabase();

	abstract String kind();

	/**
	 * Create a random table, with the columns {@code k}, {@code v} and {@code n} and
	 * perhaps others.
	 * @param connection where
	 * @param name its quoted name
	 * @param random chooses
	 * @return whether {@code k} and {@code n} are its key, one of them, or neither
	 */
	abstract String create(Statement connection, String name, Random random) throws SQLException;

	/**
	 * Do something that only this database knows.
	 * @param name the table's quoted name
	 * @param random chooses
	 * @return statements
	 */
	abstract List<String> special(String name, Random random);

	abstract ChangeReader reader();

	@Test
	void reportIsWhatTheTablesTell() throws Exception {
		int rounds = Integer.getInteger("trial.rounds", 300);
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

	void bounded(Connection other) throws SQLException {
	}

	String otherSchema(Statement statement) throws SQLException {
		statement.execute("create schema tenant2");
		return "h2".equals(kind()) ? "TENANT2" : "tenant2";
	}

	/**
	 * Whether the report may say that it can't count.
	 * @param unseen what it says
	 * @return whether it may
	 */
	boolean mayBeUncounted(List<String> unseen) {
		return false;
	}

	/**
	 * Whether somebody else writes during the round.
	 * @param random chooses
	 * @return whether somebody does
	 */
	boolean withOthers(Random random) {
		return random.nextBoolean();
	}

	/**
	 * The least key of every other statement of somebody else.
	 * @return the key; 0 for the same keys as in the transaction
	 */
	int othersFrom() {
		return 0;
	}

	/**
	 * How many rounds have to change something and be counted, of those in which nobody
	 * else was in the way.
	 * @param rounds of so many
	 * @return the number
	 */
	int least(int rounds) {
		return rounds / 2;
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
			assertThat(ex.getMessage()).contains("Others change the database all the time");
			this.conflicts++;
			return false;
		}
		Map<TableId, List<String>> before = contents(inside, tables);
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
		Map<TableId, List<String>> after = contents(inside, tables);
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
			compare(table, before.get(table.id()), after.get(table.id()), seen.of(table.id()), keys);
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

	// what is reported, done to what was there before, gives what is there after
	private void compare(Table table, List<String> before, List<String> after, List<ImageChange> changes,
			boolean keys) {
		List<String> expected = new ArrayList<>(before);
		for (ImageChange change : changes) {
			if (change.before() != null) {
				assertThat(expected.remove(String.valueOf(change.before().texts()))).as(table + " had " + change)
					.isTrue();
			}
		}
		changes.stream()
			.filter((change) -> change.after() != null)
			.forEach((change) -> expected.add(String.valueOf(change.after().texts())));
		assertThat(sorted(expected)).as(table.toString()).isEqualTo(sorted(after));
		if (!table.key().isEmpty() && !keys) {
			assertThat(changes.size()).as(table + " " + changes).isEqualTo(differences(table, before, after));
		}
	}

	private static int differences(Table table, List<String> before, List<String> after) {
		Map<String, String> rows = new HashMap<>();
		before.forEach((row) -> rows.put(table.keyOf(row), row));
		int differences = 0;
		for (String row : after) {
			String was = rows.remove(table.keyOf(row));
			differences += row.equals(was) ? 0 : 1;
		}
		return differences + rows.size();
	}

	private static List<String> sorted(List<String> rows) {
		return rows.stream().sorted().toList();
	}

	private Map<TableId, List<String>> contents(Connection connection, List<Table> tables) throws SQLException {
		Map<TableId, List<String>> contents = new HashMap<>();
		for (Table table : tables) {
			List<String> rows = new ArrayList<>();
			try (Statement statement = connection.createStatement();
					ResultSet set = statement.executeQuery("select * from " + table.id().quoted(kind()))) {
				while (set.next()) {
					List<String> row = new ArrayList<>();
					for (int i = 1; i <= set.getMetaData().getColumnCount(); i++) {
						row.add(set.getString(i));
					}
					rows.add(row.toString());
				}
			}
			contents.put(table.id(), rows);
		}
		return contents;
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

	/**
	 * Table of the round.
	 *
	 * @param id its name
	 * @param key the columns of its key, of {@code k} and {@code n}
	 */
	record Table(TableId id, String key) {

		String keyOf(String row) {
			String[] values = row.substring(1).split(", ");
			return this.key.contains("n") ? values[0] + "," + values[1] : values[0];
		}

	}

	/**
	 * Keeps all changes.
	 */
	private static final class Seen implements ImageSink {

		private final List<ImageChange> changes = new ArrayList<>();

		@Override
		public void accept(ImageChange change) {
			this.changes.add(change);
		}

		@Override
		public void close() {
		}

		List<ImageChange> of(TableId id) {
			return this.changes.stream().filter((change) -> change.table().id().equals(id)).toList();
		}

	}

}
