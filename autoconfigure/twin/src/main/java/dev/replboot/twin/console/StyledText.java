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
import java.util.Set;

import dev.replboot.text.VisibleCharacters;

/**
 * Makes visible what would control the terminal, as {@link dev.replboot.text.VisibleText}
 * does: data may have been written by somebody who means to clear the screen, or to hide
 * a line of it. Colours pass.
 */
final class StyledText {

	private static final char ESCAPE = '\u001b';

	/**
	 * Nothing, bold, faint, colours of the foreground; neither concealed text nor a
	 * background that hides it.
	 *
	 * @see <a href=
	 * "https://ecma-international.org/publications-and-standards/standards/ecma-48/">ECMA-48,
	 * 8.3.117</a>
	 */
	private static final Set<String> STYLES = Set.of("", "0", "1", "2", "22", "31", "32", "33", "34", "35", "36", "39",
			"90", "91", "92", "93", "94", "95", "96");

	private static final int LONGEST = 16;

	private final VisibleCharacters characters = new VisibleCharacters(true);

	// a sequence that isn't over
	private final StringBuilder begun = new StringBuilder();

	private boolean carriageReturn;

	/**
	 * Take more text.
	 * @param characters where it is
	 * @param offset where it begins
	 * @param length how long it is
	 * @return what may be shown by now
	 */
	String take(char[] characters, int offset, int length) {
		StringBuilder shown = new StringBuilder(length + LONGEST);
		for (int i = offset; i < offset + length; i++) {
			take(characters[i], shown);
		}
		return shown.toString();
	}

	/**
	 * No more text comes for now.
	 * @return what is left
	 */
	String rest() {
		StringBuilder shown = new StringBuilder();
		giveUp(shown);
		this.characters.end(shown);
		return shown.toString();
	}

	private void take(char next, StringBuilder shown) {
		if (this.carriageReturn) {
			this.carriageReturn = false;
			// else what follows would overwrite the line
			if (next == '\n') {
				this.characters.end(shown);
				shown.append('\r');
			}
			else {
				this.characters.take('\r', shown);
			}
		}
		if (this.begun.length() > 0 && next != ESCAPE) {
			this.begun.append(next);
			if (next == 'm' && isStyle()) {
				this.characters.end(shown);
				shown.append(this.begun);
				this.begun.setLength(0);
			}
			else if (!mayGoOn()) {
				giveUp(shown);
			}
			return;
		}
		giveUp(shown);
		if (next == ESCAPE) {
			this.begun.append(next);
		}
		else if (next == '\r') {
			this.carriageReturn = true;
		}
		else {
			this.characters.take(next, shown);
		}
	}

	// ESC, a bracket, digits
	private boolean mayGoOn() {
		int length = this.begun.length();
		char last = this.begun.charAt(length - 1);
		return (length == 2) ? last == '[' : length < LONGEST && (Character.isDigit(last) || last == ';');
	}

	private boolean isStyle() {
		return this.begun.length() > 2
				&& STYLES.containsAll(Set.copyOf(List.of(this.begun.substring(2, this.begun.length() - 1).split(";"))));
	}

	private void giveUp(StringBuilder shown) {
		for (int i = 0; i < this.begun.length(); i++) {
			this.characters.take(this.begun.charAt(i), shown);
		}
		this.begun.setLength(0);
	}

}
