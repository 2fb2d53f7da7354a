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

package dev.replboot.twin.console;

import java.util.List;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

import dev.replboot.eval.EvaluationRequest;

/**
 * Tells the line editor whether a form is complete, and which symbol the cursor is in.
 */
final class FormParser implements Parser {

	// what a symbol never has in it, and what may stand before one
	private static final String DELIMITERS = ",;\"\\()[]{}";

	private static final String PREFIXES = "'`~@^#";

	private volatile boolean lines;

	/**
	 * What is read from now on.
	 * @param lines whether it is lines for a form that reads its input, and not forms
	 */
	void lines(boolean lines) {
		this.lines = lines;
	}

	@Override
	public ParsedLine parse(String line, int cursor, ParseContext context) {
		boolean finishing = context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT;
		if (finishing && !this.lines && !EvaluationRequest.isComplete(line)) {
			throw new EOFError(-1, cursor, "The form isn't complete", "");
		}
		return Word.at(line, cursor);
	}

	// a backslash is a character's
	@Override
	public boolean isEscapeChar(char character) {
		return false;
	}

	/**
	 * A line with the symbol that the cursor is in.
	 *
	 * @param line the whole text
	 * @param cursor where the cursor is in it
	 * @param start where the symbol begins
	 * @param end where it ends
	 */
	private record Word(String line, int cursor, int start, int end) implements CompletingParsedLine {

		static Word at(String line, int cursor) {
			int start = cursor;
			while (start > 0 && isPart(line.charAt(start - 1))) {
				start--;
			}
			while (start < cursor && PREFIXES.indexOf(line.charAt(start)) >= 0) {
				start++;
			}
			int end = cursor;
			while (end < line.length() && isPart(line.charAt(end))) {
				end++;
			}
			return new Word(line, cursor, start, end);
		}

		private static boolean isPart(char character) {
			return !Character.isWhitespace(character) && DELIMITERS.indexOf(character) < 0;
		}

		@Override
		public String word() {
			return this.line.substring(this.start, this.end);
		}

		@Override
		public int wordCursor() {
			return this.cursor - this.start;
		}

		@Override
		public int wordIndex() {
			return 0;
		}

		@Override
		public List<String> words() {
			return List.of(word());
		}

		@Override
		public CharSequence escape(CharSequence candidate, boolean complete) {
			return candidate;
		}

		@Override
		public int rawWordCursor() {
			return wordCursor();
		}

		@Override
		public int rawWordLength() {
			return this.end - this.start;
		}

	}

}
