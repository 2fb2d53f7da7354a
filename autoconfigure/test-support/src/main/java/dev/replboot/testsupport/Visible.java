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

package dev.replboot.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asserts that a text can be seen.
 */
public final class Visible {

	private Visible() {
	}

	/**
	 * What is true of every text that leaves the process.
	 * @param text the text
	 */
	public static void assertVisible(String text) {
		text.codePoints().forEach((character) -> {
			int type = Character.getType(character);
			boolean visible = type != Character.CONTROL && type != Character.LINE_SEPARATOR
					&& type != Character.PARAGRAPH_SEPARATOR && type != Character.SURROGATE
					&& (type != Character.FORMAT || character == 0x200D || character >= 0x600 && character <= 0x8E2
							|| character == 0x110BD || character == 0x110CD);
			assertThat(visible).as("%x in %s", character, text).isTrue();
		});
	}

}
