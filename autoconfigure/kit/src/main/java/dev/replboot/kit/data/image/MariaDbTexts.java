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

package dev.replboot.kit.data.image;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Values of MariaDB as texts that the server makes, so that neither the driver's types
 * nor the JVM's time zone matter. The session's time zone has to be UTC.
 */
final class MariaDbTexts {

	// character sets that lose nothing in Unicode; the values of others are kept as bytes
	static final Set<String> UNICODE = Set.of("utf8mb4", "utf8mb3", "utf8", "ucs2", "utf16", "utf16le", "utf32",
			"latin1", "ascii");

	static final String CHARSET = " character set ";

	private static final Set<String> WORDS = Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext",
			"enum", "set", "json");

	private static final Set<String> BYTES = Set.of("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob",
			"geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
			"geometrycollection");

	private static final Set<String> NUMBERS = Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal",
			"year");

	private static final Set<String> FRACTIONS = Set.of("float", "double");

	private static final Set<String> TIMES = Set.of("date", "datetime", "timestamp", "time", "uuid", "inet4", "inet6");

	private static final int PRINTABLE = 0x20;

	private static final String ESCAPED = "\0'\"\\";

	private MariaDbTexts() {
	}

	static String select(String name, ImageColumn column) {
		String type = type(column);
		if (isBytes(column)) {
			return BYTES.contains(type) ? name : "cast(" + name + " as binary)";
		}
		return switch (type) {
			case "bit" -> "concat(cast(" + name + " as unsigned))";
			// as text a float has six digits
			case "float" -> "concat(cast(" + name + " as double))";
			default -> WORDS.contains(type) ? name : "concat(" + name + ")";
		};
	}

	/**
	 * Whether the text of a value is its bytes in hexadecimal digits.
	 * @param column the column
	 * @return whether it is
	 */
	static boolean isBytes(ImageColumn column) {
		return BYTES.contains(type(column)) || charset(column) != null;
	}

	// null if the text is what it says
	private static @Nullable String charset(ImageColumn column) {
		int start = column.type().lastIndexOf(CHARSET);
		// and not among the values of an enum
		return (start > column.type().lastIndexOf('\'')) ? column.type().substring(start + CHARSET.length()) : null;
	}

	// a fraction that isn't exact has no text that finds it again
	static boolean isKey(ImageColumn column) {
		return NUMBERS.contains(type(column)) || WORDS.contains(type(column)) || BYTES.contains(type(column))
				|| TIMES.contains(type(column));
	}

	static String parameter(ImageColumn column) {
		return expression(column, "?");
	}

	private static String expression(ImageColumn column, String value) {
		String charset = charset(column);
		if (charset != null) {
			return "convert(" + value + " using " + charset + ")";
		}
		return FRACTIONS.contains(type(column)) ? "cast(" + value + " as double)" : value;
	}

	// as text a number would be compared as a fraction, and bits would be characters
	static void bind(PreparedStatement statement, int index, ImageColumn column, @Nullable String text)
			throws SQLException {
		if (isBytes(column)) {
			statement.setBytes(index, (text != null) ? HexFormat.of().parseHex(text) : null);
		}
		else if (isNumber(column)) {
			statement.setBigDecimal(index, (text != null) ? new BigDecimal(text) : null);
		}
		else {
			statement.setString(index, text);
		}
	}

	static boolean isNumber(ImageColumn column) {
		return NUMBERS.contains(type(column)) || type(column).equals("bit");
	}

	/**
	 * How long a value is as a parameter, which the driver writes into the statement.
	 * @param column its column
	 * @param text its text
	 * @return the number of bytes, with those that escape others
	 */
	static long length(ImageColumn column, String text) {
		byte[] bytes = isBytes(column) ? HexFormat.of().parseHex(text) : text.getBytes(StandardCharsets.UTF_8);
		long length = bytes.length;
		for (byte b : bytes) {
			length += (ESCAPED.indexOf(b) >= 0) ? 1 : 0;
		}
		return length;
	}

	/**
	 * A value in a script, whose characters are UTF-8 and in which a backslash escapes.
	 * @param column its column
	 * @param text its text
	 * @return the expression
	 */
	static String literal(ImageColumn column, String text) {
		if (isBytes(column)) {
			return expression(column, "X'" + text + "'");
		}
		if (isNumber(column)) {
			return new BigDecimal(text).toPlainString();
		}
		// clients change line ends, and stop at NUL
		String quoted = text.chars().allMatch((c) -> c >= PRINTABLE)
				? "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
				: "_utf8mb4 X'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
		return expression(column, quoted);
	}

	/**
	 * The literal of a value that finds a key.
	 * @param column the key's column
	 * @param text the value's text
	 * @return the literal, which may be a parameter's question mark
	 */
	static String keyLiteral(ImageColumn column, String text) {
		return (isBytes(column) || NUMBERS.contains(type(column))) ? literal(column, text) : "?";
	}

	/**
	 * The condition that a column has exactly a value, whatever its collation says.
	 * @param name the column's name
	 * @param column the column
	 * @param value the value's expression
	 * @return the condition
	 */
	static String same(String name, ImageColumn column, String value) {
		if (charset(column) != null) {
			return "cast(" + name + " as binary) <=> cast(" + value + " as binary)";
		}
		if (WORDS.contains(type(column))) {
			// hex() of a text whose digits exceed max_allowed_packet is null
			return exact(name) + " <=> " + exact(value);
		}
		return (TIMES.contains(type(column)) ? "concat(" + name + ")" : name) + " <=> " + value;
	}

	private static String exact(String text) {
		return "convert(" + text + " using utf8mb4) collate utf8mb4_nopad_bin";
	}

	/**
	 * Whether a value can be restored from its text.
	 * @param column its column
	 * @param text the text
	 * @return why it can't, or {@code null} if it can
	 */
	static @Nullable String refusal(ImageColumn column, String text) {
		if (text.isEmpty() && type(column).equals("enum") && !column.type().matches("(?is).*[(,]''[,)].*")) {
			return "A value of the column " + column.name() + " can't be restored: it is none of its " + column.type()
					+ ", and MariaDB takes no such value again.";
		}
		return null;
	}

	static @Nullable String refusal(ImageColumn column) {
		String type = type(column);
		boolean known = WORDS.contains(type) || BYTES.contains(type) || TIMES.contains(type) || isNumber(column)
				|| FRACTIONS.contains(type);
		return known ? null : "The values of the column " + column.name()
				+ " can't be restored: there is no text for MariaDB's type " + column.type() + ".";
	}

	static String type(ImageColumn column) {
		int end = 0;
		while (end < column.type().length() && Character.isLetterOrDigit(column.type().charAt(end))) {
			end++;
		}
		return column.type().substring(0, end).toLowerCase(Locale.ROOT);
	}

	/**
	 * A value for people.
	 * @param column its column
	 * @param text its text, or {@code null} for null
	 * @return the value as a plain type of Java
	 */
	static @Nullable Object value(ImageColumn column, @Nullable String text) {
		if (text == null) {
			return null;
		}
		String type = type(column);
		try {
			return switch (type) {
				case "tinyint", "smallint", "mediumint", "int", "year", "bigint", "bit" -> whole(type, text);
				case "decimal" -> new BigDecimal(text);
				case "float", "double" -> Double.valueOf(text);
				case "date" -> LocalDate.parse(text);
				case "datetime" -> LocalDateTime.parse(text.replace(' ', 'T'));
				case "timestamp" -> LocalDateTime.parse(text.replace(' ', 'T')).atOffset(ZoneOffset.UTC);
				default -> BYTES.contains(type) ? HexFormat.of().parseHex(text) : word(column, text);
			};
		}
		catch (DateTimeException ex) {
			// 0000-00-00
			return text;
		}
	}

	private static String word(ImageColumn column, String text) {
		String charset = charset(column);
		// Java has most of them by the same name
		return (charset != null && Charset.isSupported(charset))
				? new String(HexFormat.of().parseHex(text), Charset.forName(charset)) : text;
	}

	private static Object whole(String type, String text) {
		BigInteger number = new BigInteger(text);
		if (number.bitLength() > 63) {
			return number;
		}
		return (type.equals("bigint") || number.bitLength() > 31) ? (Object) number.longValueExact()
				: (Object) number.intValueExact();
	}

}
