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

/**
 * Tells where forms end without keeping or reading them. Knows as much of Clojure's
 * syntax as that takes: brackets that count from those inside strings, characters and
 * comments, and prefixes after which a form is still owed, such as a quote, metadata or a
 * tag. Follows {@code clojure.lang.LispReader}. A bracket that closes none of its kind
 * closes nothing: in {@code [1 2} (f)]} the call is a part of the vector, whichever
 * bracket the mistake is.
 */
final class FormScanner {

	private static final String BRACKETS_AND_MACROS = "\"; @^`~()[]{}\\";

	/**
	 * The scanner tells the kinds of this many nested brackets apart.
	 */
	private static final int MOST_BRACKETS = 1 << 16;

	private State state = State.BETWEEN;

	private int depth;

	/**
	 * What closes the brackets that are open.
	 */
	private final StringBuilder closing = new StringBuilder();

	/**
	 * Forms that are missing until what began at the top level is over.
	 */
	private int owed;

	private boolean begun;

	private boolean unmatched;

	/**
	 * Take one character.
	 * @param character the next character of the text
	 */
	void accept(int character) {
		switch (this.state) {
			case STRING -> inString(character);
			case STRING_ESCAPE -> this.state = State.STRING;
			case CHARACTER -> this.state = State.TOKEN;
			case COMMENT -> {
				if (character == '\n' || character == '\r') {
					this.state = State.BETWEEN;
				}
			}
			case HASH -> afterHash(character);
			case SIGN -> afterSign(character);
			case TOKEN, NUMBER, TAG -> inToken(character);
			case BETWEEN -> begin(character);
		}
	}

	private void inString(int character) {
		if (character == '\\') {
			this.state = State.STRING_ESCAPE;
		}
		else if (character == '"') {
			formOver();
		}
	}

	private void afterSign(int character) {
		this.state = isDigit(character) ? State.NUMBER : State.TOKEN;
		inToken(character);
	}

	private void inToken(int character) {
		if (!endsToken(character)) {
			return;
		}
		if (this.state == State.TAG) {
			this.state = State.BETWEEN;
		}
		else {
			formOver();
		}
		begin(character);
	}

	private boolean endsToken(int character) {
		return isSpace(character) || BRACKETS_AND_MACROS.indexOf(character) >= 0
				|| (this.state == State.NUMBER && (character == '#' || character == '\'' || character == '%'));
	}

	private void begin(int character) {
		if (isSpace(character)) {
			return;
		}
		if (character == ';') {
			this.state = State.COMMENT;
			return;
		}
		owe();
		switch (character) {
			case '"' -> this.state = State.STRING;
			case '\\' -> this.state = State.CHARACTER;
			case '(', '[', '{' -> open(character);
			case ')', ']', '}' -> close(character);
			case '\'', '`', '@', '~' -> {
				// the form that it stands before is owed already
			}
			case '^' -> oweAnother();
			case '#' -> this.state = State.HASH;
			case '+', '-' -> this.state = State.SIGN;
			default -> this.state = isDigit(character) ? State.NUMBER : State.TOKEN;
		}
	}

	private void afterHash(int character) {
		this.state = State.BETWEEN;
		switch (character) {
			case '^', '_' -> oweAnother();
			case '"' -> this.state = State.STRING;
			case '(', '{' -> open(character);
			case '!' -> {
				this.state = State.COMMENT;
				if (this.depth == 0 && this.owed == 1) {
					// it stood alone
					this.owed = 0;
				}
			}
			case '<' -> this.state = State.TOKEN;
			case '#', '\'', '=', '?' -> {
				// likewise
			}
			default -> {
				if (BRACKETS_AND_MACROS.indexOf(character) >= 0 || isSpace(character)) {
					begin(character);
				}
				else {
					this.state = State.TAG;
				}
			}
		}
	}

	private void owe() {
		this.begun = true;
		if (this.depth == 0 && this.owed == 0) {
			this.owed = 1;
		}
	}

	private void oweAnother() {
		if (this.depth == 0) {
			this.owed++;
		}
	}

	private void open(int bracket) {
		if (this.depth++ < MOST_BRACKETS) {
			this.closing.append((bracket == '(') ? ')' : (bracket == '[') ? ']' : '}');
		}
	}

	private void close(int bracket) {
		if (this.depth == 0) {
			this.unmatched = true;
			this.owed = 0;
		}
		else if (this.depth > MOST_BRACKETS || this.closing.charAt(this.depth - 1) == bracket) {
			this.depth--;
			this.closing.setLength(Math.min(this.closing.length(), this.depth));
			if (this.depth == 0) {
				formOver();
			}
		}
	}

	private void formOver() {
		this.state = State.BETWEEN;
		if (this.depth == 0) {
			this.owed = Math.max(0, this.owed - 1);
		}
	}

	/**
	 * Take several characters.
	 * @param text the next characters of the text
	 * @return this scanner
	 */
	FormScanner accept(CharSequence text) {
		for (int i = 0; i < text.length(); i++) {
			accept(text.charAt(i));
		}
		return this;
	}

	/**
	 * Whether each form that has begun is over. A symbol, a number or a comment at the
	 * end of what was taken isn't: it may go on.
	 * @return whether the next character would begin another form, or none
	 */
	boolean isBetweenForms() {
		return this.depth == 0 && this.owed == 0 && this.state == State.BETWEEN;
	}

	/**
	 * Whether a form has begun and is over.
	 * @return whether there was a form, or a comment of the kind that begins like one
	 */
	boolean isThroughForm() {
		return this.begun && isBetweenForms();
	}

	/**
	 * Whether a text could be all of its forms.
	 * @param text the text
	 * @return {@code false} if it ends inside of a form; what has a bracket too many is
	 * whole, so that the reader says so
	 */
	static boolean isWhole(String text) {
		FormScanner scanner = new FormScanner();
		for (int i = 0; i < text.length() && !scanner.unmatched; i++) {
			scanner.accept(text.charAt(i));
		}
		if (scanner.state != State.CHARACTER) {
			scanner.accept('\n');
		}
		return scanner.unmatched || scanner.isBetweenForms();
	}

	private static boolean isSpace(int character) {
		return Character.isWhitespace(character) || character == ',';
	}

	private static boolean isDigit(int character) {
		return Character.isDigit(character);
	}

	private enum State {

		BETWEEN, TOKEN, NUMBER, SIGN, TAG, STRING, STRING_ESCAPE, CHARACTER, COMMENT, HASH

	}

}
