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

import java.util.regex.Pattern;

/**
 * Finds a call where the value of a secret would stand in a text, as in
 * {@code password = crypt('…', gen_salt('bf'))}: the function is code and is shown, its
 * literals are masked.
 */
final class SecretCalls {

	private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_][\\w.]*");

	private SecretCalls() {
	}

	/**
	 * Find the end of a call.
	 * @param text the text
	 * @param from where the word begins that may name a function
	 * @param open where that word is over
	 * @param to where the text is over
	 * @return the index behind the closing parenthesis, or -1 if it is no call without
	 * arguments and none with a literal among its arguments
	 */
	static int end(String text, int from, int open, int to) {
		if (open >= to || text.charAt(open) != '(' || !FUNCTION.matcher(text).region(from, open).matches()) {
			return -1;
		}
		boolean literals = false;
		int depth = 0;
		int at = open;
		while (at < to) {
			char character = text.charAt(at);
			int quote = quote(text, at, to);
			if (quote >= 0) {
				literals = true;
				at = endOfLiteral(text, quote, to) - 1;
			}
			else if (character == '(') {
				depth++;
			}
			else if (character == ')' && --depth == 0) {
				return (literals || at == open + 1) ? at + 1 : -1;
			}
			at++;
		}
		return -1;
	}

	/**
	 * Mask the literals of a call.
	 * @param open where its arguments begin
	 * @param end where it is over
	 * @param parts gets the literals
	 */
	static void maskLiterals(int open, int end, MaskedParts parts) {
		int at = open;
		while (at < end) {
			int next = next(parts.text(), at, end);
			if (next > at + 1) {
				parts.add(at, next);
			}
			at = next;
		}
	}

	/**
	 * Go on by one character, or by one literal.
	 * @param text the text
	 * @param at where a character is or a literal begins
	 * @param to where the text is over
	 * @return the index behind it
	 */
	static int next(String text, int at, int to) {
		int quote = quote(text, at, to);
		if (quote >= 0) {
			return endOfLiteral(text, quote, to);
		}
		return Math.max(at + 1, SecretSql.endOfDollars(text, at, to));
	}

	static boolean hasLiteral(String text) {
		for (int at = 0; at < text.length(); at++) {
			if (next(text, at, text.length()) > at + 1) {
				return true;
			}
		}
		return false;
	}

	// a quotation mark within a string of Clojure's is escaped, once or more
	private static int quote(String text, int at, int to) {
		int quote = at;
		while (quote < to && text.charAt(quote) == '\\') {
			quote++;
		}
		return (quote < to && (text.charAt(quote) == '\'' || text.charAt(quote) == '"')) ? quote : -1;
	}

	private static int endOfLiteral(String text, int quote, int to) {
		int end = text.indexOf(text.charAt(quote), quote + 1);
		while (end >= 0 && end + 1 < to && text.charAt(quote) == '\'' && text.charAt(end + 1) == '\'') {
			end = text.indexOf('\'', end + 2);
		}
		return (end >= 0 && end < to) ? end + 1 : to;
	}

}
