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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageSink;
import dev.replboot.kit.data.image.TableId;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What whole tables have, compared with what is reported of them.
 */
final class WholeTables {

	private WholeTables() {
	}

	static Map<TableId, List<String>> contents(Connection connection, List<Table> tables, String kind)
			throws SQLException {
		Map<TableId, List<String>> contents = new HashMap<>();
		for (Table table : tables) {
			List<String> rows = new ArrayList<>();
			try (Statement statement = connection.createStatement();
					ResultSet set = statement.executeQuery("select * from " + table.id().quoted(kind))) {
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

	// what is reported, done to what was there before, gives what is there after
	static void compare(Table table, List<String> before, List<String> after, List<ImageChange> changes, boolean keys) {
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
		List<String> gone = new ArrayList<>(before);
		List<String> come = new ArrayList<>(after);
		// a snapshot of PostgreSQL has two rows of one key where somebody else has
		// deleted
		// one and the transaction has inserted the other
		come.removeIf(gone::remove);
		Map<String, String> rows = new HashMap<>();
		gone.forEach((row) -> rows.put(table.keyOf(row), row));
		come.forEach((row) -> rows.remove(table.keyOf(row)));
		return come.size() + rows.size();
	}

	private static List<String> sorted(List<String> rows) {
		return rows.stream().sorted().toList();
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
	static final class Seen implements ImageSink {

		final List<ImageChange> changes = new ArrayList<>();

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
