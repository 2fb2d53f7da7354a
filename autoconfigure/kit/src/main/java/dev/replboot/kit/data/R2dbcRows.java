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

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.r2dbc.spi.Blob;
import io.r2dbc.spi.Clob;
import io.r2dbc.spi.ColumnMetadata;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.RowMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of a result as plain values that outlive the connection.
 */
final class R2dbcRows {

	// Drivers return these for infinity and 24:00.
	private static final Set<Temporal> UNKNOWN = Set.of(LocalDate.MIN, LocalDate.MAX, LocalTime.MAX, LocalDateTime.MIN,
			LocalDateTime.MAX, OffsetDateTime.MIN, OffsetDateTime.MAX, OffsetTime.MIN, OffsetTime.MAX,
			OffsetDateTime.MIN.toInstant(), OffsetDateTime.MAX.toInstant());

	private final R2dbcDatabase database;

	private final int maxRows;

	private final ByteBudget budget;

	private final List<@Nullable Object[]> rows = new ArrayList<>();

	private List<String> columns = List.of();

	private boolean more;

	R2dbcRows(R2dbcDatabase database, int maxRows, ByteBudget budget) {
		this.database = database;
		this.maxRows = maxRows;
		this.budget = budget;
	}

	/**
	 * Take a row.
	 * @param row the row
	 * @param metaData the columns
	 * @return something, as R2DBC has no null
	 */
	Boolean add(Row row, RowMetadata metaData) {
		if (this.rows.size() == this.maxRows) {
			this.more = true;
			return Boolean.FALSE;
		}
		List<? extends ColumnMetadata> all = metaData.getColumnMetadatas();
		if (this.rows.isEmpty()) {
			this.columns = names(all);
		}
		@Nullable Object[] values = new Object[all.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = value(row, i, all.get(i));
			this.budget.take(values[i]);
		}
		this.rows.add(values);
		return Boolean.TRUE;
	}

	QueryResult result() {
		return QueryResult.ofRows(this.columns, this.rows, this.more);
	}

	private List<String> names(List<? extends ColumnMetadata> all) {
		ColumnNames names = new ColumnNames();
		all.forEach((column) -> names.add(this.database.name(column)));
		return names.all();
	}

	private @Nullable Object value(Row row, int index, ColumnMetadata column) {
		Class<?> type = column.getJavaType();
		if (this.database.isText(column)
				|| (type != null && (Clob.class.isAssignableFrom(type) || isOfTheDriver(type)))) {
			return row.get(index, String.class);
		}
		if (type != null && Blob.class.isAssignableFrom(type)) {
			return plain(row.get(index, ByteBuffer.class));
		}
		try {
			Object value = plain(row.get(index));
			return isKnown(value) ? value : row.get(index, String.class);
		}
		catch (DateTimeException | NumberFormatException ex) {
			return row.get(index, String.class);
		}
	}

	// infinity, NaN and 24:00 are shown as the database writes them, also in arrays
	private static boolean isKnown(@Nullable Object value) {
		return (value instanceof List<?> elements) ? elements.stream().allMatch(R2dbcRows::isKnown)
				: !(value instanceof Temporal time && UNKNOWN.contains(time));
	}

	private static boolean isOfTheDriver(Class<?> type) {
		return type.getName().startsWith("io.r2dbc.");
	}

	private static @Nullable Object plain(@Nullable Object value) {
		if (value instanceof ByteBuffer buffer) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.duplicate().get(bytes);
			return bytes;
		}
		if (value instanceof Object[] elements) {
			return Arrays.stream(elements).map(R2dbcRows::plain).toList();
		}
		boolean own = value != null
				&& (isOfTheDriver(value.getClass()) || value.getClass().getName().startsWith("org.h2."));
		return own ? String.valueOf(value) : value;
	}

}
