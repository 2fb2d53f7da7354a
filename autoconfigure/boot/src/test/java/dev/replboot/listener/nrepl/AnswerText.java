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

package dev.replboot.listener.nrepl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Messages as text: whatever depends on the time, on ids, on hashes and on the machine is
 * replaced, and nothing else.
 */
final class AnswerText {

	private static final int LONGEST = 600;

	private static final int BEGINNING = 60;

	private AnswerText() {
	}

	/**
	 * One message.
	 * @param message the message
	 * @return the text, with the fields in their order
	 */
	static String of(Map<String, Object> message) {
		return value(message);
	}

	/**
	 * An answer, in which the fields, the statuses and the sessions have no order.
	 * @param answer the answer
	 * @return the text
	 */
	static String ofAnswer(Map<String, Object> answer) {
		Map<String, Object> sorted = new TreeMap<>(answer);
		for (String key : List.of("status", "sessions")) {
			if (sorted.get(key) instanceof Collection<?> list) {
				sorted.put(key, new ArrayList<>(new TreeSet<>(list.stream().map(Object::toString).toList())));
			}
		}
		return value(sorted);
	}

	private static String value(Object value) {
		if (value instanceof Map<?, ?> map) {
			List<String> entries = new ArrayList<>();
			// of these alone the order is known
			Map<?, ?> ordered = (map instanceof LinkedHashMap) ? map : new TreeMap<>(map);
			ordered.forEach((key, one) -> entries.add(key + " " + value(one)));
			return "{" + String.join(", ", entries) + "}";
		}
		if (value instanceof Collection<?> list) {
			return list.stream().map(AnswerText::value).toList().toString();
		}
		return (value instanceof String text) ? quoted(text) : String.valueOf(value);
	}

	private static String quoted(String text) {
		String plain = normalized(text);
		String shown = (plain.length() <= LONGEST) ? plain : plain.substring(0, BEGINNING);
		String more = (plain.length() <= LONGEST) ? ""
				: "…(" + plain.length() + " characters, SHA-256 " + hash(plain) + ")";
		StringBuilder escaped = new StringBuilder("\"");
		shown.chars().forEach((character) -> escaped.append(escaped((char) character)));
		return escaped.append('"').append(more).toString();
	}

	private static String escaped(char character) {
		return switch (character) {
			case '\\' -> "\\\\";
			case '"' -> "\\\"";
			case '\n' -> "\\n";
			case '\t' -> "\\t";
			case '\r' -> "\\r";
			default ->
				Character.isISOControl(character) ? "\\u%04x".formatted((int) character) : String.valueOf(character);
		};
	}

	private static String hash(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash, 0, 4);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String normalized(String text) {
		return text.replaceAll("\\b0x[0-9a-f]{4,}\\b", "0x…")
			.replaceAll("@[0-9a-f]{5,8}\\b", "@…")
			.replaceAll("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b", "<uuid>")
			.replaceAll("(eval|fn__|reify__|__)\\d+", "$1…")
			// what the JDK itself calls differs from release to release
			.replaceAll("at java\\.[\\w.$]+/\\w+ \\(\\w+\\.java:-?\\d+\\)", "at java…")
			.replaceAll("jar:file:[^!\"]*/([^/!\"]+\\.jar)!", "jar:file:…/$1!");
	}

}
