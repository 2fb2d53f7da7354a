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
import java.io.Reader;

import clojure.lang.LineNumberingPushbackReader;

import dev.replboot.runtime.FormReader;

/**
 * Clojure's own reader stream, which is also {@code *in*} of the session.
 */
final class ClojureFormReader implements FormReader {

	private final LineNumberingPushbackReader stream;

	ClojureFormReader(Reader characters) {
		this.stream = new LineNumberingPushbackReader(characters);
	}

	ClojureFormReader(Reader characters, int line, int column) {
		this(characters);
		this.stream.setLineNumber(line);
		if (column != 1) {
			ReaderColumn.set(this.stream, column);
		}
	}

	LineNumberingPushbackReader stream() {
		return this.stream;
	}

	@Override
	public boolean atLineStart() {
		return this.stream.atLineStart();
	}

	@Override
	public int read() throws IOException {
		return this.stream.read();
	}

	@Override
	public void skipEndOfLine() throws IOException {
		if (this.stream.ready()) {
			Whitespace.skipEndOfLine(this.stream);
		}
	}

}
