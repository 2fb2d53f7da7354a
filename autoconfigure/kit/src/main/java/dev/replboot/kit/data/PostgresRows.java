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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.image.ValueTexts;

/**
 * Rows of a table of PostgreSQL by their positions, as one connection sees them.
 */
final class PostgresRows {

	private static final String KIND = "postgresql";

	private static final Pattern SHORT = Pattern
		.compile("(smallint|integer|bigint|numeric|real|double|boolean|date|time"
				+ "|uuid|oid|money|interval|inet|cidr|macaddr|\"char\"|name)\\b");

	private static final Pattern PLAIN = Pattern.compile("bytea|text|character varying(\\(.*)?");

	// The values that are read at a time may take so many bytes.
	private static final long BATCH_BYTES = 4_000_000;

	private final Connection connection;

	private final String table;

	private final TableImage image;

	private final boolean large;

	private final LongConsumer memory;

	/**
	 * Create it.
	 * @param connection what sees the rows
	 * @param table the quoted name of the table, or of the partition
	 * @param image the columns to read
	 * @param large whether the table may have values outside of its rows
	 * @param memory refuses the size of a row that is too large
	 */
	PostgresRows(Connection connection, String table, TableImage image, boolean large, LongConsumer memory) {
		this.connection = connection;
		this.table = table;
		this.image = image;
		this.large = large;
		this.memory = memory;
	}

