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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.MariaDbWrites.Kind;
import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Finds the changed rows of one table of MariaDB, by reading the table on both
 * connections at the same time. Rows that somebody else committed between the two
 * snapshots differ as well, so each difference is verified: the transaction locks the
 * row, which MariaDB refuses if the row isn't the one that the transaction has seen or
 * made.
 */
final class MariaDbTable {

	// the same text for the same value, and no waiting for somebody who alters the table
	private static final String SETTINGS = "set statement time_zone = '+00:00', lock_wait_timeout = 2,"
			+ " sql_mode = replace(@@sql_mode, 'PAD_CHAR_TO_FULL_LENGTH', '') for ";

	private static final Pattern LARGE = Pattern.compile("^(?:medium|long)(?:blob|text)", Pattern.CASE_INSENSITIVE);

	// of the rows that have no counterpart yet, and of the keys of changed rows
	private static final long CHARACTERS = 30_000_000;

	private final Connection inside;

	private final Connection outside;

	private final TableImage image;

	private final String index;

	private final ChangeCollector.Table changes;

	private final Map<List<@Nullable String>, ArrayDeque<RowImage>> gone = new LinkedHashMap<>();

	private final Map<List<@Nullable String>, ArrayDeque<RowImage>> fresh = new LinkedHashMap<>();

	// of the rows that differ, and whether there is one now
	private final Map<List<@Nullable String>, Boolean> differences = new LinkedHashMap<>();

	private long characters;

	MariaDbTable(Connection inside, Connection outside, MariaDbImages.Described table, ChangeCollector.Table changes) {
		this.inside = inside;
		this.outside = outside;
		this.image = table.image();
		this.index = table.index();
		this.changes = changes;
	}

	/**
	 * Find the changes.
	 * @param kinds what may have happened to the rows
	 * @return why they can't be counted, as the end of a sentence that begins with the
	 * table; or {@code null} if they are
	 * @throws SQLException if they can't be read, or one of them is somebody else's
	 */
	@Nullable String read(Set<Kind> kinds) throws SQLException {
		this.changes.requireMemory(longest(this.outside) + longest(this.inside));
		try (Rows before = new Rows(this.outside); Rows after = new Rows(this.inside)) {
			RowImage old = before.next();
			RowImage now = after.next();
			while (old != null || now != null) {
				if (old != null && now != null && key(old).equals(key(now))) {
					changed(old, now);
				}
				else {
					meet(old, this.gone, this.fresh, false);
					meet(now, this.fresh, this.gone, true);
				}
				if (this.characters > CHARACTERS) {
					return "was changed in too many rows to compare them in memory";
				}
				old = before.next();
				now = after.next();
			}
		}
		boolean known = settle(kinds);
		String unverified = this.differences.isEmpty() ? null
				: new MariaDbLocks(this.inside, this.image, SETTINGS, table()).verify(this.differences);
		return known ? unverified
				: "was changed in a way that can't be counted: rows were inserted and deleted, or have another key,"
						+ " and MariaDB doesn't tell which. Update keys in a correction of their own";
	}

	// of a row whose values may be large
	private long longest(Connection connection) throws SQLException {
		String lengths = this.image.columns()
			.stream()
			.filter((column) -> LARGE.matcher(column.type()).find())
			.map((column) -> "coalesce(octet_length(t." + column.quoted(MariaDbImages.KIND) + "), 0)")
			.collect(Collectors.joining(" + "));
		if (lengths.isEmpty()) {
			return 0;
		}
		try (Statement statement = connection.createStatement();
				ResultSet set = statement.executeQuery(SETTINGS + "select max(" + lengths + ") from " + table())) {
			return set.next() ? set.getLong(1) : 0;
		}
	}

	private void meet(@Nullable RowImage row, Map<List<@Nullable String>, ArrayDeque<RowImage>> mine,
			Map<List<@Nullable String>, ArrayDeque<RowImage>> others, boolean isNow) throws SQLException {
		if (row == null) {
			return;
		}
		List<@Nullable String> key = key(row);
		ArrayDeque<RowImage> counterparts = others.get(key);
		if (counterparts == null) {
			mine.computeIfAbsent(key, (values) -> new ArrayDeque<>(1)).add(row);
			this.characters += length(row);
			return;
		}
		RowImage counterpart = counterparts.remove();
		this.characters -= length(counterpart);
		if (counterparts.isEmpty()) {
			others.remove(key);
		}
		changed(isNow ? counterpart : row, isNow ? row : counterpart);
	}

