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

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Reads names and literals of a statement as the database's server does: without their
 * quotes and escapes.
 *
 * @see <a href= "https://www.postgresql.org/docs/current/sql-syntax-lexical.html">Lexical
 * Structure</a>
 */
final class SqlNames {

	// PostgreSQL counts bytes.
	private static final int LONGEST = 63;

	private static final String SHORT_ESCAPES = "bfnrt";

	private static final String ESCAPED = "\b\f\n\r\t";

	private SqlNames() {
	}

	/**
	 * The name that a part of a statement is.
	 * @param kind what the scanner takes it for
	 * @param text the part
	 * @param dialect the database's own way to write statements
	 * @return the name, in lower case unless it is in quotes; {@code null} if it is none
	 */
	static @Nullable String name(SqlScanner.Kind kind, String text, SqlDialect dialect) {
		String name = null;
		if (kind == SqlScanner.Kind.WORD) {
			name = (dialect == SqlDialect.POSTGRESQL) ? lowerCase(text) : text.toLowerCase(Locale.ROOT);
		}
		else if (kind == SqlScanner.Kind.QUOTED && isName(text, dialect)) {
			name = (text.charAt(0) == '"' || text.charAt(0) == '`') ? unquoted(text, 0) : unescaped(text, dialect);
		}
		return (name != null && dialect == SqlDialect.POSTGRESQL) ? clipped(name) : name;
	}

	private static boolean isName(String text, SqlDialect dialect) {
		return switch (text.charAt(0)) {
			case '`' -> true;
			// In MySQL, it is a literal.
			case '"' -> dialect != SqlDialect.MYSQL;
			case 'u', 'U' -> text.startsWith("\"", 2);
			default -> false;
		};
	}

	// other letters have no case for a server with UTF-8
	private static String lowerCase(String text) {
		StringBuilder lower = new StringBuilder(text.length());
		text.chars().forEach((c) -> lower.append((char) ((c >= 'A' && c <= 'Z') ? c + ('a' - 'A') : c)));
		return lower.toString();
	}

	private static String clipped(String name) {
		int bytes = 0;
		for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
			int point = name.codePointAt(i);
			bytes += (point < 0x80) ? 1 : (point < 0x800) ? 2 : (point < 0x10000) ? 3 : 4;
			if (bytes > LONGEST) {
				return name.substring(0, i);
			}
		}
		return name;
	}

	/**
	 * The value of a literal.
	 * @param text the literal, as the scanner gives it
	 * @return the value; {@code null} if it is none
	 */
	static @Nullable String literal(String text) {
		return switch (text.charAt(0)) {
			case '\'' -> unquoted(text, 0);
			case 'e', 'E' -> unbackslashed(unquoted(text, 1));
			case 'u', 'U' -> text.startsWith("'", 2) ? unescaped(text, SqlDialect.POSTGRESQL) : null;
			case '$' -> {
				int tag = text.indexOf('$', 1) + 1;
				yield text.substring(tag, Math.max(tag, text.length() - tag));
			}
			default -> null;
		};
	}

	// an escaped quote stays escaped
	private static String unquoted(String text, int start) {
		return part(text, start).value();
	}

	// parts on several lines are one
	private static Part part(String text, int start) {
		char quote = text.charAt(start);
		boolean escapes = start == 1;
		StringBuilder value = new StringBuilder(text.length());
		int i = start + 1;
		while (i < text.length()) {
			char character = text.charAt(i);
			if (character == '\\' && escapes && i + 1 < text.length()) {
				value.append(character).append(text.charAt(++i));
			}
			else if (character != quote) {
				value.append(character);
			}
			else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
				value.append(text.charAt(i++));
			}
			else {
				int next = afterSpace(text, i + 1);
				if (next >= text.length() || text.charAt(next) != quote) {
					break;
				}
				i = next;
			}
			i++;
		}
		return new Part(value.toString(), Math.min(i + 1, text.length()));
	}

	// Only comments of a line may be within a literal, so it skips these.
	private static int afterSpace(String text, int begin) {
		int i = begin;
		while (i < text.length() && (Character.isWhitespace(text.charAt(i)) || text.startsWith("--", i))) {
			if (text.charAt(i) == '-') {
				while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
					i++;
				}
			}
			else {
				i++;
			}
		}
		return i;
	}

	private static String unbackslashed(String value) {
		StringBuilder plain = new StringBuilder(value.length());
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character != '\\' || i + 1 == value.length()) {
				plain.append(character);
				continue;
			}
			char kind = value.charAt(++i);
			int digits = switch (kind) {
				case 'x' -> digits(value, i + 1, 16, 2);
				case 'u' -> digits(value, i + 1, 16, 4);
				case 'U' -> digits(value, i + 1, 16, 8);
				default -> 0;
			};
			int octal = digits(value, i, 8, 3);
			if (digits > 0) {
				append(plain, value.substring(i + 1, i + 1 + digits), 16);
				i += digits;
			}
			else if (octal > 0) {
				append(plain, value.substring(i, i + octal), 8);
				i += octal - 1;
			}
			else {
				int known = SHORT_ESCAPES.indexOf(kind);
				plain.append((known != -1) ? ESCAPED.charAt(known) : kind);
			}
		}
		return plain.toString();
	}

	// U&"…" and U&'…' may have a character of their own that escapes.
	private static String unescaped(String text, SqlDialect dialect) {
		Part part = part(text, 2);
		String value = part.value();
		char escape = escape(text.substring(part.end()), dialect);
		StringBuilder plain = new StringBuilder(value.length());
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			boolean six = character == escape && i + 1 < value.length() && value.charAt(i + 1) == '+';
			int start = six ? i + 2 : i + 1;
			int digits = six ? 6 : 4;
			if (character == escape && digits(value, start, 16, digits) == digits) {
				append(plain, value.substring(start, start + digits), 16);
				i = start + digits - 1;
			}
			else {
				plain.append(character);
				// It stands for itself.
				i += (character == escape && i + 1 < value.length() && value.charAt(i + 1) == escape) ? 1 : 0;
			}
		}
		return plain.toString();
	}

	private static char escape(String clause, SqlDialect dialect) {
		SqlScanner scanner = new SqlScanner(clause, dialect);
		// The word uescape comes first.
		scanner.next();
		String character = (scanner.next() == SqlScanner.Kind.QUOTED) ? literal(scanner.text()) : null;
		return (character != null && !character.isEmpty()) ? character.charAt(0) : '\\';
	}

	private static int digits(String text, int start, int radix, int most) {
		int end = start;
		while (end < text.length() && end < start + most && Character.digit(text.charAt(end), radix) >= 0) {
			end++;
		}
		return end - start;
	}

	private static void append(StringBuilder plain, String digits, int radix) {
		int point = (int) Long.parseLong(digits, radix);
		if (Character.isValidCodePoint(point)) {
			plain.appendCodePoint(point);
		}
	}

	/**
	 * What is between quotes.
	 *
	 * @param value the text without its quotes
	 * @param end where the quotes end
	 */
	private record Part(String value, int end) {

	}

}
