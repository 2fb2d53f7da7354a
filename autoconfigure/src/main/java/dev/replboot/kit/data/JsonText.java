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

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ObjectUtils;

/**
 * Writes maps and lists as JSON. No library for that has to be on the class path.
 */
final class JsonText {

	private final StringBuilder text = new StringBuilder();

	private JsonText() {
	}

	static String of(@Nullable Object value) {
		JsonText json = new JsonText();
		json.write(value);
		return json.text.toString();
	}

	private void write(@Nullable Object value) {
		if (value == null || value instanceof Boolean || isFinite(value)) {
			this.text.append(value);
		}
		else if (value instanceof Map<?, ?> map) {
			String separator = "{";
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				this.text.append(separator);
				string(String.valueOf(entry.getKey()));
				this.text.append(':');
				write(entry.getValue());
				separator = ",";
			}
			this.text.append(map.isEmpty() ? "{}" : "}");
		}
		else if (value instanceof Collection<?> collection) {
			list(collection.toArray());
		}
		else if (value.getClass().isArray()) {
			list(ObjectUtils.toObjectArray(value));
		}
		else {
			string(value.toString());
		}
	}

	// JSON has no other numbers
	private static boolean isFinite(Object value) {
		return value instanceof Number number
				&& (!(value instanceof Double || value instanceof Float) || Double.isFinite(number.doubleValue()));
	}

	private void list(@Nullable Object[] elements) {
		this.text.append('[');
		for (int i = 0; i < elements.length; i++) {
			this.text.append((i > 0) ? "," : "");
			write(elements[i]);
		}
		this.text.append(']');
	}

	private void string(String value) {
		this.text.append('"');
		for (int i = 0; i < value.length(); i++) {
			char character = value.charAt(i);
			if (character == '"' || character == '\\') {
				this.text.append('\\').append(character);
			}
			else if (character < ' ') {
				this.text.append(String.format("\\u%04x", (int) character));
			}
			else {
				this.text.append(character);
			}
		}
		this.text.append('"');
	}

}
