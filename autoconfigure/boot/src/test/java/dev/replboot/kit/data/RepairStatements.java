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

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random statements about the tables of a random schema.
 */
final class RepairStatements {

	private static final int ROWS = 12;

	private final boolean postgres;

	private final List<RepairTable> tables;

	RepairStatements(boolean postgres, List<RepairTable> tables) {
		this.postgres = postgres;
		this.tables = tables;
	}

	private static <T> T any(Random random, List<T> of) {
		return of.get(random.nextInt(of.size()));
	}

	/**
	 * Rows to begin with.
	 * @param random chooses
	 * @return statements, some of which will be refused
	 */
	List<String> rows(Random random) {
		List<String> inserts = new ArrayList<>();
		for (RepairTable table : this.tables) {
			for (int k = 0; k < ROWS - 3; k++) {
				inserts.add(insert(table, random, k));
				if (table.kinds().contains("keyless") && random.nextBoolean()) {
					inserts.add(inserts.get(inserts.size() - 1));
				}
			}
		}
		return inserts;
	}

	List<String> body(Random random) {
		List<String> statements = new ArrayList<>();
		for (int i = 1 + random.nextInt(5); i > 0; i--) {
			add(statements, any(random, this.tables), random);
		}
		return statements;
	}

	/**
	 * What somebody else does: real changes of rows of his own, and changes of the
	 * correction's that nobody can see.
	 * @param random chooses
	 * @return a statement
	 */
	String other(Random random) {
		RepairTable table = any(random, this.tables);
		int k = RepairTable.OTHERS + random.nextInt(ROWS);
		return switch (random.nextInt(6)) {
			case 0, 1, 2 -> "insert into " + table.name() + " (k, n, " + table.v() + code(table) + ") values (" + k
					+ ", 1, 'theirs'" + code(table, k) + ")";
			case 3 -> "update " + table.name() + " set " + table.v() + " = 't" + random.nextInt(9) + "' where k = " + k;
			case 4 -> "delete from " + table.name() + " where k = " + k;
			default -> "update " + table.name() + " set " + table.v() + " = " + table.v() + " where k = "
					+ random.nextInt(ROWS);
		};
	}

	private static String code(RepairTable table) {
		return table.extras().isEmpty() ? "" : ", code";
	}

	private static String code(RepairTable table, Object k) {
		return table.extras().isEmpty() ? "" : ", " + table.extras().replaceAll("\\bk\\b", String.valueOf(k));
	}

	private String insert(RepairTable table, Random random, int k) {
		StringBuilder names = new StringBuilder();
		StringBuilder values = new StringBuilder();
		for (RepairTable.Column column : table.columns()) {
			if (random.nextInt(4) > 0) {
				names.append(", ").append(column.name());
				values.append(", ").append(any(random, column.values()));
			}
		}
		return "insert into " + table.name() + " (k, n, " + table.v() + code(table) + names + ") values (" + k + ", "
				+ random.nextInt(3) + ", 'v" + random.nextInt(4) + "'" + code(table, k) + values + ")";
	}

	private void add(List<String> statements, RepairTable table, Random random) {
		String name = table.name();
		String v = table.v();
		int k = random.nextInt(ROWS);
		String own = " where k < " + RepairTable.OTHERS;
		String where = " where k = " + k + ((random.nextInt(3) == 0) ? " and n = " + random.nextInt(3) : "");
		switch (random.nextInt(15)) {
			case 0, 1, 2 -> statements.add(insert(table, random, k));
			case 3, 4 -> statements.add("update " + name + " set " + v + " = 'v" + random.nextInt(4) + "'" + where);
			case 5, 6 -> statements.add("delete from " + name + where);
			case 7 -> statements.add("update " + name + " set k = " + random.nextInt(ROWS) + where);
			case 8 -> statements.addAll(List
				.of("update " + name + " set " + v + " = coalesce(" + v + ", '') || 'x'" + where, "update " + name
						+ " set " + v + " = substring(" + v + " from 1 for char_length(" + v + ") - 1)" + where));
			case 9 -> statements.add("update " + name + " set n = mod(n + 1, 3)" + own);
			case 10 -> statements.add("delete from " + name + own + " and n = " + random.nextInt(3));
			case 11 -> statements.add("insert into " + name + " (k, n, " + v + code(table) + ") select k + " + ROWS
					+ ", n, " + v + code(table, "(k + " + ROWS + ")") + " from " + name + where);
			case 12 -> statements.add(swap(table, random, own));
			case 13 -> statements.add(special(table, random, k, where));
			default -> statements.add(value(table, random, where));
		}
	}

	private String value(RepairTable table, Random random, String where) {
		if (table.columns().isEmpty()) {
			return "update " + table.name() + " set k = k" + where;
		}
		RepairTable.Column column = any(random, table.columns());
		return "update " + table.name() + " set " + column.name() + " = " + any(random, column.values()) + where;
	}

	// values of a key that go round
	private String swap(RepairTable table, Random random, String own) {
		String column = table.has("u") ? "u" : "k";
		int one = random.nextInt(6);
		return switch (random.nextInt(3)) {
			case 0 -> "update " + table.name() + " set " + column + " = " + (one + 4) + " - " + column + own + " and "
					+ column + " between " + one + " and " + (one + 4);
			case 1 -> "update " + table.name() + " set " + column + " = " + column + " + " + (1 + one) + own;
			default -> "update " + table.name() + " set " + column + " = case when " + column + " = " + one + " then "
					+ (one + 1) + " else " + one + " end" + own + " and " + column + " in (" + one + ", " + (one + 1)
					+ ")";
		};
	}

	private String special(RepairTable table, Random random, int k, String where) {
		String name = table.name();
		String v = table.v();
		if (!this.postgres) {
			return switch (random.nextInt(2)) {
				case 0 -> "select * from " + name + where + " for update";
				default ->
					"merge into " + name + " t using (select " + k + " k) s on t.k = s.k when matched then update set "
							+ v + " = 'm' when not matched then insert (k, n, " + v + code(table) + ") values (" + k
							+ ", 1, 'm'" + code(table, k) + ")";
			};
		}
		return switch (random.nextInt(6)) {
			case 0 -> "select * from " + name + where + " for update";
			case 1 -> "select * from " + name + where + " for share";
			case 2 -> "with gone as (delete from " + name + where + " returning *) insert into " + name + " (k, n, " + v
					+ code(table) + ") select k, n, 'again'" + code(table) + " from gone on conflict do nothing";
			case 3 -> "do $$ begin begin update " + name + " set " + v + " = 'lost'" + where
					+ "; raise 'no'; exception when others then null; end; end $$";
			case 4 -> insert(table, random, k) + " on conflict do nothing";
			default ->
				"merge into " + name + " t using (select " + k + " k) s on t.k = s.k when matched and t.n = 1 then"
						+ " delete when matched then update set " + v + " = 'm' when not matched then insert (k, n, "
						+ v + code(table) + ") values (s.k, 1, 'm'" + code(table, k) + ")";
		};
	}

}
