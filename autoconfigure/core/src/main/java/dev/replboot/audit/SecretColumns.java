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

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets in SQL that stand apart from their names: the values of an {@code insert}
 * belong to its list of columns, and a parameter to a place in the text.
 */
final class SecretColumns {

	private static final Pattern INSERT = Pattern.compile(
			"\\b(?:insert|replace)\\b[^()]{0,512}\\(([^()]{1,4096})\\)"
					+ "([^()]{0,64}\\bvalues?\\b\\s{0,64}(?:row\\s{0,8})?(?=\\()|\\s{0,64}select\\b)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern NEXT_ROW = Pattern.compile("\\s{0,64},\\s{0,64}(?:row\\s{0,8})?(?=\\()",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern NO_LITERAL = Pattern.compile("[?]|\\$\\d+|:[A-Za-z]\\w*|[A-Za-z_][\\w.]*");

	private static final int MOST_PARAMETERS = 1000;

	private final SecretNames names;

	SecretColumns(SecretNames names) {
		this.names = names;
	}

	/**
	 * Find the literals that an {@code insert} writes into a column with the name of a
	 * secret.
	 * @param from where the text begins
	 * @param to where the text is over
	 * @param parts gets the literals
	 */
	void find(int from, int to, MaskedParts parts) {
		for (int[] value : values(parts.text(), from, to)) {
			String text = parts.text().substring(value[0], value[1]);
			if (SecretCalls.hasLiteral(text)) {
				SecretCalls.maskLiterals(value[0], value[1], parts);
			}
			else if (!text.isEmpty() && text.indexOf('(') < 0 && !NO_LITERAL.matcher(text).matches()) {
				parts.add(value[0], value[1]);
			}
		}
	}

	/**
	 * Find the parameters that are secrets.
	 * @param text the text
	 * @param from where it begins
	 * @param to where it is over
	 * @return the places of those that are, counted from zero; empty if there are none
	 */
	BitSet parameters(String text, int from, int to) {
		BitSet secret = new BitSet();
		List<Integer> marks = marks(text, from, to);
		if (marks.isEmpty()) {
			return secret;
		}
		Matcher naming = this.names.naming(text);
		int at = from;
		while (at < to && naming.region(at, to).find()) {
			int place = marks.indexOf(naming.end());
			if (place >= 0) {
				secret.set(place);
			}
			at = Math.max(naming.end(), at + 1);
		}
		for (int[] value : values(text, from, to)) {
			for (int place = 0; place < marks.size(); place++) {
				if (marks.get(place) >= value[0] && marks.get(place) < value[1]) {
					secret.set(place);
				}
			}
		}
		return secret;
	}

	private static List<Integer> marks(String text, int from, int to) {
		List<Integer> marks = new ArrayList<>();
		int at = from;
		while (at < to && marks.size() < MOST_PARAMETERS) {
			if (text.charAt(at) == '?') {
				marks.add(at);
			}
			at = SecretCalls.next(text, at, to);
		}
		return marks;
	}

	private List<int[]> values(String text, int from, int to) {
		List<int[]> values = new ArrayList<>();
		Matcher insert = INSERT.matcher(text).region(from, to);
		while (insert.find()) {
			BitSet secret = secretColumns(insert.group(1));
			if (secret.isEmpty()) {
				continue;
			}
			if (insert.group(2).toLowerCase(Locale.ROOT).endsWith("select")) {
				row(text, insert.end(), to, secret, values);
				continue;
			}
			Matcher next = NEXT_ROW.matcher(text);
			int at = insert.end();
			while (at < to) {
				int end = row(text, at + 1, to, secret, values);
				at = (end < to && next.region(end + 1, to).lookingAt()) ? next.end() : to;
			}
		}
		return values;
	}

	private BitSet secretColumns(String columns) {
		BitSet secret = new BitSet();
		String[] names = columns.split(",");
		for (int i = 0; i < names.length; i++) {
			if (this.names.isName(names[i])) {
				secret.set(i);
			}
		}
		return secret;
	}

	// ends with the parenthesis that was open before it
	private static int row(String text, int from, int to, BitSet secret, List<int[]> values) {
		int depth = 0;
		int column = 0;
		int begin = from;
		int at = from;
		while (at < to) {
			char character = text.charAt(at);
			if (character == '(') {
				depth++;
			}
			else if (character == ';' || (character == ')' && depth-- == 0)) {
				break;
			}
			else if (character == ',' && depth == 0) {
				addIf(secret.get(column++), text, begin, at, values);
				begin = at + 1;
			}
			at = SecretCalls.next(text, at, to);
		}
		addIf(secret.get(column), text, begin, Math.min(at, to), values);
		return at;
	}

	private static void addIf(boolean secret, String text, int from, int to, List<int[]> values) {
		int begin = from;
		int end = to;
		while (begin < end && Character.isWhitespace(text.charAt(begin))) {
			begin++;
		}
		while (end > begin && Character.isWhitespace(text.charAt(end - 1))) {
			end--;
		}
		if (secret) {
			values.add(new int[] { begin, end });
		}
	}

}
