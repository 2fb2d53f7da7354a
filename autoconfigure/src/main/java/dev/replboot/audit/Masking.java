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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes values out of the record that belong to names of secrets, and bounds every text.
 * Finds such values by the shape of the text around them, so it is no more than a good
 * guess.
 *
 * @since 0.1.0
 */
public final class Masking {

	/**
	 * What stands in place of a value.
	 */
	public static final String MASK = "******";

	/**
	 * Names that are masked by default.
	 */
	public static final String NAMES = "password|passwd|secret|token|credential|private[-_.]?key|api[-_.]?key";

	private static final int MAX_TEXT = 8192;

	private static final int MAX_ELEMENTS = 200;

	private static final Pattern REPL_TOKEN = Pattern.compile("\\s*[0-9a-f]{32}\\s*");

	// what may stand after a name: a quote that ends it, and a sign or a space before the
	// value
	private static final String AFTER = "[\\w.!?*-]{0,64}\"?\\s{0,8}([=:]?)\\s{0,8}";

	private static final String ENDS_WORD = "\"&;,(){}[]";

	private final Pattern name;

	private final Pattern naming;

	/**
	 * Create the masking.
	 * @param names regular expressions; what has a match of one is the name of a secret,
	 * whatever the case
	 */
	public Masking(List<String> names) {
		String any = names.isEmpty() ? "(?!)" : "(?:" + String.join("|", names) + ")";
		this.name = Pattern.compile(any, Pattern.CASE_INSENSITIVE);
		this.naming = Pattern.compile(any + AFTER, Pattern.CASE_INSENSITIVE);
	}

	/**
	 * Mask and bound what is about to go on record.
	 * @param data the entries
	 * @return the entries that may be written
	 */
	public Map<String, Object> mask(Map<String, Object> data) {
		Map<String, Object> masked = new LinkedHashMap<>();
		data.forEach((key, value) -> masked.put(key, value(key, value)));
		return masked;
	}

	private Object value(String key, Object value) {
		if (value instanceof Number || value instanceof Boolean) {
			return value;
		}
		if (value instanceof Iterable<?> elements) {
			List<Object> list = new ArrayList<>();
			for (Object element : elements) {
				if (list.size() == MAX_ELEMENTS) {
					list.add("…");
					break;
				}
				list.add(value(key, String.valueOf(element)));
			}
			return list;
		}
		return this.name.matcher(key).find() ? MASK : text(String.valueOf(value));
	}

	/**
	 * Mask what a text has of secrets.
	 * @param text the text
	 * @return the text without them, cut if it is long
	 */
	public String text(String text) {
		String bounded = (text.length() <= MAX_TEXT) ? text : text.substring(0, MAX_TEXT);
		if (REPL_TOKEN.matcher(bounded).matches()) {
			return MASK;
		}
		return maskValues(UrlPasswords.mask(bounded));
	}

	// a name, then a literal string; or a name, an equals sign or colon, and a word
	private String maskValues(String text) {
		Matcher naming = this.naming.matcher(text);
		StringBuilder masked = new StringBuilder();
		int copied = 0;
		while (copied <= text.length() && naming.find(copied)) {
			int from = naming.end();
			int to = from;
			if (from < text.length() && text.charAt(from) == '"') {
				to = endOfLiteral(text, from);
			}
			else if (naming.end(1) > naming.start(1)) {
				to = endOfWord(text, from);
			}
			masked.append(text, copied, from);
			if (to > from) {
				masked.append(MASK);
			}
			// a match is never empty, unless somebody configured it so
			int next = Math.max(to, copied + 1);
			masked.append(text, to, Math.min(next, text.length()));
			copied = next;
		}
		return (copied < text.length()) ? masked.append(text, copied, text.length()).toString() : masked.toString();
	}

	private static int endOfLiteral(String text, int from) {
		int at = from + 1;
		while (at < text.length() && text.charAt(at) != '"') {
			at += (text.charAt(at) == '\\') ? 2 : 1;
		}
		return Math.min(text.length(), at + 1);
	}

	private static int endOfWord(String text, int from) {
		int at = from;
		while (at < text.length() && !Character.isWhitespace(text.charAt(at))
				&& ENDS_WORD.indexOf(text.charAt(at)) < 0) {
			at++;
		}
		return at;
	}

}
