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

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows where passwords stand in SQL, as far as no name of a secret and no sign says so:
 * {@code identified by 'x'}, {@code set password for u = 'x'}, {@code password('x')}, and
 * which literals SQL has besides {@code 'x'}.
 */
final class SecretSql {

	/**
	 * Matches what stands before a password.
	 */
	static final String NAMES = "\\bidentified\\s{1,8}(?:(?:with|via)\\s{1,8}\\S{1,64}\\s{1,8})?(?:by|using|as)\\b"
			+ "(?:\\s{1,8}(?:password|values)\\b(?!\\s{0,8}\\())?"
			+ "|\\bset\\s{1,8}password\\s{1,8}for\\s[^=;()]{1,128}?(?:(?=\\s{0,8}=)|\\bto\\b)"
			+ "|(?:\\b|_)password(?=\\(\\s{0,8}\\\\{0,8}['\"])|\\breplace(?=\\s{1,8}[^\\s(])";

	private static final String IDENTIFIED = "identified";

	private static final String REPLACE = "replace";

	private static final String PASSWORD = "password";

	private static final int BEFORE = 256;

	private static final Pattern STATEMENT = Pattern.compile("\\b(?:create|alter|grant|connect)\\s[^;]*$");

	// N'x', E'x', U&'x', _utf8mb4'x'
	private static final Pattern PREFIX = Pattern.compile("(?:[NEBXnebx]|[Uu]&|_[A-Za-z0-9]{1,16})(?=')");

	private static final Pattern DOLLARS = Pattern.compile("\\$(?:[A-Za-z_]\\w{0,32})?\\$");

	private static final Pattern NO_PASSWORD = Pattern.compile("(?:random|external\\w*|global\\w*|:\\w+)\\b|\\W",
			Pattern.CASE_INSENSITIVE);

	private SecretSql() {
	}

	/**
	 * Whether it depends on the text before whether a password follows.
	 * @param text the text
	 * @param name where the match begins
	 * @return whether {@link #isFollowed} is to be asked
	 */
	static boolean isVague(String text, int name) {
		return starts(text, name, IDENTIFIED) || starts(text, name, REPLACE);
	}

	/**
	 * Whether a password follows. Only in a statement it may be a bare word, as Oracle
	 * has it, and only what changes one has the old one after {@code replace}.
	 * @param before the text before the match
	 * @param text the text from the match on
	 * @param value where the value begins in it
	 * @param quoted whether the value begins with a quotation mark
	 * @return whether it is masked
	 */
	static boolean isFollowed(String before, String text, int value, boolean quoted) {
		String near = before.substring(Math.max(0, before.length() - BEFORE)).toLowerCase(Locale.ROOT);
		if (starts(text, 0, REPLACE)) {
			return near.lastIndexOf(IDENTIFIED) > near.lastIndexOf(';');
		}
		return quoted || (STATEMENT.matcher(near).find()
				&& !NO_PASSWORD.matcher(text).region(value, text.length()).lookingAt());
	}

	private static boolean starts(String text, int at, String word) {
		return text.regionMatches(true, at, word, 0, word.length());
	}

	/**
	 * Find the end of {@code password('x')}.
	 * @param text the text
	 * @param name where the match begins
	 * @param value where the value would begin
	 * @param to where the text is over
	 * @return the index behind the closing parenthesis, or -1 if it is no such call
	 */
	static int endOfCall(String text, int name, int value, int to) {
		int word = (text.charAt(name) == '_') ? name + 1 : name;
		boolean call = value == word + PASSWORD.length() && starts(text, word, PASSWORD);
		return call ? SecretCalls.end(text, word, value, to) : -1;
	}

	/**
	 * Find the quotation mark of a literal with a prefix.
	 * @param text the text
	 * @param value where the literal begins
	 * @param to where the text is over
	 * @return where the quotation mark is, or where the literal begins if it has no
	 * prefix
	 */
	static int quote(String text, int value, int to) {
		Matcher prefix = PREFIX.matcher(text).region(value, to).useTransparentBounds(true);
		return prefix.lookingAt() ? prefix.end() : value;
	}

	/**
	 * Find the end of a literal of PostgreSQL's in dollars.
	 * @param text the text
	 * @param value where it begins
	 * @param to where the text is over
	 * @return where it is over, or -1 if it is none or has no end
	 */
	static int endOfDollars(String text, int value, int to) {
		Matcher dollars = DOLLARS.matcher(text).region(value, to);
		if (!dollars.lookingAt()) {
			return -1;
		}
		int end = text.indexOf(dollars.group(), dollars.end());
		return (end >= 0 && end + dollars.group().length() <= to) ? end + dollars.group().length() : -1;
	}

}
