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

import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.testsupport.Visible;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("plain")
class VisibleTextTests {

	private static final int[] HIDDEN = { 0, 7, 8, 9, 0xA, 0xD, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0xAD, 0x34F,
			0x61C, 0x115F, 0x17B4, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B,
			0x202C, 0x202D, 0x202E, 0x2060, 0x2062, 0x2066, 0x2067, 0x2068, 0x2069, 0x206A, 0x3164, 0xFE00, 0xFE0E,
			0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0xD800, 0xDC00, 0x1D173, 0xE0001, 0xE0041, 0xE007F, 0xE0100,
			0xE01EF };

	@Test
	void whatControlsOrCannotBeSeenIsEscaped() {
		for (int hidden : HIDDEN) {
			String text = "a" + Character.toString(hidden) + "b";
			StringBuilder escaped = new StringBuilder("a");
			for (char unit : Character.toChars(hidden)) {
				escaped.append(String.format("\\u%04x", (int) unit));
			}
			assertThat(VisibleText.line(text)).as("%x", hidden).isEqualTo(escaped + "b");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "(str \"a\\u202e\")", "日本語 한국어", "e\u0301 Z\u0351\u036b a\u0308", "übung €",
			"😀", "👩\u200d💻", "👨\u200d👩\u200d👧\u200d👦", "❤\ufe0f", "1\ufe0f\u20e3", "🏳\ufe0f\u200d🌈", "👍🏽",
			"🇩🇪", "☎\ufe0e", "हिन्दी", "שלום", "مرحبا", "\u0600\u0661", "ไทย", "\u00a0", "\u3000" })
	void ordinaryTextStays(String text) {
		assertThat(VisibleText.line(text)).isEqualTo(text);
		assertThat(VisibleText.lines(text)).isEqualTo(text);
	}

	@Test
	void linesAndTabsStayWhereTheyAreMeant() {
		assertThat(VisibleText.lines("a\n\tb\r\nc")).isEqualTo("a\n\tb\\u000d\nc");
		assertThat(VisibleText.line("a\n\tb")).isEqualTo("a\\u000a\\u0009b");
	}

	@Test
	void joinersAndStylesStayWithinAnEmojiAlone() {
		assertThat(VisibleText.line("a\u200db 👩\u200da \u200d💻 a\ufe0f 1\ufe0fx ❤\ufe0f\ufe0f 1\ufe0f"))
			.isEqualTo("a\\u200db 👩\\u200da \\u200d💻 a\\ufe0f 1\\ufe0fx ❤\ufe0f\\ufe0f 1\\ufe0f");
	}

	@Test
	void whateverTheTextTheResultIsVisibleAndSaysWhatItWas() {
		Random random = new Random(1);
		for (int i = 0; i < 20_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int j = random.nextInt(12); j >= 0; j--) {
				switch (random.nextInt(4)) {
					case 0 -> text.appendCodePoint(HIDDEN[random.nextInt(HIDDEN.length)]);
					case 1 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
					case 2 -> text.append((char) random.nextInt(0x10000));
					default -> text.append("aé日😀1".charAt(random.nextInt(5)));
				}
			}
			String shown = VisibleText.line(text.toString());
			Visible.assertVisible(shown);
			assertThat(VisibleText.line(shown)).isEqualTo(shown);
			assertThat(unescaped(shown)).isEqualTo(text.toString());
		}
	}

	private static String unescaped(String text) {
		StringBuilder result = new StringBuilder();
		int at = 0;
		while (at < text.length()) {
			if (text.startsWith("\\u", at) && text.length() >= at + 6) {
				result.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
				at += 6;
			}
			else {
				result.append(text.charAt(at++));
			}
		}
		return result.toString();
	}

}
