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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many columns of a terminal a text takes: East Asian characters and emoji take two,
 * marks that are put on the character before none.
 *
 * @see <a href="https://www.unicode.org/reports/tr11/">East Asian Width</a>
 */
public final class TextWidth {

	private static final Pattern CLUSTER = Pattern.compile("\\X");

	private static final int EMOJI_STYLE = 0xfe0f;

	// first and last of the ranges that are wide, in order
	private static final int[] WIDE = { 0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec, 0x23f0, 0x23f0,
			0x23f3, 0x23f3, 0x25fd, 0x25fe, 0x2614, 0x2615, 0x2648, 0x2653, 0x267f, 0x267f, 0x2693, 0x2693, 0x26a1,
			0x26a1, 0x26aa, 0x26ab, 0x26bd, 0x26be, 0x26c4, 0x26c5, 0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea,
			0x26f2, 0x26f3, 0x26f5, 0x26f5, 0x26fa, 0x26fa, 0x26fd, 0x26fd, 0x2705, 0x2705, 0x270a, 0x270b, 0x2728,
			0x2728, 0x274c, 0x274c, 0x274e, 0x274e, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x27b0, 0x27b0,
			0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400,
			0x4dbf, 0x4e00, 0x9fff, 0xa000, 0xa4cf, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19,
			0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6, 0x16fe0, 0x18cff, 0x1aff0, 0x1b2ff, 0x1f004, 0x1f004,
			0x1f0cf, 0x1f0cf, 0x1f18e, 0x1f18e, 0x1f191, 0x1f19a, 0x1f1e6, 0x1f1ff, 0x1f200, 0x1f320, 0x1f32d, 0x1f335,
			0x1f337, 0x1f37c, 0x1f37e, 0x1f393, 0x1f3a0, 0x1f3ca, 0x1f3cf, 0x1f3d3, 0x1f3e0, 0x1f3f0, 0x1f3f4, 0x1f3f4,
			0x1f3f8, 0x1f43e, 0x1f440, 0x1f440, 0x1f442, 0x1f4fc, 0x1f4ff, 0x1f53d, 0x1f54b, 0x1f54e, 0x1f550, 0x1f567,
			0x1f57a, 0x1f57a, 0x1f595, 0x1f596, 0x1f5a4, 0x1f5a4, 0x1f5fb, 0x1f64f, 0x1f680, 0x1f6c5, 0x1f6cc, 0x1f6cc,
			0x1f6d0, 0x1f6d2, 0x1f6d5, 0x1f6d7, 0x1f6dc, 0x1f6df, 0x1f6eb, 0x1f6ec, 0x1f6f4, 0x1f6fc, 0x1f7e0, 0x1f7eb,
			0x1f7f0, 0x1f7f0, 0x1f90c, 0x1f93a, 0x1f93c, 0x1f945, 0x1f947, 0x1f9ff, 0x1fa70, 0x1faff, 0x20000,
			0x3fffd };

	private TextWidth() {
	}

	/**
	 * The width of a text in one line, which controls no terminal.
	 * @param text the text
	 * @return columns of a terminal
	 */
	public static int of(String text) {
		if (isPlain(text)) {
			return text.length();
		}
		int width = 0;
		for (Matcher clusters = CLUSTER.matcher(text); clusters.find();) {
			width += cluster(clusters.group());
		}
		return width;
	}

	/**
	 * As much of a text as fits, without a part of a character.
	 * @param text the text
	 * @param width columns of a terminal
	 * @return the beginning of the text
	 */
	public static String prefix(String text, int width) {
		if (isPlain(text)) {
			return text.substring(0, Math.min(width, text.length()));
		}
		int left = width;
		Matcher clusters = CLUSTER.matcher(text);
		while (clusters.find()) {
			left -= cluster(clusters.group());
			if (left < 0) {
				return text.substring(0, clusters.start());
			}
		}
		return text;
	}

	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) > 0x2ff) {
				return false;
			}
		}
		return true;
	}

	// what is joined to one character is as wide as its widest part
	private static int cluster(String cluster) {
		return cluster.codePoints().map((code) -> (code == EMOJI_STYLE) ? 2 : character(code)).max().orElse(0);
	}

	private static int character(int code) {
		int type = Character.getType(code);
		if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
			return 0;
		}
		return isWide(code) ? 2 : 1;
	}

	private static boolean isWide(int code) {
		for (int i = 0; i < WIDE.length && WIDE[i] <= code; i += 2) {
			if (code <= WIDE[i + 1]) {
				return true;
			}
		}
		return false;
	}

}
