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

package dev.replboot.runtime.engine;

import java.io.IOException;
import java.io.UncheckedIOException;

import clojure.lang.LineNumberingPushbackReader;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.StepResult.Kind;
import dev.replboot.runtime.stop.UnstoppableRegion;

/**
 * What {@code clojure.main/skip-whitespace} does, but without keeping a comment's line
 * while it is skipped: the line may be as long as a client likes.
 */
final class Whitespace {

	private Whitespace() {
	}

	/**
	 * Skip white space, commas and comments up to the end of a line.
	 * @param in where to read
	 * @return what the line ended with, or {@code null} when a form begins
	 * @throws IOException if the source can't be read
	 */
	static @Nullable Kind skip(LineNumberingPushbackReader in) throws IOException {
		int character = in.read();
		while (character != -1 && character != '\n') {
			if (character == ';') {
				skipLine(in);
				return Kind.BLANK;
			}
			if (!Character.isWhitespace((char) character) && character != ',') {
				in.unread(character);
				return null;
			}
			character = in.read();
		}
		return (character == -1) ? Kind.EXIT : Kind.BLANK;
	}

	/**
	 * What {@code clojure.main/skip-if-eol} does, but without losing the character that
	 * it looks at when the evaluation is stopped meanwhile: it may belong to the next
	 * form.
	 * @param in where to read
	 * @throws IOException if the source can't be read
	 */
	static void skipEndOfLine(LineNumberingPushbackReader in) throws IOException {
		int character = in.read();
		if (character != -1 && character != '\n') {
			UnstoppableRegion.around(() -> unread(in, character));
		}
	}

	private static boolean unread(LineNumberingPushbackReader in, int character) {
		try {
			in.unread(character);
			return true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void skipLine(LineNumberingPushbackReader in) throws IOException {
		int character = in.read();
		while (character != -1 && character != '\n') {
			character = in.read();
		}
	}

}
