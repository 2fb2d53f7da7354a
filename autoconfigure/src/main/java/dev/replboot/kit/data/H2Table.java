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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Finds the changed rows of one table of H2, by reading the table twice, in the order of
 * its rows' numbers.
 */
final class H2Table {

	private static final String KIND = "h2";

	private static final int PAGE = 500;

	private static final long PAGE_CHARACTERS = 4_000_000;

	private final Connection inside;

	private final Connection outside;

	private final TableImage image;

	private final ChangeCollector.Table changes;

	// a deleted row may come again with another number, and in some tables the key is the
	// number
	private final Numbers gone = new Numbers();

	private final Numbers fresh = new Numbers();

	H2Table(Connection inside, Connection outside, TableImage image, ChangeCollector.Table changes) {
		this.inside = inside;
		this.outside = outside;
		this.image = image;
		this.changes = changes;
	}

	/**
	 * Find the changes.
	 * @param updated whether a row may have another key than before
	 * @throws SQLException if they can't be read
	 */
	void read(boolean updated) throws SQLException {
		Pages before = new Pages(this.outside);
		Pages after = new Pages(this.inside);
		before.next();
		after.next();
		while (!before.isOver() || !after.isOver()) {
			if (after.isOver() || !before.isOver() && before.number() < after.number()) {
				this.gone.add(before.number());
				before.next();
			}
			else if (before.isOver() || after.number() < before.number()) {
				this.fresh.add(after.number());
				after.next();
			}
			else {
				this.changes.add(before.row(), after.row());
				before.next();
				after.next();
			}
		}
		pair(new RowMatches(this.image));
		if (updated && this.image.hasKey()) {
			// H2 keeps no trace of which row had another key before
			pair(RowMatches.withoutKey(this.image));
		}
		this.gone.forEach((number) -> this.changes.add(one(this.outside, number), null));
		this.fresh.forEach((number) -> this.changes.add(null, one(this.inside, number)));
	}

	private void pair(RowMatches matches) throws SQLException {
		if (this.gone.isEmpty() || this.fresh.isEmpty() || !matches.fits(this.fresh.count())) {
			return;
		}
		this.fresh.forEach((number) -> matches.add(one(this.inside, number).image(), number));
		matches.sort();
		this.gone.forEach((number) -> {
			ChangeCollector.Row old = one(this.outside, number);
			long match = matches.take(old.image());
			if (match != RowMatches.NONE) {
				ChangeCollector.Row now = one(this.inside, match);
				if (matches.isSame(old.image(), now.image())) {
					this.gone.remove(number);
					this.fresh.remove(match);
					this.changes.add(old, now);
				}
			}
		});
	}

	private ChangeCollector.Row one(Connection connection, long number) throws SQLException {
		return Objects.requireNonNull(read(connection, number, number).get(number));
	}

	private NavigableMap<Long, ChangeCollector.Row> read(Connection connection, long from, long to)
			throws SQLException {
		NavigableMap<Long, ChangeCollector.Row> rows = new TreeMap<>();
		List<ImageColumn> columns = this.image.columns();
		int count = columns.size();
		try (PreparedStatement statement = connection.prepareStatement("select "
				+ columns.stream()
					.map((column) -> ValueTexts.select(KIND, "t", column) + ", ")
					.collect(Collectors.joining())
				+ "t._rowid_ from " + table() + " t where t._rowid_ between ? and ?")) {
			statement.setLong(1, from);
			statement.setLong(2, to);
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					List<@Nullable String> texts = new ArrayList<>(count);
					for (int i = 0; i < count; i++) {
						texts.add(ValueTexts.read(set, i + 1, KIND, columns.get(i)));
					}
					@Nullable Object[] values = this.changes.wantsValues() ? RowReader.row(set, count) : null;
					rows.put(set.getLong(count + 1), new ChangeCollector.Row(new RowImage(texts), values));
				}
			}
		}
		return rows;
	}

	private String table() {
		return this.image.id().quoted(KIND);
	}

	/**
	 * Rows that one connection sees, a few at a time.
	 */
	private final class Pages {

		private final Connection connection;

		private final String sizes;

		private NavigableMap<Long, ChangeCollector.Row> page = new TreeMap<>();

		private Map.@Nullable Entry<Long, ChangeCollector.Row> current;

		private long last = Long.MIN_VALUE;

		Pages(Connection connection) {
			this.connection = connection;
			String lengths = H2Table.this.image.columns()
				.stream()
				.filter((column) -> column.type().contains("LARGE") || column.type().contains("LOB"))
				.map((column) -> " + coalesce(octet_length(t." + column.quoted(KIND) + "), 0)")
				.collect(Collectors.joining());
			this.sizes = "select t._rowid_, 0" + lengths + " from " + table()
					+ " t where t._rowid_ > ? order by t._rowid_ fetch first " + PAGE + " rows only";
		}

		boolean isOver() {
			return this.current == null;
		}

		long number() {
			return Objects.requireNonNull(this.current).getKey();
		}

		ChangeCollector.Row row() {
			return Objects.requireNonNull(this.current).getValue();
		}

		void next() throws SQLException {
			this.current = this.page.pollFirstEntry();
			if (this.current == null) {
				turn();
				this.current = this.page.pollFirstEntry();
			}
		}

		private void turn() throws SQLException {
			long from = 0;
			long to = 0;
			boolean any = false;
			try (PreparedStatement statement = this.connection.prepareStatement(this.sizes)) {
				statement.setLong(1, this.last);
				try (ResultSet set = statement.executeQuery()) {
					long characters = 0;
					while (set.next()) {
						characters += set.getLong(2);
						if (any && characters > PAGE_CHARACTERS) {
							break;
						}
						from = any ? from : set.getLong(1);
						to = set.getLong(1);
						any = true;
					}
				}
			}
			if (any) {
				this.page = read(this.connection, from, to);
				this.last = to;
			}
		}

	}

	/**
	 * Numbers of rows in their order, eight bytes each.
	 */
	private static final class Numbers {

		private long[] numbers = new long[16];

		private int size;

		private final BitSet removed = new BitSet();

		void add(long number) {
			if (this.size == this.numbers.length) {
				this.numbers = Arrays.copyOf(this.numbers, this.size * 2);
			}
			this.numbers[this.size++] = number;
		}

		void remove(long number) {
			this.removed.set(Arrays.binarySearch(this.numbers, 0, this.size, number));
		}

		int count() {
			return this.size - this.removed.cardinality();
		}

		boolean isEmpty() {
			return count() == 0;
		}

		void forEach(Work work) throws SQLException {
			for (int i = this.removed.nextClearBit(0); i < this.size; i = this.removed.nextClearBit(i + 1)) {
				work.accept(this.numbers[i]);
			}
		}

		/**
		 * Does something with a number.
		 */
		@FunctionalInterface
		interface Work {

			void accept(long number) throws SQLException;

		}

	}

}