	/**
	 * Read rows.
	 * @param positions where they are; those that the connection doesn't see are left out
	 * @param values whether to read their values for people as well
	 * @return the rows by their positions
	 * @throws SQLException if they can't be read
	 */
	Map<Long, ChangeCollector.Row> read(List<Long> positions, boolean values) throws SQLException {
		Map<Long, ChangeCollector.Row> rows = new HashMap<>();
		List<ImageColumn> columns = this.image.columns();
		int count = columns.size();
		String sql = "select " + (values ? list(this::value) : "")
				+ list((column) -> ValueTexts.select(KIND, "t", column)) + "t.ctid::text from only " + this.table
				+ " t where t.ctid = any(cast(? as tid[]))";
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.setString(1, TidSet.array(positions));
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					@Nullable Object[] read = values ? RowReader.row(set, count) : null;
					List<@Nullable String> texts = new ArrayList<>(count);
					for (int i = 0; i < count; i++) {
						texts.add(ValueTexts.read(set, (values ? count : 0) + i + 1, KIND, columns.get(i)));
					}
					rows.put(TidSet.parse(set.getString((values ? count : 0) + count + 1)),
							new ChangeCollector.Row(new RowImage(texts), read));
				}
			}
		}
		return rows;
	}

	private String list(Function<ImageColumn, String> expression) {
		return this.image.columns()
			.stream()
			.map((column) -> expression.apply(column) + ", ")
			.collect(Collectors.joining());
	}

	// the driver reads money as a number, which it isn't
	private String value(ImageColumn column) {
		return "t." + column.quoted(KIND) + ("money".equals(column.type()) ? "::text" : "");
	}

	/**
	 * Cut a batch into parts that can be held in memory, whatever their values take.
	 * @param positions the positions
	 * @return the parts
	 * @throws SQLException if the sizes can't be told
	 * @throws IllegalStateException if a single row takes too much
	 */
	List<List<Long>> parts(List<Long> positions) throws SQLException {
		return this.large ? parts(positions, sizes(positions)) : List.of(positions);
	}

	/**
	 * Cut pairs of rows into such parts.
	 * @param positions the positions of the first
	 * @param others what sees the others
	 * @param targets the positions of the others
	 * @return the parts of the first
	 * @throws SQLException if the sizes can't be told
	 * @throws IllegalStateException if a single pair takes too much
	 */
	List<List<Long>> parts(List<Long> positions, PostgresRows others, List<Long> targets) throws SQLException {
		if (!this.large) {
			return List.of(positions);
		}
		List<Long> sizes = sizes(positions);
		List<Long> more = others.sizes(targets);
		return parts(positions,
				IntStream.range(0, sizes.size()).mapToObj((index) -> sizes.get(index) + more.get(index)).toList());
	}

	private List<List<Long>> parts(List<Long> positions, List<Long> sizes) {
		List<List<Long>> parts = new ArrayList<>();
		int begin = 0;
		long bytes = 0;
		for (int i = 0; i < positions.size(); i++) {
			bytes += sizes.get(i);
			if (bytes > BATCH_BYTES && i > begin) {
				parts.add(positions.subList(begin, i));
				begin = i;
				bytes = sizes.get(i);
			}
			if (bytes > BATCH_BYTES) {
				this.memory.accept(bytes);
			}
		}
		parts.add(positions.subList(begin, positions.size()));
		return parts;
	}

	private List<Long> sizes(List<Long> positions) throws SQLException {
		Map<Long, Long> sizes = new HashMap<>();
		String sql = "select t.ctid::text, 0::bigint"
				+ this.image.columns().stream().map(PostgresRows::size).collect(Collectors.joining()) + " from only "
				+ this.table + " t where t.ctid = any(cast(? as tid[]))";
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.setString(1, TidSet.array(positions));
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					sizes.put(TidSet.parse(set.getString(1)), set.getLong(2));
				}
			}
		}
		return positions.stream().map((position) -> sizes.getOrDefault(position, 0L)).toList();
	}

	// It isn't what the value takes in the database, where it is compressed. Texts and
	// bytes have a length that is known without reading them.
	private static String size(ImageColumn column) {
		if (SHORT.matcher(column.type()).lookingAt() && !column.type().endsWith("]")) {
			return "";
		}
		String value = "t." + column.quoted(KIND) + (PLAIN.matcher(column.type()).matches() ? "" : "::text");
		return " + coalesce(pg_catalog.octet_length(" + value + "), 0)";
	}

	/**
	 * Which positions have a row that the connection sees.
	 * @param positions the positions
	 * @return those that have
	 * @throws SQLException if it can't be told
	 */
	Set<Long> visible(Iterable<Long> positions) throws SQLException {
		Set<Long> visible = new HashSet<>();
		String sql = "select t.ctid::text from only " + this.table + " t where t.ctid = any(cast(? as tid[]))";
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.setString(1, TidSet.array(positions));
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					visible.add(TidSet.parse(set.getString(1)));
				}
			}
		}
		return visible;
	}

	/**
	 * Where the newest versions of rows are, which updates have made.
	 * @param positions the positions of older versions
	 * @return the newest, in the same order; the same for a row that was only locked, or
	 * deleted
	 * @throws SQLException if it can't be told
	 */
	List<Long> newest(List<Long> positions) throws SQLException {
		List<Long> newest = new ArrayList<>(positions.size());
		String sql = "select pg_catalog.currtid2(?, u.tid)::text from pg_catalog.unnest(cast(? as tid[]))"
				+ " with ordinality u(tid, n) order by u.n";
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.setString(1, this.table);
			statement.setString(2, TidSet.array(positions));
			try (ResultSet set = statement.executeQuery()) {
				while (set.next()) {
					newest.add(TidSet.parse(set.getString(1)));
				}
			}
		}
		return newest;
	}

	/**
	 * Hand out the positions of rows.
	 * @param condition which rows
	 * @param most how many positions at a time
	 * @param batches gets them
	 * @throws SQLException if they can't be read
	 */
	void positions(String condition, int most, Batches batches) throws SQLException {
		try (PreparedStatement statement = this.connection
			.prepareStatement("select t.ctid::text from only " + this.table + " t where " + condition)) {
			// without one, the driver takes all rows into memory at once
			statement.setFetchSize(most);
			try (ResultSet set = statement.executeQuery()) {
				List<Long> batch = new ArrayList<>(most);
				while (set.next()) {
					batch.add(TidSet.parse(set.getString(1)));
					if (batch.size() == most) {
						batches.accept(batch);
						batch = new ArrayList<>(most);
					}
				}
				if (!batch.isEmpty()) {
					batches.accept(batch);
				}
			}
		}
	}

	/**
	 * Receives positions.
	 */
	@FunctionalInterface
	interface Batches {

		void accept(List<Long> positions) throws SQLException;

	}

}
