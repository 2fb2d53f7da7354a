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

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ObjectUtils;

/**
 * Reads rows as plain values that outlive the connection.
 */
final class RowReader {

	private static final int LARGEST = 1_000_000;

	// These are of PostgreSQL. Its driver reads them as elements of an array in the JVM's
	// time zone, without fractions and infinity, or, as NaN and money, not at all.
	private static final Set<String> READ_ONE_BY_ONE = Set.of("date", "time", "timetz", "timestamp", "timestamptz",
			"money", "numeric");

	private RowReader() {
	}

	static QueryResult read(ResultSet set, int maxRows) throws SQLException {
		List<String> columns = columns(set);
		List<@Nullable Object[]> rows = new ArrayList<>();
		boolean more = false;
		while (set.next()) {
			if (rows.size() == maxRows) {
				more = true;
				break;
			}
			rows.add(row(set, columns.size()));
		}
		return QueryResult.ofRows(columns, rows, more);
	}

	// those that the database makes upper-case by itself are written in lower case
	private static List<String> columns(ResultSet set) throws SQLException {
		Statement statement = set.getStatement();
		boolean upperCase = statement != null && statement.getConnection().getMetaData().storesUpperCaseIdentifiers();
		ResultSetMetaData metaData = set.getMetaData();
		ColumnNames names = new ColumnNames();
		for (int i = 1; i <= metaData.getColumnCount(); i++) {
			String label = metaData.getColumnLabel(i);
			names.add(upperCase ? TableName.plain(label) : label);
		}
		return names.all();
	}

	static @Nullable Object[] row(ResultSet set, int columns) throws SQLException {
		ResultSetMetaData metaData = set.getMetaData();
		@Nullable Object[] row = new Object[columns];
		for (int i = 0; i < columns; i++) {
			row[i] = value(set, i + 1, metaData);
		}
		return row;
	}

	private static @Nullable Object value(ResultSet set, int column, ResultSetMetaData metaData) throws SQLException {
		String type = String.valueOf(metaData.getColumnTypeName(column)).toLowerCase(Locale.ROOT);
		if (type.equals("money") || type.equals("json")) {
			// PostgreSQL's driver reads money as a number, which it isn't from a thousand
			// on; H2's gives the bytes of JSON
			return set.getString(column);
		}
		if (type.equals("year")) {
			// MariaDB's driver takes it for the first day of the year
			return number(set, column);
		}
		return switch (metaData.getColumnType(column)) {
			case Types.DATE -> time(set, column, LocalDate.class, LocalDate.MIN, LocalDate.MAX);
			case Types.TIME,
					Types.TIME_WITH_TIMEZONE ->
				(type.equals("timetz") || type.endsWith("with time zone"))
						? time(set, column, OffsetTime.class, null, OffsetTime.MAX)
						: time(set, column, LocalTime.class, null, LocalTime.MAX);
			case Types.TIMESTAMP,
					Types.TIMESTAMP_WITH_TIMEZONE ->
				(type.equals("timestamptz") || type.endsWith("with time zone"))
						? time(set, column, OffsetDateTime.class, OffsetDateTime.MIN, OffsetDateTime.MAX)
						: time(set, column, LocalDateTime.class, LocalDateTime.MIN, LocalDateTime.MAX);
			default -> plain(set, column, type);
		};
	}

	private static @Nullable Object plain(ResultSet set, int column, String type) throws SQLException {
		Object value = set.getObject(column);
		if (Boolean.TRUE.equals(value) && type.equals("boolean")) {
			// MariaDB's driver takes each number of a tinyint(1) but 0 for true
			long number = set.getLong(column);
			return (number != 1) ? number : value;
		}
		if (value instanceof byte[] bits && type.equals("bit")) {
			BigInteger number = new BigInteger(1, bits);
			return (number.bitLength() < Long.SIZE) ? number.longValue() : number;
		}
		return plain(value);
	}

	private static @Nullable Object number(ResultSet set, int column) throws SQLException {
		int number = set.getInt(column);
		return set.wasNull() ? null : number;
	}

	// drivers that don't know the class, and values that it can't be, such as infinity,
	// 24:00 and 838:59:59, are shown as the database writes them
	private static @Nullable Object time(ResultSet set, int column, Class<?> type, @Nullable Object least,
			@Nullable Object greatest) throws SQLException {
		try {
			Object value = set.getObject(column, type);
			if (value instanceof LocalTime) {
				// MariaDB's driver takes 838:59:59 for a time of the day
				String text = set.getString(column);
				LocalTime.parse(text);
			}
			// MariaDB's driver has no object for 0000-00-00
			boolean known = value != null && !value.equals(least) && !value.equals(greatest);
			return known ? value : set.getString(column);
		}
		catch (SQLException | DateTimeException ex) {
			return text(set, column);
		}
	}

	// PostgreSQL's driver has neither an object nor a text for a timetz of 24:00 that it
	// gets as bytes: microseconds, and the seconds west of UTC.
	private static @Nullable String text(ResultSet set, int column) throws SQLException {
		try {
			return set.getString(column);
		}
		catch (DateTimeException ex) {
			byte[] bytes = set.getBytes(column);
			if (bytes == null || bytes.length != Long.BYTES + Integer.BYTES) {
				throw ex;
			}
			ZoneOffset offset = ZoneOffset.ofTotalSeconds(-ByteBuffer.wrap(bytes).getInt(Long.BYTES));
			return "24:00:00" + ((offset == ZoneOffset.UTC) ? "+00" : offset.getId().replaceFirst("^(...):00$", "$1"));
		}
	}

	private static @Nullable Object plain(@Nullable Object value) throws SQLException {
		if (value == null || value instanceof String || value instanceof Number) {
			return value;
		}
		if (value instanceof Clob clob) {
			return text(clob.getSubString(1, LARGEST), clob.length());
		}
		if (value instanceof Blob blob) {
			return blob.getBytes(1, LARGEST);
		}
		if (value instanceof SQLXML xml) {
			return xml.getString();
		}
		if (value instanceof java.sql.Array array) {
			if (READ_ONE_BY_ONE.contains(String.valueOf(array.getBaseTypeName()))) {
				return oneByOne(array);
			}
			Object elements = array.getArray();
			return (elements != null) ? list(elements) : array.toString();
		}
		if (value instanceof Object[] elements) {
			return list(elements);
		}
		if (value instanceof Struct struct) {
			return list(struct.getAttributes());
		}
		if (value instanceof java.sql.Timestamp timestamp) {
			return timestamp.toLocalDateTime();
		}
		if (value instanceof java.sql.Date date) {
			return date.toLocalDate();
		}
		if (value instanceof java.sql.Time time) {
			return time.toLocalTime();
		}
		// The type is the driver's own, such as PostgreSQL's jsonb and H2's interval.
		String name = value.getClass().getName();
		return (name.startsWith("org.postgresql.") || name.startsWith("org.h2.")) ? value.toString() : value;
	}

	private static List<@Nullable Object> oneByOne(java.sql.Array array) throws SQLException {
		List<@Nullable Object> elements = new ArrayList<>();
		try (ResultSet set = array.getResultSet()) {
			while (set.next()) {
				elements.add(value(set, 2, set.getMetaData()));
			}
		}
		return elements;
	}

	private static List<@Nullable Object> list(Object array) throws SQLException {
		List<@Nullable Object> elements = new ArrayList<>();
		for (Object element : ObjectUtils.toObjectArray(array)) {
			elements.add(plain(element));
		}
		return elements;
	}

	private static String text(String text, long length) {
		return (length > text.length()) ? text + "… (cut, " + length + " characters in all)" : text;
	}

}
