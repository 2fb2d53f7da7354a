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

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Random schema of a few tables, which are made by a random number alone.
 */
abstract class RepairSchema {

	private static final String[] TEXTS = { "v", "\"V\"", "\"quo\"\"te\"", "\"select\"", "\"日本\"", "\"Na me\"" };

	private static final List<String> RULES = List.of("cascade", "set null", "restrict", "no action", "cascade");

	private static final int WIDE = 150;

	final Random random;

	final List<RepairTable> tables = new ArrayList<>();

	final List<String> statements = new ArrayList<>();

	// whose k others may refer to
	private final List<String> parents = new ArrayList<>();

	// a reference to the table's own key, once that is there
	private String itself = "";

	RepairSchema(long number) {
		this.random = new Random(number);
	}

	/**
	 * Choose everything.
	 * @return this schema
	 */
	RepairSchema generate() {
		List<String> names = new ArrayList<>(names());
		Collections.shuffle(names, this.random);
		int count = 3 + this.random.nextInt(3);
		for (int i = 0; i < count; i++) {
			create(names.get(i));
		}
		return this;
	}

	abstract List<String> names();

	/**
	 * Values of types that this database has.
	 * @return the type first, then literals
	 */
	abstract List<List<String>> types();

	/**
	 * Expressions of {@code k} that are all different.
	 * @return the type and the expression
	 */
	abstract List<List<String>> keys();

	/**
	 * Whether the database can defer constraints.
	 * @return whether it can
	 */
	abstract boolean defers();

	/**
	 * Create a table.
	 * @param name its name
	 * @param columns its columns, each with a comma after it
	 * @param key the constraint that is its key, or an empty text
	 * @param kinds receives what was chosen
	 * @return whether others may refer to its {@code k}, where the key is that
	 */
	abstract boolean table(String name, List<String> columns, String key, List<String> kinds);

	abstract void triggers(RepairTable table);

	/**
	 * The name of something that belongs to a table.
	 * @param name the table's quoted name
	 * @param suffix what makes it another one
	 * @return the quoted name
	 */
	static String part(String name, String suffix) {
		return name.endsWith("\"") ? name.substring(0, name.length() - 1) + suffix + "\"" : name + suffix;
	}

	boolean one(int of) {
		return this.random.nextInt(of) == 0;
	}

	<T> T any(List<T> of) {
		return of.get(this.random.nextInt(of.size()));
	}

	private void create(String name) {
		List<String> kinds = new ArrayList<>();
		List<RepairTable.Column> columns = new ArrayList<>();
		String v = TEXTS[this.random.nextInt(TEXTS.length)];
		String text = one(3) ? "varchar(200)" : "text";
		List<String> definitions = new ArrayList<>(
				List.of("k int not null", "n int not null", v + " " + text.replace("text", text())));
		String extras = "";
		String key = switch (this.random.nextInt(7)) {
			case 0 -> "";
			case 1 -> "primary key (k, n)";
			case 2 -> "unique (k)";
			case 3 -> "primary key (id)";
			case 4 -> "primary key (code)";
			default -> "primary key (k)";
		};
		if (key.contains("id")) {
			definitions.add("id bigint generated " + (one(2) ? "always" : "by default") + " as identity");
			kinds.add("identity");
		}
		if (key.contains("code")) {
			List<String> chosen = any(keys());
			definitions.add("code " + chosen.get(0) + " not null");
			extras = chosen.get(1);
			kinds.add("key of another type");
		}
		boolean deferred = key.equals("primary key (k)") && defers() && one(4);
		if (one(3)) {
			definitions.add("g int generated always as (k * 2 + n)" + stored());
			kinds.add("generated");
		}
		if (one(3)) {
			definitions.add("u int" + (one(2) ? " unique" : " unique" + deferrable()));
			columns.add(new RepairTable.Column("u", numbers()));
			kinds.add("unique");
		}
		if (one(6)) {
			columns.add(new RepairTable.Column(twin(), numbers()));
			definitions.add(twin() + " int");
			kinds.add("names that differ in case");
		}
		if (one(12)) {
			for (int i = 0; i < WIDE; i++) {
				definitions.add("w" + i + " int default " + i);
			}
			columns.add(new RepairTable.Column("w" + (WIDE - 1), numbers()));
			kinds.add("many columns");
		}
		for (int i = this.random.nextInt(4); i > 0; i--) {
			List<String> type = any(types());
			columns.add(new RepairTable.Column("c" + i, type.subList(1, type.size())));
			definitions.add("c" + i + " " + type.get(0));
		}
		this.itself = "";
		refer(name, deferred ? "" : key, definitions, columns, kinds);
		if (key.isEmpty()) {
			kinds.add("keyless");
		}
		boolean parent = table(name, definitions, key + (deferred ? " deferrable initially deferred" : ""), kinds);
		if (!this.itself.isEmpty()) {
			this.statements.add(this.itself);
		}
		if (parent && !deferred && key.endsWith("(k)")) {
			this.parents.add(name);
		}
		RepairTable table = new RepairTable(name, v, columns, extras, kinds);
		this.tables.add(table);
		triggers(table);
	}

	abstract String text();

	abstract String stored();

	/**
	 * A name that differs from that of the column {@code n} in its case alone.
	 * @return the quoted name
	 */
	abstract String twin();

	private String deferrable() {
		return (!defers()) ? "" : (one(2) ? " deferrable initially deferred" : " deferrable");
	}

	private void refer(String name, String key, List<String> definitions, List<RepairTable.Column> columns,
			List<String> kinds) {
		boolean self = key.equals("primary key (k)") && one(5);
		if (!self && (this.parents.isEmpty() || one(2))) {
			return;
		}
		String delete = any(RULES);
		String update = one(2) ? "cascade" : any(RULES);
		String rules = " (k) on delete " + delete + " on update " + update
				+ ((defers() && one(3)) ? " deferrable initially deferred" : "");
		definitions.add(self ? "p int" : "p int references " + any(this.parents) + rules);
		this.itself = self ? "alter table " + name + " add foreign key (p) references " + name + rules : "";
		columns.add(new RepairTable.Column("p", numbers()));
		kinds.add(self ? "refers to itself" : "foreign key");
		kinds.add("on delete " + delete);
	}

	/**
	 * Remove what somebody else has left. What triggers log comes again when rows are put
	 * back, which {@code undo!} says.
	 * @param statement a statement
	 * @param others whether somebody else was there
	 * @throws SQLException if it fails
	 */
	void tidy(Statement statement, boolean others) throws SQLException {
		for (int i = this.tables.size() - 1; i >= 0; i--) {
			RepairTable table = this.tables.get(i);
			if (others) {
				statement.execute("delete from " + table.name() + " where k >= " + RepairTable.OTHERS);
			}
			if (others && table.kinds().contains("trigger that counts")) {
				statement.execute("delete from " + part(table.name(), "_sum") + " where k > 0");
			}
			if (table.kinds().contains("trigger that logs")) {
				statement.execute("delete from " + part(table.name(), "_log"));
			}
		}
	}

	private static List<String> numbers() {
		List<String> numbers = new ArrayList<>(List.of("null"));
		for (int i = 0; i < 10; i++) {
			numbers.add(String.valueOf(i));
		}
		return numbers;
	}

}
