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

package dev.replboot.audit;

import java.util.BitSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets in text that isn't Clojure: within a string, in a comment, in a message,
 * in SQL. That is what stands after a name and a sign, or is a credential by its own
 * shape.
 */
final class SecretText {

	private static final String ENDS_WORD = "\"'&;,(){}[]<>|`";

	private static final Set<String> NO_VALUES = Set.of("?", "$", "#", "%s", "null", "nil", "true", "false", "bearer",
			"basic", "digest");

	private static final Pattern PLACEHOLDER = Pattern.compile(":[A-Za-z]\\w*|\\$\\d+");

	private static final Pattern COLUMN = Pattern.compile("[A-Za-z_]\\w*\\.([A-Za-z_]\\w*)");

	private static final Pattern SCHEME = Pattern.compile("(?:bearer|basic|digest|token|negotiate)\\s{1,8}",
			Pattern.CASE_INSENSITIVE);

	// scheme://user:password@host; a password has a slash only if there is no other way
	private static final Pattern URL = Pattern.compile("://[^\\s/:@\"'\\\\]{0,256}:(?!\\d{1,5}[/?#])"
			+ "([^\\s\"'\\\\/]{1,512}(?=@)|[^\\s\"'\\\\]{1,512}?(?=@))@");

	private static final Pattern ORACLE = Pattern
		.compile("jdbc:oracle:\\w{1,16}:[^\\s/@\"']{1,128}/([^\\s@\"']{1,128})@", Pattern.CASE_INSENSITIVE);

	private static final Pattern AUTHORIZATION = Pattern
		.compile("(?<![\\w-])(?:bearer|basic|digest)\\s{1,8}([A-Za-z0-9._~+/=-]+|$)", Pattern.CASE_INSENSITIVE);

	private static final int SURELY = 16;

	private static final Pattern JWT = Pattern
		.compile("(?<![\\w-])(eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?)");

	private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----");

	private final SecretNames names;

	private final SecretColumns columns;

	SecretText(SecretNames names) {
		this.names = names;
		this.columns = new SecretColumns(names);
	}

	/**
	 * Find the parameters of a statement that are secrets.
	 * @param text the text
	 * @param from where the statement begins
	 * @param to where it is over
	 * @return the places of those that are, counted from zero
	 */
	BitSet parameters(String text, int from, int to) {
		return this.columns.parameters(text, from, to);
	}

	/**
	 * Find secrets.
	 * @param from where the text begins
	 * @param to where it is over
	 * @param lines whether a literal ends with its line at the latest
	 * @param parts gets what was found
	 * @return whether the text ends where a secret would begin
	 */
	boolean find(int from, int to, boolean lines, MaskedParts parts) {
		String text = parts.text();
		if (from >= to) {
			return false;
		}
		// looking for a few characters is much cheaper than for a pattern
		String part = text.substring(from, to);
		if (part.contains("://")) {
			group(URL, from, to, parts);
		}
		if (part.contains("@")) {
			group(ORACLE, from, to, parts);
		}
		if (part.contains("eyJ")) {
			group(JWT, from, to, parts);
		}
		if (part.contains("-----BEGIN")) {
			privateKeys(from, to, parts);
		}
		if (part.contains("(")) {
			this.columns.find(from, to, parts);
		}
		boolean open = authorization(from, to, parts);
		return named(from, to, lines, parts) || open;
	}

	private static void privateKeys(int from, int to, MaskedParts parts) {
		Matcher key = PRIVATE_KEY.matcher(parts.text()).region(from, to);
		while (key.find()) {
			int end = parts.text().indexOf("-----END", key.end());
			parts.add(key.end(), (end >= 0 && end < to) ? end : to);
		}
	}

	private static void group(Pattern pattern, int from, int to, MaskedParts parts) {
		Matcher found = pattern.matcher(parts.text()).region(from, to);
		while (found.find()) {
			parts.add(found.start(1), found.end(1));
		}
	}

	// "Bearer" and "Basic" are words as well
	private static boolean authorization(int from, int to, MaskedParts parts) {
		Matcher found = AUTHORIZATION.matcher(parts.text()).region(from, to);
		boolean open = false;
		while (found.find()) {
			String credential = found.group(1);
			boolean alone = found.start() == from && found.end() == to;
			open |= credential.isEmpty();
			if (alone || credential.length() >= SURELY || credential.chars().anyMatch(Character::isDigit)) {
				parts.add(found.start(1), found.end(1));
			}
		}
		return open;
	}

