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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TextWidth}.
 */
@Tag("plain")
class TextWidthTests {

	private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";

	@ParameterizedTest
	@CsvSource({ "abc, 3", "äöü, 3", "日本語, 6", "한글, 4", "ｱ, 1", "e\u0301, 1", "\u2764, 1", "\u2764\uFE0F, 2",
			"\uD83D\uDE00, 2", "\uD83C\uDDE9\uD83C\uDDEA, 2" })
	void widthIsThatOfATerminal(String text, int width) {
		assertThat(TextWidth.of(text)).isEqualTo(width);
	}

	@Test
	void whatIsJoinedIsOneCharacter() {
		assertThat(TextWidth.of(FAMILY)).isEqualTo(2);
	}

	@Test
	void prefixCutsNoCharacter() {
		assertThat(TextWidth.prefix("日本語", 5)).isEqualTo("日本");
		assertThat(TextWidth.prefix("a" + FAMILY + "b", 2)).isEqualTo("a");
		assertThat(TextWidth.prefix("a" + FAMILY + "b", 3)).isEqualTo("a" + FAMILY);
		assertThat(TextWidth.prefix("e\u0301x", 1)).isEqualTo("e\u0301");
		assertThat(TextWidth.prefix("abc", 9)).isEqualTo("abc");
	}

}
