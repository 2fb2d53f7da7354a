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

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * Values of a database as texts and back, without any loss. The capture of changes and
 * their undoing both use it, so that equal values have equal texts. In PostgreSQL that
 * takes the {@link #POSTGRESQL_SETTINGS}.
 */
public final class ValueTexts {

	/**
	 * Sets what PostgreSQL's texts depend on, until the transaction ends.
	 */
	public static final String POSTGRESQL_SETTINGS = """
			select set_config('datestyle', 'ISO, YMD', true), set_config('intervalstyle', 'postgres', true),
			set_config('timezone', 'UTC', true), set_config('extra_float_digits', '3', true),
			set_config('bytea_output', 'hex', true), set_config('lc_monetary', 'C', true),
			set_config('xmloption', 'content', true)""";

	private static final Set<String> H2_BINARY = Set.of("BINARY", "VARBINARY", "BINARY VARYING", "BLOB",
			"BINARY LARGE OBJECT");

	private static final Set<String> H2_UNKNOWN = Set.of("JAVA_OBJECT", "ROW", "NULL", "UNKNOWN");

	private ValueTexts() {
	}

	/**
	 * The expression to select for a column's text.
	 * @param kind the kind of database
	 * @param alias the table's alias
	 * @param column the column
	 * @return the expression, to be read with {@link #read}
	 */
	public static String select(String kind, String alias, ImageColumn column) {
		String name = alias + "." + column.quoted(kind);
		if ("mariadb".equals(kind)) {
			return MariaDbTexts.select(name, column);
		}
		if ("postgresql".equals(kind) && column.type().equals("bpchar")) {
			// of any length, whose spaces at the end belong to the value
			return "case when " + name + " is not null then pg_catalog.concat(" + name + ") end";
		}
		return "postgresql".equals(kind) ? name + "::text" : name;
	}

	/**
	 * Read a text that {@link #select} selects.
	 * @param set the row
	 * @param index the column's index in it
	 * @param kind the kind of database
	 * @param column the column
	 * @return the text, or {@code null} for null
	 * @throws SQLException if it can't be read
	 */
	public static @Nullable String read(ResultSet set, int index, String kind, ImageColumn column) throws SQLException {
		if (isBytes(kind, column)) {
			byte[] bytes = set.getBytes(index);
			return (bytes != null) ? HexFormat.of().formatHex(bytes) : null;
		}
		if ("h2".equals(kind) && isComposed(column)) {
			return composed(set.getObject(index));
		}
		return set.getString(index);
	}

	private static boolean isComposed(ImageColumn column) {
		String type = h2Type(column);
		return type.endsWith("ARRAY") || type.equals("ROW");
	}

	// H2 doesn't tell where in a text one element ends and the next begins
	private static @Nullable String composed(@Nullable Object value) throws SQLException {
		if (value instanceof Array array) {
			return composed(array.getArray());
		}
		StringJoiner elements = new StringJoiner(", ", "[", "]");
		if (value instanceof Object[] array) {
			for (Object element : array) {
				elements.add(String.valueOf(composed(element)));
			}
			return elements.toString();
		}
		if (value instanceof ResultSet row) {
			while (row.next()) {
				for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
					elements.add(String.valueOf(composed(row.getObject(i))));
				}
			}
			return elements.toString();
		}
		if (value instanceof byte[] bytes) {
			return "X'" + HexFormat.of().formatHex(bytes) + "'";
		}
		return (value instanceof String text) ? quoted("h2", text) : (value != null) ? value.toString() : null;
	}

	/**
	 * A value of MariaDB for people, from its text.
	 * @param column the column
	 * @param text the text, or {@code null} for null
	 * @return the value as a plain type of Java
	 */
	public static @Nullable Object mariaDbValue(ImageColumn column, @Nullable String text) {
		return MariaDbTexts.value(column, text);
	}

	/**
	 * Whether MariaDB finds a value of a column by its text and nothing else.
	 * @param column the column
	 * @return whether it does
	 */
	public static boolean isMariaDbKey(ImageColumn column) {
		return MariaDbTexts.isKey(column);
	}

	/**
	 * Whether MariaDB orders the values of a column as numbers, and their texts are
	 * exact.
	 * @param column the column
	 * @return whether it does
	 */
	public static boolean isMariaDbNumber(ImageColumn column) {
		return MariaDbTexts.isNumber(column);
	}

	/**
	 * The literal of a value of such a column.
	 * @param column the column
	 * @param text the value's text
	 * @return the literal, which may be a parameter's question mark
	 */
	public static String mariaDbLiteral(ImageColumn column, String text) {
		return MariaDbTexts.keyLiteral(column, text);
	}

	/**
	 * How long a value of MariaDB is in a statement.
	 * @param column its column
	 * @param text its text, or {@code null} for null
	 * @return the number of bytes, with those that escape others
	 */
	public static long mariaDbLength(ImageColumn column, @Nullable String text) {
		return (text != null) ? MariaDbTexts.length(column, text) : 0;
	}

	/**
	 * The type of a column of MariaDB, with the character set if the values are kept as
	 * bytes.
	 * @param type the type as the catalog has it
	 * @param charset the character set, or {@code null}
	 * @return the type
	 */
	public static String mariaDbType(String type, @Nullable String charset) {
		return (charset == null || MariaDbTexts.UNICODE.contains(charset)) ? type
				: type + MariaDbTexts.CHARSET + charset;
	}

	/**
	 * The condition that a column of MariaDB has exactly a value.
	 * @param name the column's name in the statement
	 * @param column the column
	 * @param value the value's expression
	 * @return the condition
	 */
	public static String mariaDbSame(String name, ImageColumn column, String value) {
		return MariaDbTexts.same(name, column, value);
	}

	/**
	 * The condition that a column of H2 has exactly a value, also where values that look
	 * different are equal for H2: but for their case, or their offset.
	 * @param name the column's name in the statement
	 * @param column the column
	 * @param value the value's expression
	 * @return the condition
	 */
	public static String h2Same(String name, ImageColumn column, String value) {
		String type = h2Type(column);
		boolean alike = type.endsWith("IGNORECASE") || type.endsWith("WITH TIME ZONE");
		return alike ? "cast(" + name + " as varchar) is not distinct from cast(" + value + " as varchar)"
				: name + " is not distinct from " + value;
	}

	/**
	 * The expression for a value in a statement.
	 * @param kind the kind of database
	 * @param column the column
	 * @return the expression with one parameter, to be bound with {@link #bind}
	 */
	public static String parameter(String kind, ImageColumn column) {
		return expression(kind, column, "?");
	}

	/**
	 * The expression for a value in a script.
	 * @param kind the kind of database
	 * @param column the column
	 * @param text the value's text, or {@code null} for null
	 * @return the expression
	 */
	public static String literal(String kind, ImageColumn column, @Nullable String text) {
		if (text == null) {
			return "null";
		}
		if ("mariadb".equals(kind)) {
			return MariaDbTexts.literal(column, text);
		}
		if (isBytes(kind, column)) {
			return "X'" + text + "'";
		}
		return expression(kind, column, quoted(kind, text));
	}

	private static String expression(String kind, ImageColumn column, String value) {
		if ("mariadb".equals(kind)) {
			return MariaDbTexts.parameter(column);
		}
		if (isBytes(kind, column)) {
			return value;
		}
		if ("postgresql".equals(kind)) {
			return "?".equals(value) ? "cast(? as " + column.type() + ")" : value + "::" + column.type();
		}
		if ("h2".equals(kind)) {
			return h2Type(column).equals("JSON") ? value + " format json"
					: "cast(" + value + " as " + column.type() + ")";
		}
		return value;
	}

	// backslashes mean themselves, whatever standard_conforming_strings says
	private static String quoted(String kind, String text) {
		String doubled = text.replace("'", "''");
		return ("postgresql".equals(kind) && text.indexOf('\\') >= 0) ? "E'" + doubled.replace("\\", "\\\\") + "'"
				: "'" + doubled + "'";
	}

	/**
	 * Bind a value to the parameter of {@link #parameter}.
	 * @param statement the statement
	 * @param index the parameter's index
	 * @param kind the kind of database
	 * @param column the column
	 * @param text the value's text, or {@code null} for null
	 * @throws SQLException if it can't be bound
	 */
	public static void bind(PreparedStatement statement, int index, String kind, ImageColumn column,
			@Nullable String text) throws SQLException {
		if ("mariadb".equals(kind)) {
			MariaDbTexts.bind(statement, index, column, text);
		}
		else if (isBytes(kind, column)) {
			statement.setBytes(index, (text != null) ? HexFormat.of().parseHex(text) : null);
		}
		else if ("postgresql".equals(kind)) {
			// the server takes it as it takes a literal
			statement.setObject(index, text, Types.OTHER);
		}
		else {
			statement.setString(index, text);
		}
	}

	/**
	 * Whether values of a column have texts from which they can be restored.
	 * @param kind the kind of database
	 * @param column the column
	 * @return why they haven't, or {@code null} if they have
	 */
	public static @Nullable String refusal(String kind, ImageColumn column) {
		if ("mariadb".equals(kind)) {
			return MariaDbTexts.refusal(column);
		}
		if ("h2".equals(kind)) {
			String type = h2Type(column);
			if (type.endsWith("ARRAY") || H2_UNKNOWN.contains(type)) {
				return "The values of the column " + column.name() + " can't be restored: H2 has no text for the type "
						+ column.type() + " that it reads again.";
			}
		}
		return null;
	}

	/**
	 * Whether a value can be restored from its text, where that depends on the value.
	 * @param kind the kind of database
	 * @param column the column
	 * @param text the value's text, or {@code null} for null
	 * @return why it can't, or {@code null} if it can
	 */
	public static @Nullable String refusal(String kind, ImageColumn column, @Nullable String text) {
		return ("mariadb".equals(kind) && text != null) ? MariaDbTexts.refusal(column, text) : null;
	}

	private static boolean isBytes(String kind, ImageColumn column) {
		if ("mariadb".equals(kind)) {
			return MariaDbTexts.isBytes(column);
		}
		return "h2".equals(kind) && H2_BINARY.contains(h2Type(column));
	}

	private static String h2Type(ImageColumn column) {
		String type = column.type().toUpperCase(Locale.ROOT);
		return type.replaceAll("\\s*\\([^)]*\\)", "").strip();
	}

}