	private boolean named(int from, int to, boolean lines, MaskedParts parts) {
		String text = parts.text();
		Matcher naming = this.names.naming(text);
		boolean open = false;
		int at = from;
		while (at < to && naming.region(at, to).find()) {
			int value = naming.end();
			boolean sign = naming.end(1) > naming.start(1);
			int end = value;
			if (value < to) {
				end = value(text, from, naming, to, lines);
			}
			else {
				open = sign;
			}
			int call = (sign || end > value) ? SecretCalls.end(text, value, end, to)
					: SecretSql.endOfCall(text, naming.start(), value, to);
			if (call >= 0) {
				SecretCalls.maskLiterals(end, call, parts);
				end = call;
			}
			else {
				// a tag isn't over yet
				parts.add((value < to && text.charAt(value) == '>') ? value + 1 : value, end);
			}
			// a match is never empty, unless somebody configured it so
			at = Math.max(end, Math.max(naming.end(), at + 1));
		}
		return open;
	}

	private int value(String text, int from, Matcher naming, int to, boolean lines) {
		int value = naming.end();
		boolean sign = naming.end(1) > naming.start(1);
		boolean space = Character.isWhitespace(text.charAt(value - 1));
		int end = (sign || space) ? endOfQuoted(text, value, to, lines) : -1;
		if (SecretSql.isVague(text, naming.start())) {
			String before = text.substring(from, naming.start());
			boolean followed = space && SecretSql.isFollowed(before, text.substring(naming.start(), to),
					value - naming.start(), end >= 0);
			return (followed && end < 0) ? endOfPlainWord(text, value, to) : followed ? end : value;
		}
		if (end >= 0) {
			return end;
		}
		if (text.charAt(value) == '>' && isTag(text, naming.start())) {
			int tag = text.indexOf('<', value);
			return (tag >= 0 && tag < to) ? tag : value;
		}
		if (sign) {
			return endOfWord(text, naming, value, to);
		}
		return (space && isOption(text, naming.start())) ? endOfPlainWord(text, value, to) : value;
	}

	private static int endOfQuoted(String text, int value, int to, boolean lines) {
		int quote = value;
		while (quote < to && text.charAt(quote) == '\\') {
			quote++;
		}
		if (quote < to && (text.charAt(quote) == '"' || text.charAt(quote) == '\'')) {
			return endOfLiteral(text, value, quote, to, lines);
		}
		int prefixed = SecretSql.quote(text, value, to);
		return (prefixed > value) ? endOfLiteral(text, prefixed, prefixed, to, lines)
				: SecretSql.endOfDollars(text, value, to);
	}

	// the delimiter may be escaped, once or more, as in JSON within a string
	private static int endOfLiteral(String text, int from, int quote, int to, boolean lines) {
		int escapes = quote - from;
		int last = to;
		int at = quote + 1;
		int before = 0;
		while (at < last) {
			char character = text.charAt(at);
			if (lines && character == '\n') {
				last = at;
				break;
			}
			if (character == text.charAt(quote) && (before == escapes || character == '\'')) {
				boolean doubled = character == '\'' && at + 1 < last && text.charAt(at + 1) == '\'';
				if (!doubled) {
					return at + 1;
				}
				at++;
			}
			before = (character == '\\') ? before + 1 : 0;
			if (escapes == 0 && character == '\\') {
				before = 0;
				at++;
			}
			at++;
		}
		// a quote alone is no value
		return (last > quote + 1) ? last : from;
	}

	private int endOfWord(String text, Matcher naming, int from, int to) {
		Matcher scheme = SCHEME.matcher(text).region(from, to);
		int begin = scheme.lookingAt() ? scheme.end() : from;
		int end = endOfPlainWord(text, begin, to);
		String word = text.substring(begin, end);
		if (NO_VALUES.contains(word.toLowerCase(Locale.ROOT)) || PLACEHOLDER.matcher(word).matches()) {
			return from;
		}
		Matcher column = COLUMN.matcher(word);
		if (column.matches() && naming.group(1).equals("=") && this.names.isName(column.group(1))) {
			return from;
		}
		return end;
	}

	private static int endOfPlainWord(String text, int from, int to) {
		int at = from;
		while (at < to && !Character.isWhitespace(text.charAt(at)) && ENDS_WORD.indexOf(text.charAt(at)) < 0
				&& !isEscapedEnd(text, at, to)) {
			at++;
		}
		return at;
	}

	private static boolean isEscapedEnd(String text, int at, int to) {
		return text.charAt(at) == '\\' && at + 1 < to && "nrt\"'\\".indexOf(text.charAt(at + 1)) >= 0;
	}

	private static boolean isTag(String text, int name) {
		int at = name;
		while (at > 0 && (Character.isLetterOrDigit(text.charAt(at - 1)) || ":._-".indexOf(text.charAt(at - 1)) >= 0)) {
			at--;
		}
		return at > 0 && text.charAt(at - 1) == '<';
	}

	private static boolean isOption(String text, int name) {
		int at = name;
		while (at > 0 && (Character.isLetterOrDigit(text.charAt(at - 1)) || text.charAt(at - 1) == '-')) {
			at--;
		}
		return text.startsWith("--", at);
	}

}
