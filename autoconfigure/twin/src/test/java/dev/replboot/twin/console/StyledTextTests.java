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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What gets to a terminal of what data may hold.
 */
@Tag("plain")
class StyledTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "plain\n\ttext", "\u001b[36m42\u001b[0m", "\u001b[1mhead\u001b[m", "\u001b[0;39m",
			"a\r\nb", "ü €" })
	void textAndColoursPass(String text) {
		assertThat(shown(text)).isEqualTo(text);
	}

	@Test
	void theRestIsVisible() {
		assertThat(shown("\u001b[2Jx")).isEqualTo("\\u001b[2Jx");
		assertThat(shown("\u001b]0;title\u0007")).isEqualTo("\\u001b]0;title\\u0007");
		assertThat(shown("\u001b[8mhidden")).isEqualTo("\\u001b[8mhidden");
		assertThat(shown("\u001b[31;41mx")).isEqualTo("\\u001b[31;41mx");
		assertThat(shown("\u001b\u001b[31mx")).isEqualTo("\\u001b\u001b[31mx");
		assertThat(shown("\u009b31mx")).isEqualTo("\\u009b31mx");
		assertThat(shown("a\rb")).isEqualTo("a\\u000db");
		assertThat(shown("a\bb")).isEqualTo("a\\u0008b");
		assertThat(shown("\u001b[1111111111111111m")).isEqualTo("\\u001b[1111111111111111m");
		assertThat(shown("\u001bc")).isEqualTo("\\u001bc");
		assertThat(shown("x\u001b[3")).isEqualTo("x\\u001b[3");
	}

	@Test
	void piecesAreTakenTogether() {
		StyledText text = new StyledText();
		StringBuilder shown = new StringBuilder();
		for (char character : "a\u001b[31mb\u001b[2K\r\nc".toCharArray()) {
			shown.append(text.take(new char[] { character }, 0, 1));
		}
		assertThat(shown).hasToString("a\u001b[31mb\\u001b[2K\r\nc");
	}

	private static String shown(String text) {
		StyledText visible = new StyledText();
		return visible.take(text.toCharArray(), 0, text.length()) + visible.rest();
	}

}
