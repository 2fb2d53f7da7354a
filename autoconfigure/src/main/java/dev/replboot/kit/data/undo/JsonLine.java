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

package dev.replboot.kit.data.undo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * JSON of one line. An application needn't bring a JSON library, and those that there are
 * bound the length of a string to less than a value of a database may have; so this reads
 * and writes the little that the journal takes: objects, arrays, strings, whole numbers,
 * booleans and null.
 */
final class JsonLine {

	private static final String HEX = "0123456789abcdef";

	private final String text;

	private int position;

	private JsonLine(String text) {
		this.text = text;
	}

	/**
	 * Write a value.
	 * @param value maps, lists, strings, numbers, booleans and null
	 * @return the JSON, without a line's end in it
	 */
	static String write(@Nullable Object value) {
		StringBuilder json = new StringBuilder();
		write(value, json);
		return json.toString();
	}

	private static void write(@Nullable Object value, StringBuilder json) {
		if (value instanceof Map<?, ?> map) {
			String separator = "{";
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				json.append(separator);
				write(String.valueOf(entry.getKey()), json);
				json.append(':');
				write(entry.getValue(), json);
				separator = ",";
			}
			json.append(map.isEmpty() ? "{}" : "}");
		}
		else if (value instanceof List<?> list) {
			json.append('[');
			for (int i = 0; i < list.size(); i++) {
				if (i > 0) {
					json.append(',');
				}
				write(list.get(i), json);
			}
			json.append(']');
		}
		else if (value == null || value instanceof Number || value instanceof Boolean) {
			json.append(value);
		}
		else {
			string(value.toString(), json);
		}
	}

	private static void string(String value, StringBuilder json) {
		json.append('"');
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c == '"' || c == '\\') {
				json.append('\\').append(c);
			}
			// what separates lines for some readers, and halves of pairs, which UTF-8
			// doesn't have
			else if (c < ' ' || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
				json.append("\\u");
				for (int shift = 12; shift >= 0; shift -= 4) {
					json.append(HEX.charAt((c >> shift) & 0xf));
				}
			}
			else {
				json.append(c);
			}
		}
		json.append('"');
	}

	/**
	 * Read an object.
	 * @param line the JSON
	 * @return its members
	 * @throws IllegalArgumentException if it is none
	 */
	static Map<String, @Nullable Object> read(String line) {
		JsonLine reader = new JsonLine(line);
		try {
			if (reader.value() instanceof Map<?, ?> map && reader.position == line.length()) {
				Map<String, @Nullable Object> members = new LinkedHashMap<>();
				map.forEach((key, value) -> members.put((String) key, value));
				return members;
			}
		}
		catch (IndexOutOfBoundsException ex) {
			// it ends too early
		}
		throw new IllegalArgumentException("This isn't a line of JSON.");
	}

	private @Nullable Object value() {
		char c = this.text.charAt(this.position);
		return switch (c) {
			case '{' -> object();
			case '[' -> array();
			case '"' -> string();
			case 't' -> word("true", Boolean.TRUE);
			case 'f' -> word("false", Boolean.FALSE);
			case 'n' -> word("null", null);
			default -> number();
		};
	}

	private @Nullable Object word(String word, @Nullable Object value) {
		if (!this.text.startsWith(word, this.position)) {
			throw new IllegalArgumentException("This isn't JSON.");
		}
		this.position += word.length();
		return value;
	}

	private Long number() {
		int start = this.position;
		while (this.position < this.text.length() && "-0123456789".indexOf(this.text.charAt(this.position)) >= 0) {
			this.position++;
		}
		return Long.valueOf(this.text.substring(start, this.position));
	}

	private Map<String, @Nullable Object> object() {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		while (next('}', members.isEmpty())) {
			String name = string();
			expect(':');
			members.put(name, value());
		}
		return members;
	}

	private List<@Nullable Object> array() {
		List<@Nullable Object> elements = new ArrayList<>();
		while (next(']', elements.isEmpty())) {
			elements.add(value());
		}
		return elements;
	}

	// the opening bracket is before the first element, a comma before each other
	private boolean next(char end, boolean first) {
		if (first) {
			this.position++;
			if (this.text.charAt(this.position) != end) {
				return true;
			}
		}
		else if (this.text.charAt(this.position) == ',') {
			this.position++;
			return true;
		}
		expect(end);
		return false;
	}

	private void expect(char c) {
		if (this.text.charAt(this.position) != c) {
			throw new IllegalArgumentException("This isn't JSON.");
		}
		this.position++;
	}

	private String string() {
		expect('"');
		int end = plainEnd(this.position);
		if (this.text.charAt(end) == '"') {
			String plain = this.text.substring(this.position, end);
			this.position = end + 1;
			return plain;
		}
		StringBuilder value = new StringBuilder();
		while (this.text.charAt(end) != '"') {
			value.append(this.text, this.position, end);
			char escaped = this.text.charAt(end + 1);
			if (escaped == 'u') {
				value.append((char) Integer.parseInt(this.text, end + 2, end + 6, 16));
				this.position = end + 6;
			}
			else {
				value.append(unescaped(escaped));
				this.position = end + 2;
			}
			end = plainEnd(this.position);
		}
		value.append(this.text, this.position, end);
		this.position = end + 1;
		return value.toString();
	}

	private int plainEnd(int from) {
		int end = from;
		while (this.text.charAt(end) != '"' && this.text.charAt(end) != '\\') {
			end++;
		}
		return end;
	}

	private static char unescaped(char escaped) {
		return switch (escaped) {
			case 'n' -> '\n';
			case 't' -> '\t';
			case 'r' -> '\r';
			case 'b' -> '\b';
			case 'f' -> '\f';
			default -> escaped;
		};
	}

}
