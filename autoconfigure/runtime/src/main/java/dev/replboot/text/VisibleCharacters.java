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

/**
 * Takes a text character by character and shows each as {@link VisibleText} describes. A
 * character whose meaning depends on the next one is held back until that comes.
 */
public final class VisibleCharacters {

	private static final int JOINER = 0x200D;

	private static final int EMOJI_STYLE = 0xFE0F;

	private static final int TEXT_STYLE = 0xFE0E;

	private static final int KEYCAP = 0x20E3;

	private static final int NONE = -1;

	private final boolean lines;

	private char high;

	// a joiner, or a style after a digit
	private int held = NONE;

	private int previous = NONE;

	/**
	 * Create it for one text.
	 * @param lines whether line feeds and tabs stay
	 */
	public VisibleCharacters(boolean lines) {
		this.lines = lines;
	}

	/**
	 * Take the next character.
	 * @param character the character
	 * @param shown what may be shown by now is added to it
	 */
	public void take(char character, StringBuilder shown) {
		if (this.high != 0) {
			char first = this.high;
			this.high = 0;
			if (Character.isLowSurrogate(character)) {
				takeWhole(Character.toCodePoint(first, character), shown);
				return;
			}
			takeWhole(first, shown);
		}
		if (Character.isHighSurrogate(character)) {
			this.high = character;
		}
		else {
			takeWhole(character, shown);
		}
	}

	/**
	 * Nothing comes next for now.
	 * @param shown what is left is added to it
	 */
	public void end(StringBuilder shown) {
		if (this.high != 0) {
			takeWhole(this.high, shown);
			this.high = 0;
		}
		release(false, shown);
	}

	private void takeWhole(int character, StringBuilder shown) {
		if (this.held != NONE) {
			release((this.held == JOINER) ? isPictograph(character) : character == KEYCAP, shown);
		}
		if (character == JOINER && (isPictograph(this.previous) || this.previous == EMOJI_STYLE)
				|| character == EMOJI_STYLE && isKey(this.previous)) {
			this.held = character;
			return;
		}
		boolean style = (character == EMOJI_STYLE || character == TEXT_STYLE) && isPictograph(this.previous);
		show(character, style || !isHidden(character), shown);
	}

	private void release(boolean visible, StringBuilder shown) {
		if (this.held != NONE) {
			int character = this.held;
			this.held = NONE;
			show(character, visible, shown);
		}
	}

	private void show(int character, boolean visible, StringBuilder shown) {
		if (visible || (this.lines && (character == '\n' || character == '\t'))) {
			shown.appendCodePoint(character);
			this.previous = character;
			return;
		}
		this.previous = NONE;
		for (char unit : Character.toChars(character)) {
			shown.append("\\u");
			for (int shift = 12; shift >= 0; shift -= 4) {
				shown.append(Character.forDigit((unit >> shift) & 0xF, 16));
			}
		}
	}

	// controls something, ends a line, or can't be seen: the last are those that Unicode
	// calls Default_Ignorable_Code_Point
	private static boolean isHidden(int character) {
		if (character < 0x7F) {
			return character < ' ';
		}
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				true;
			case Character.FORMAT -> !isVisibleFormat(character);
			default -> isIgnorable(character);
		};
	}

	// signs that stand before or around numbers and words, and are drawn
	private static boolean isVisibleFormat(int character) {
		return character >= 0x600 && character <= 0x605 || character == 0x6DD || character == 0x70F
				|| character == 0x890 || character == 0x891 || character == 0x8E2 || character == 0x110BD
				|| character == 0x110CD;
	}

	private static boolean isIgnorable(int character) {
		return character == 0x34F || character == 0x115F || character == 0x1160 || character == 0x17B4
				|| character == 0x17B5 || character >= 0x180B && character <= 0x180F
				|| character >= 0x2060 && character <= 0x206F || character == 0x2800 || character == 0x3164
				|| character >= 0xFE00 && character <= 0xFE0F || character == 0xFFA0
				|| character >= 0xFFF0 && character <= 0xFFF8 || character >= 0xE0000 && character <= 0xE0FFF
				|| (character & 0xFFFE) == 0xFFFE;
	}

	private static boolean isKey(int character) {
		return character >= '0' && character <= '9' || character == '#' || character == '*';
	}

	private static boolean isPictograph(int character) {
		return character >= 0x1F000 && character <= 0x1FAFF
				|| character >= 0x2190 && character <= 0x2BFF && character != 0x2800 || character == 0xA9
				|| character == 0xAE || character == 0x203C || character == 0x2049 || character == 0x2122
				|| character == 0x2139 || character == 0x3030 || character == 0x303D || character == 0x3297
				|| character == 0x3299;
	}

}
