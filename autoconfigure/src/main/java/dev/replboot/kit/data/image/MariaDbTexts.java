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

	private static final Set<String> WORDS = Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext",
			"enum", "set", "json");

	private static final Set<String> BYTES = Set.of("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob",
			"geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
			"geometrycollection");

	private static final Set<String> NUMBERS = Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal",
			"year");

	private static final Set<String> TIMES = Set.of("date", "datetime", "timestamp", "time", "uuid", "inet4", "inet6");

	private MariaDbTexts() {
	}

	static String select(String name, ImageColumn column) {
		String type = type(column);
		if (BYTES.contains(type)) {
			return "hex(" + name + ")";
		}
		return switch (type) {
			case "bit" -> "concat(cast(" + name + " as unsigned))";
			// as text a float has six digits
			case "float" -> "concat(cast(" + name + " as double))";
			default -> WORDS.contains(type) ? name : "concat(" + name + ")";
		};
	}

	// a fraction that isn't exact has no text that finds it again
	static boolean isKey(ImageColumn column) {
		return NUMBERS.contains(type(column)) || WORDS.contains(type(column)) || BYTES.contains(type(column))
				|| TIMES.contains(type(column));
	}

	static String literal(ImageColumn column, String text) {
		if (BYTES.contains(type(column))) {
			return "X'" + text + "'";
		}
		// as text it would be compared as a fraction, and no index would be used
		return NUMBERS.contains(type(column)) ? new BigDecimal(text).toPlainString() : "?";
	}

	static String type(ImageColumn column) {
		return column.type().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_].*", "");
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
				default -> BYTES.contains(type) ? HexFormat.of().parseHex(text) : text;
			};
		}
		catch (DateTimeException ex) {
			// 0000-00-00
			return text;
		}
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
