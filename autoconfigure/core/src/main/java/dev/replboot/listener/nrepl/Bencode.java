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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes messages in bencode.
 */
final class Bencode {

	private Bencode() {
	}

	/**
	 * Encode a value.
	 * @param value a map with strings for keys, a collection, a whole number or a string;
	 * of anything else its {@code toString()}
	 * @return the bytes
	 */
	static byte[] encode(Object value) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		write(value, bytes);
		return bytes.toByteArray();
	}

	private static void write(Object value, ByteArrayOutputStream bytes) {
		if (value instanceof Map<?, ?> map) {
			bytes.write('d');
			// the protocol wants sorted keys; ours are ASCII, whose order is the same
			new TreeMap<Object, Object>(map).forEach((key, item) -> {
				write(key, bytes);
				write(item, bytes);
			});
			bytes.write('e');
		}
		else if (value instanceof Collection<?> items) {
			bytes.write('l');
			items.forEach((item) -> write(item, bytes));
			bytes.write('e');
		}
		else if (value instanceof Long || value instanceof Integer) {
			bytes.writeBytes(ascii("i" + value + "e"));
		}
		else {
			byte[] text = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
			bytes.writeBytes(ascii(text.length + ":"));
			bytes.writeBytes(text);
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
