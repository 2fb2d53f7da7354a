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

package dev.replboot.runtime.engine;

import java.io.StringWriter;
import java.util.regex.Pattern;

import clojure.lang.IFn;
import clojure.lang.Keyword;
import clojure.lang.Symbol;
import org.jspecify.annotations.Nullable;

import dev.replboot.text.VisibleText;

/**
 * Literals with characters that control a terminal or can't be seen: a value may come
 * from a row that somebody else has written. In strings and characters the escapes are
 * those of Clojure, so the same value is read back.
 */
final class VisibleLiterals {

	private VisibleLiterals() {
	}

	/**
	 * The literal of a value, if it takes escaping.
	 * @param value the value
	 * @param method prints it as Clojure does
	 * @return the literal, or {@code null} where Clojure's own can be shown
	 */
	static @Nullable String of(Object value, IFn method) {
		if (value instanceof Character character) {
			String text = character.toString();
			String visible = VisibleText.line(text);
			// Clojure has names for some
			return (visible.equals(text) || isNamed(character)) ? null : visible;
		}
		if (!(value instanceof String || value instanceof Keyword || value instanceof Symbol
				|| value instanceof Pattern)) {
			return null;
		}
		String text = value.toString();
		if (VisibleText.lines(text).equals(text)) {
			return null;
		}
		StringWriter literal = new StringWriter(text.length() + 16);
		method.invoke(value, literal);
		return VisibleText.line(literal.toString());
	}

	// newline, tab, return, backspace, formfeed
	private static boolean isNamed(char character) {
		return "\n\t\r\b\f".indexOf(character) >= 0;
	}

}
