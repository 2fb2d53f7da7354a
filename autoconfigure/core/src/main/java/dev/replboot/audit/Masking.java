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

import dev.replboot.api.Internal;

/**
 * Takes values out of the record that belong to names of secrets, and bounds every text.
 * Finds such values by the shape of the text around them, so it is no more than a good
 * guess; but it takes nothing for a value that Clojure would take for code.
 */
@Internal
public final class Masking {

	/**
	 * What stands in place of a value.
	 */
	public static final String MASK = "******";

	/**
	 * Names that are masked by default.
	 */
	public static final String NAMES = "password|passwd|passphrase|secret|token|credential|authorization"
			+ "|private[-_.]?key|api[-_.]?key|(?<![a-z])(?:pass|pwd)(?![a-z])"
			// the header {"typ":"JWT"} and names such as jwt.issuer-uri have no secret
			+ "|(?-i:(?<![A-Za-z])jwt|Jwt|(?<=_)JWT)(?![-_.]?[a-z])";

	private static final int MAX_TEXT = 8192;

	private static final int MAX_ELEMENTS = 200;

	private static final String FORM = "form";

	private static final String VALUE = "value";

	// as it is typed at a prompt, or pasted as a string
	private static final Pattern REPL_TOKEN = Pattern.compile("\\s*\"?[0-9a-f]{32}\"?\\s*");

	private final SecretNames names;

	private final SecretText inText;

	private final SecretForms inForms;

	/**
	 * Create the masking.
	 * @param names regular expressions; what has a match of one is the name of a secret,
	 * whatever the case
	 */
	public Masking(List<String> names) {
		this.names = new SecretNames(names);
		this.inText = new SecretText(this.names);
		this.inForms = new SecretForms(this.names, this.inText);
	}

	/**
	 * Mask and bound what is about to go on record. Of a form that isn't whole any more
	 * the length and the hash are added.
	 * @param data the entries
	 * @return the entries that may be written
	 */
	public Map<String, Object> mask(Map<String, Object> data) {
		Map<String, Object> masked = new LinkedHashMap<>();
		data.forEach((key, value) -> {
			if (key.equals(FORM)) {
				String form = String.valueOf(value);
				masked.putAll(RecordedForm.of(form, text(form)).entries());
			}
			else {
				masked.put(key, value(key, value));
			}
		});
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
		if (this.names.isName(key)) {
			return MASK;
		}
		return key.equals(VALUE) ? text(String.valueOf(value)) : prose(String.valueOf(value));
	}

	/**
	 * Mask what a text of Clojure has of secrets: a form, or a printed value.
	 * @param text the text
	 * @return the text without them, cut if it is long
	 */
	public String text(String text) {
		if (REPL_TOKEN.matcher(text).matches()) {
			return MASK;
		}
		MaskedParts parts = new MaskedParts(text);
		this.inForms.find(parts);
		return parts.masked(MAX_TEXT);
	}

	/**
	 * Mask what a text of another kind has of secrets: a sentence, SQL, a message.
	 * Fragments of Clojure in it are looked at as well.
	 * @param text the text
	 * @return the text without them, cut if it is long
	 */
	public String prose(String text) {
		if (REPL_TOKEN.matcher(text).matches()) {
			return MASK;
		}
		MaskedParts parts = new MaskedParts(text);
		boolean ignored = this.inText.find(0, Math.min(text.length(), SecretForms.MOST), false, parts);
		this.inForms.find(parts);
		return parts.masked(MAX_TEXT);
	}

}
