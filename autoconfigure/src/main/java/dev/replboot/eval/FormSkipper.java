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

package dev.replboot.eval;

import java.io.IOException;

/**
 * Finds the end of a form without keeping it. Knows as much of Clojure's syntax as it
 * takes to tell brackets that count from those inside strings, characters and comments.
 */
final class FormSkipper {

	private int depth;

	private boolean inString;

	private boolean inComment;

	private boolean inCommentAlone;

	private boolean escaped;

	private boolean begun;

	private boolean afterHash;

	private boolean through;

	/**
	 * Feed one character.
	 * @param character the next character of the text
	 * @return whether the form is over with it
	 */
	boolean accept(int character) {
		if (this.escaped) {
			this.escaped = false;
			this.begun = true;
			return false;
		}
		if (this.inComment) {
			this.inComment = character != '\n';
			return !this.inComment && this.inCommentAlone;
		}
		if (this.inString) {
			if (character == '\\') {
				this.escaped = true;
			}
			else if (character == '"') {
				this.inString = false;
				return this.depth == 0;
			}
			return false;
		}
		return acceptOutsideOfString(character);
	}

	private boolean acceptOutsideOfString(int character) {
		boolean comment = this.afterHash && character == '!';
		this.afterHash = character == '#';
		if (comment) {
			this.inComment = true;
			// a line of it at the top level is all that there was to skip
			this.inCommentAlone = this.depth == 0;
			return false;
		}
		switch (character) {
			case '"' -> this.inString = true;
			case '\\' -> this.escaped = true;
			case ';' -> this.inComment = true;
			case '(', '[', '{' -> this.depth++;
			case ')', ']', '}' -> {
				this.depth--;
				return this.depth <= 0;
			}
			default -> {
				boolean space = Character.isWhitespace(character) || character == ',';
				if (space) {
					return this.begun && this.depth == 0;
				}
			}
		}
		this.begun = true;
		return false;
	}

	/**
	 * A skipper for what is left of a form.
	 * @param consumed what has been consumed of it so far
	 * @return the skipper, which may be through already
	 */
	static FormSkipper after(String consumed) {
		FormSkipper skipper = new FormSkipper();
		for (int i = 0; i < consumed.length() && !skipper.through; i++) {
			skipper.through = skipper.accept(consumed.charAt(i));
		}
		return skipper;
	}

	/**
	 * Whether the last form of a text has no end.
	 * @param text the text
	 * @return whether a bracket, a string or a character is open at its end
	 */
	static boolean leavesOpen(String text) {
		FormSkipper skipper = new FormSkipper();
		for (int i = 0; i < text.length(); i++) {
			skipper.accept(text.charAt(i));
			if (skipper.depth < 0) {
				// the reader has to say so
				return false;
			}
		}
		return skipper.depth > 0 || skipper.inString || skipper.escaped;
	}

	/**
	 * Consume the rest of the form. Can be called again if the source came to its end or
	 * failed before.
	 * @param source where the rest comes from
	 * @return whether the form's end was found, and not the source's
	 * @throws IOException if the source can't be read
	 */
	boolean skip(Source source) throws IOException {
		while (!this.through) {
			int character = source.read();
			if (character == -1) {
				return false;
			}
			this.through = accept(character);
		}
		return true;
	}

	/**
	 * A source of characters.
	 */
	interface Source {

		int read() throws IOException;

	}

}
