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

package dev.replboot.kit.data.undo;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageColumn;

/**
 * Values of MariaDB's types that no other row of a table has, for a moment.
 */
final class MariaDbAside {

	// the least values
	private static final Map<String, String> NUMBERS = Map.of("tinyint", "-128", "smallint", "-32768", "mediumint",
			"-8388608", "int", "-2147483648", "bigint", "-9223372036854775808");

	private static final Pattern LENGTH = Pattern.compile("[a-z]+\\(([0-9]+)\\).*", Pattern.DOTALL);

	private static final String RANDOM = "replace(uuid(), '-', '')";

	private MariaDbAside() {
	}

	/**
	 * A value.
	 * @param column the column
	 * @param table the table's name in a statement
	 * @return the expression, or {@code null} if there is none for the type
	 */
	static @Nullable String value(ImageColumn column, String table) {
		String type = column.type().toLowerCase(Locale.ROOT);
		String word = type.replaceAll("(?s)[^a-z0-9].*", "");
		String name = column.quoted("mariadb");
		return switch (word) {
			case "tinyint", "smallint", "mediumint", "int", "bigint" -> {
				String least = type.contains("unsigned") ? "0" : NUMBERS.get(word);
				yield select("if(min(" + name + ") > " + least + ", min(" + name + ") - 1, max(" + name + ") + 1)",
						table);
			}
			case "decimal", "float",
					"double" ->
				select(type.contains("unsigned")
						? "if(min(" + name + ") >= 1, min(" + name + ") - 1, max(" + name + ") + 1)"
						: "min(" + name + ") - 1", table);
			case "date", "datetime", "timestamp" -> select("max(" + name + ") + interval 1 day", table);
			case "char", "varchar", "binary", "varbinary" -> "left(" + RANDOM + ", " + length(type) + ")";
			case "tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob" -> RANDOM;
			case "uuid" -> "uuid()";
			default -> null;
		};
	}

	// in a table of its own: no statement reads the table that it writes
	private static String select(String value, String table) {
		return "(select v from (select " + value + " as v from " + table + ") x)";
	}

	private static String length(String type) {
		Matcher matcher = LENGTH.matcher(type);
		return matcher.matches() ? matcher.group(1) : "1";
	}

}
