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

package dev.replboot.text;

import org.jspecify.annotations.Nullable;

/**
 * Shows a text that somebody else typed as what it is. Characters that control a
 * terminal, turn the direction of what stands around them, end a line, or can't be seen
 * at all appear as <code>&#92;u</code> and four digits, which Clojure, Java and JSON read
 * as the same characters. All others stay, accents, ideographs and emoji among them.
 * Escaping a text twice is the same as escaping it once.
 */
public final class VisibleText {

	private VisibleText() {
	}

	/**
	 * Show a text that stands in a line: the ends of lines and tabs are escaped, too.
	 * @param text the text
	 * @return the text in one line
	 */
	public static String line(String text) {
		return show(text, false);
	}

	/**
	 * Show a text that stands in a line, if there is one.
	 * @param text the text, or {@code null}
	 * @return the text in one line, or {@code null}
	 */
	public static @Nullable String lineOrNull(@Nullable String text) {
		return (text != null) ? line(text) : null;
	}

	/**
	 * Show a text that may have lines: line feeds and tabs stay.
	 * @param text the text
	 * @return the text
	 */
	public static String lines(String text) {
		return show(text, true);
	}

	/**
	 * Show a text that may have lines, if there is one.
	 * @param text the text, or {@code null}
	 * @return the text, or {@code null}
	 */
	public static @Nullable String linesOrNull(@Nullable String text) {
		return (text != null) ? lines(text) : null;
	}

	private static String show(String text, boolean lines) {
		if (isPlain(text, lines)) {
			return text;
		}
		StringBuilder shown = new StringBuilder(text.length() + 16);
		VisibleCharacters characters = new VisibleCharacters(lines);
		for (int i = 0; i < text.length(); i++) {
			characters.take(text.charAt(i), shown);
		}
		characters.end(shown);
		return shown.toString();
	}

	private static boolean isPlain(String text, boolean lines) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if ((character < ' ' || character > '~') && !(lines && (character == '\n' || character == '\t'))) {
				return false;
			}
		}
		return true;
	}

}