	private static long length(RowImage row) {
		return 50 + row.texts().stream().mapToLong((text) -> (text != null) ? text.length() + 30 : 8).sum();
	}

	private List<@Nullable String> key(RowImage row) {
		if (!this.image.hasKey()) {
			return row.texts();
		}
		List<@Nullable String> key = new ArrayList<>();
		for (int i = 0; i < row.texts().size(); i++) {
			if (this.image.columns().get(i).key()) {
				key.add(row.texts().get(i));
			}
		}
		return key;
	}

	private void changed(@Nullable RowImage old, @Nullable RowImage now) throws SQLException {
		if (old != null && old.equals(now)) {
			return;
		}
		this.changes.add(row(old), row(now));
		if (old != null) {
			differs(key(old), false);
		}
		if (now != null) {
			differs(key(now), true);
		}
	}

	private void differs(List<@Nullable String> key, boolean now) {
		// without a key, that there are any is enough
		if ((this.image.hasKey() || this.differences.isEmpty())
				&& this.differences.merge(key, now, Boolean::logicalOr) == now) {
			key.forEach((text) -> this.characters += (text != null) ? text.length() + 60 : 60);
		}
	}

	private ChangeCollector.@Nullable Row row(@Nullable RowImage image) {
		if (image == null) {
			return null;
		}
		@Nullable Object @Nullable [] values = null;
		if (this.changes.wantsValues()) {
			values = new Object[image.texts().size()];
			for (int i = 0; i < values.length; i++) {
				values[i] = ValueTexts.mariaDbValue(this.image.columns().get(i), image.texts().get(i));
			}
		}
		return new ChangeCollector.Row(image, values);
	}

	// a row that is gone and one that is new may be the same with another key
	private boolean settle(Set<Kind> kinds) throws SQLException {
		List<RowImage> old = all(this.gone);
		List<RowImage> now = all(this.fresh);
		List<ImageChange> known = this.changes.known();
		MariaDbPairs pairs = new MariaDbPairs(this.image, old, now);
		for (MariaDbPairs.Pair pair : pairs.known((known != null) ? known : List.of())) {
			changed(pair.before(), pair.after());
		}
		boolean updated = known == null && kinds.contains(Kind.UPDATE) && !old.isEmpty() && !now.isEmpty();
		if (updated && kinds.contains(Kind.DELETE) && kinds.contains(Kind.INSERT)) {
			// they differ, whatever they are
			old.forEach((row) -> differs(key(row), false));
			now.forEach((row) -> differs(key(row), true));
			return false;
		}
		if (updated) {
			for (MariaDbPairs.Pair pair : pairs.alike()) {
				changed(pair.before(), pair.after());
			}
		}
		for (RowImage row : old) {
			changed(row, null);
		}
		for (RowImage row : now) {
			changed(null, row);
		}
		return true;
	}

	private static List<RowImage> all(Map<List<@Nullable String>, ArrayDeque<RowImage>> rows) {
		List<RowImage> all = new ArrayList<>();
		rows.values().forEach(all::addAll);
		return all;
	}

	private String table() {
		return this.image.id().quoted(MariaDbImages.KIND) + " t"
				+ (this.image.hasKey() ? " force index (`" + this.index.replace("`", "``") + "`)" : "");
	}

	/**
	 * Rows that one connection sees, in the order of the key.
	 */
	private final class Rows implements AutoCloseable {

		private final Statement statement;

		private final ResultSet set;

		private final List<ImageColumn> columns = MariaDbTable.this.image.columns();

		Rows(Connection connection) throws SQLException {
			String order = this.columns.stream()
				.filter(ImageColumn::key)
				.map((column) -> "t." + column.quoted(MariaDbImages.KIND))
				.collect(Collectors.joining(", "));
			this.statement = connection.createStatement();
			this.statement.setFetchSize(100);
			this.set = this.statement.executeQuery(SETTINGS + "select "
					+ this.columns.stream()
						.map((column) -> ValueTexts.select(MariaDbImages.KIND, "t", column))
						.collect(Collectors.joining(", "))
					+ " from " + table() + (order.isEmpty() ? "" : " order by " + order));
		}

		@Nullable RowImage next() throws SQLException {
			if (!this.set.next()) {
				return null;
			}
			List<@Nullable String> texts = new ArrayList<>(this.columns.size());
			for (int i = 0; i < this.columns.size(); i++) {
				texts.add(ValueTexts.read(this.set, i + 1, MariaDbImages.KIND, this.columns.get(i)));
			}
			return new RowImage(texts);
		}

		@Override
		public void close() throws SQLException {
			this.statement.close();
		}

	}

}
