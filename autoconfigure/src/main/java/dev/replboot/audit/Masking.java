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

	private final Pattern name;

	private final Pattern named;

	/**
	 * Create the masking.
	 * @param names regular expressions; what has a match of one is the name of a secret,
	 * whatever the case
	 */
	public Masking(List<String> names) {
		String any = names.isEmpty() ? "(?!)" : "(?:" + String.join("|", names) + ")";
		this.name = Pattern.compile(any, Pattern.CASE_INSENSITIVE);
		// a name, then a literal string; or a name, an equals sign or colon, and a word
		this.named = Pattern.compile("([\\w.-]{0,64}" + any + "[\\w.-]{0,64}\"?)(\\s{0,8}[=:]?\\s{0,8}\"(?:\\\\.|[^\"\\\\]){0,8192}+\"?"
				+ "|\\s{0,8}[=:]\\s{0,8}[^\\s\"&;,(){}\\[\\]]{1,8192})", Pattern.CASE_INSENSITIVE);
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
		if (!this.name.matcher(bounded).find()) {
			return bounded;
		}
		return this.named.matcher(bounded).replaceAll("$1 " + MASK);
	}

}
