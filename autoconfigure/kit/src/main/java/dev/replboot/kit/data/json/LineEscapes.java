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

package dev.replboot.kit.data.json;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/**
 * Escapes of all characters that end a line for some readers, and of surrogates, which
 * UTF-8 can't encode unless they are a pair.
 */
final class LineEscapes extends CharacterEscapes {

	private static final long serialVersionUID = 1L;

	private static final int DELETE = 0x7f;

	private static final int LAST_CONTROL = 0x9f;

	private static final int LINE_SEPARATOR = 0x2028;

	private static final int PARAGRAPH_SEPARATOR = 0x2029;

	@Override
	public int[] getEscapeCodesForAscii() {
		int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
		Arrays.fill(codes, 0, ' ', ESCAPE_CUSTOM);
		codes[DELETE] = ESCAPE_CUSTOM;
		return codes;
	}

	@Override
	public @Nullable SerializableString getEscapeSequence(int character) {
		boolean escaped = character < ' ' || (character >= DELETE && character <= LAST_CONTROL)
				|| character == LINE_SEPARATOR || character == PARAGRAPH_SEPARATOR
				|| Character.isSurrogate((char) character);
		return escaped ? new SerializedString(String.format("\\u%04x", character)) : null;
	}

}
