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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Rows of a table of H2 in the order of their numbers, as one connection sees them. They
 * are read a few at a time; one that is large isn't read before somebody asks for it.
 */
final class H2Rows {

	private static final String KIND = "h2";

	private static final int PAGE = 500;

	private static final long PAGE_BYTES = 4_000_000;

	// Some types without a length have values of any size.
	private static final int SHORT = 4000;

	private static final Pattern LENGTH = Pattern.compile("\\((\\d+)");

	private static final Pattern LONG = Pattern.compile("CHAR|BINARY|LOB|LARGE|JSON");

	private final Connection connection;

	private final TableImage image;

	private final BooleanSupplier values;

	// The sizes are those of rows that aren't read with others.
	private final Map<Long, Long> sizes = new HashMap<>();

	private NavigableMap<Long, ChangeCollector.Row> page = new TreeMap<>();

	private @Nullable Long number;

	private ChangeCollector.@Nullable Row row;

	private long last = Long.MIN_VALUE;

	/**
	 * Create it.
	 * @param connection what sees the rows
	 * @param image the columns to read
	 * @param values whether to read their values for people as well
	 */
	H2Rows(Connection connection, TableImage image, BooleanSupplier values) {
		this.connection = connection;
		this.image = image;
		this.values = values;
	}

	boolean isOver() {
		return this.number == null;
	}

	long number() {
		return Objects.requireNonNull(this.number);
	}

	/**
	 * Go on to the next row.
	 * @throws SQLException if it can't be read
	 */
	void next() throws SQLException {
		if (this.page.isEmpty()) {
			turn();
		}
		else {
			take();
		}
	}

	private void take() {
		Map.Entry<Long, ChangeCollector.Row> first = this.page.pollFirstEntry();
		this.number = (first != null) ? first.getKey() : null;
		this.row = (first != null) ? first.getValue() : null;
	}

	private void turn() throws SQLException {
		long from = 0;
		long to = 0;
		long bytes = 0;
		boolean any = false;
		try (PreparedStatement statement = this.connection.prepareStatement("select t._rowid_, 0"
				+ list((column) -> isLong(column) ? " + coalesce(octet_length(t." + column.quoted(KIND) + "), 0)" : "")
				+ " from " + table() + " t where t._rowid_ > ? order by t._rowid_ fetch first " + PAGE
				+ " rows only")) {
			statement.setLong(1, this.last);
			try (ResultSet set = statement.executeQuery()) {
				while (bytes <= PAGE_BYTES && set.next()) {
					bytes += set.getLong(2);
					if (any && bytes > PAGE_BYTES) {
						break;
					}
					from = any ? from : set.getLong(1);
					to = set.getLong(1);
					any = true;
				}
			}
		}
		if (any && from == to && bytes > PAGE_BYTES) {
			this.sizes.put(from, bytes);
			this.number = from;
			this.row = null;
			this.last = from;
			return;
		}
		if (any) {
			this.page = read(from, to);
			this.last = to;
		}
		take();
	}

	/**
	 * Read the row, however large it is.
	 * @return the row
	 * @throws SQLException if it can't be read
	 */
	ChangeCollector.Row row() throws SQLException {
		return (this.row != null) ? this.row : one(number());
	}

	/**
	 * Read a row, however large it is.
	 * @param number its number
	 * @return the row
	 * @throws SQLException if it can't be read
	 */
	ChangeCollector.Row one(long number) throws SQLException {
		return Objects.requireNonNull(read(number, number).get(number));
	}

	/**
	 * The size of a large row that was met already.
	 * @param number its number
	 * @return the bytes of its values, or 0 if it isn't large
	 */
	long size(long number) {
		return this.sizes.getOrDefault(number, 0L);
	}

	/**
	 * Read a row with hashes instead of what may be long in it.
	 * @param number its number
	 * @return what is the same for the same values
	 * @throws SQLException if it can't be read
	 */
	List<@Nullable String> digest(long number) throws SQLException {
		List<ImageColumn> columns = this.image.columns();
		List<@Nullable String> digest = new ArrayList<>(columns.size());
		try (PreparedStatement statement = this.connection.prepareStatement("select 0"
				+ list((column) -> isLong(column) ? ", rawtohex(hash('SHA-256', t." + column.quoted(KIND) + "))"
						: ", " + ValueTexts.select(KIND, "t", column))
				+ " from " + table() + " t where t._rowid_ = ?")) {
			statement.setLong(1, number);
			try (ResultSet set = statement.executeQuery()) {
				set.next();
				for (int i = 0; i < columns.size(); i++) {
					digest.add(isLong(columns.get(i)) ? set.getString(i + 2)
							: ValueTexts.read(set, i + 2, KIND, columns.get(i)));
				}
			}
		}
		return digest;
	}

	private NavigableMap<Long, ChangeCollector.Row> read(long from, long to) throws SQLException {
		NavigableMap<Long, ChangeCollector.Row> rows = new TreeMap<>();
		List<ImageColumn> columns = this.image.columns();
		int count = columns.size();
		try (PreparedStatement statement = this.connection
			.prepareStatement("select " + list((column) -> ValueTexts.select(KIND, "t", column) + ", ")
					+ "t._rowid_ from " + table() + " t where t._rowid_ between ? and ?")) {
			statement.setLong(1, from);
			statement.setLong(2, to);
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					List<@Nullable String> texts = new ArrayList<>(count);
					for (int i = 0; i < count; i++) {
						texts.add(ValueTexts.read(set, i + 1, KIND, columns.get(i)));
					}
					@Nullable Object[] read = this.values.getAsBoolean() ? RowReader.row(set, count) : null;
					rows.put(set.getLong(count + 1), new ChangeCollector.Row(new RowImage(texts), read));
				}
			}
		}
		return rows;
	}

	private String list(Function<ImageColumn, String> expression) {
		return this.image.columns().stream().map(expression).collect(Collectors.joining());
	}

	private String table() {
		return this.image.id().quoted(KIND);
	}

	private static boolean isLong(ImageColumn column) {
		if (!LONG.matcher(column.type()).find() || column.type().contains("ARRAY")) {
			return false;
		}
		Matcher length = LENGTH.matcher(column.type());
		return !length.find() || Long.parseLong(length.group(1)) > SHORT;
	}

}
