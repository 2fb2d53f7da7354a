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

/**
 * Where the parts of a Clojure text end for Clojure's reader.
 */
final class FormBounds {

	private static final String ENDS_ATOM = "\";^`~()[]{}\\@";

	private final String text;

	FormBounds(String text) {
		this.text = text;
	}

	/**
	 * The end of a string.
	 * @param quote where its first quote is
	 * @return the place after its last quote, or -1 if it has none
	 */
	int endOfString(int quote) {
		int end = quote + 1;
		while (end < this.text.length() && this.text.charAt(end) != '"') {
			end += (this.text.charAt(end) == '\\') ? 2 : 1;
		}
		return (end < this.text.length()) ? end + 1 : -1;
	}

	/**
	 * The end of a symbol, a keyword or a number.
	 * @param from where it begins
	 * @return the place after it
	 */
	int endOfAtom(int from) {
		int end = from;
		while (end < this.text.length() && !isSpace(this.text.charAt(end))
				&& ENDS_ATOM.indexOf(this.text.charAt(end)) < 0) {
			end++;
		}
		return Math.max(end, Math.min(from, this.text.length()));
	}

	/**
	 * The end of an address, which has characters that end an atom.
	 * @param from where it begins
	 * @return the place after it
	 */
	int endOfRun(int from) {
		int end = from;
		while (end < this.text.length() && !isSpace(this.text.charAt(end))
				&& "\"()[]{};".indexOf(this.text.charAt(end)) < 0) {
			end++;
		}
		return end;
	}

	/**
	 * The end of a line.
	 * @param from a place in it
	 * @return the place of its line feed, or the end of the text
	 */
	int endOfLine(int from) {
		int end = this.text.indexOf('\n', from);
		return (end >= 0) ? end : this.text.length();
	}

	/**
	 * Whether a character is white space to Clojure's reader.
	 * @param character the character
	 * @return whether it is
	 */
	static boolean isSpace(char character) {
		return Character.isWhitespace(character) || character == ',';
	}

}
