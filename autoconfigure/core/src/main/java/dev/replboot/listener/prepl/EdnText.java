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

package dev.replboot.listener.prepl;

/**
 * Strings as the EDN reader wants them and {@code pr} writes them.
 */
final class EdnText {

	private EdnText() {
	}

	/**
	 * Quote a text.
	 * @param text any text
	 * @return a string literal
	 */
	static String quote(CharSequence text) {
		StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
		for (int i = 0; i < text.length(); i++) {
			append(quoted, text.charAt(i));
		}
		return quoted.append('"').toString();
	}

	// the escapes of clojure.core/char-escape-string
	private static void append(StringBuilder quoted, char character) {
		switch (character) {
			case '\n' -> quoted.append("\\n");
			case '\t' -> quoted.append("\\t");
			case '\r' -> quoted.append("\\r");
			case '"' -> quoted.append("\\\"");
			case '\\' -> quoted.append("\\\\");
			case '\f' -> quoted.append("\\f");
			case '\b' -> quoted.append("\\b");
			default -> quoted.append(character);
		}
	}

}
