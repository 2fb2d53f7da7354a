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

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes to a terminal what doesn't control it.
 */
final class VisibleWriter extends FilterWriter {

	private final StyledText visible = new StyledText();

	VisibleWriter(Writer target) {
		super(target);
	}

	@Override
	public void write(char[] characters, int offset, int length) throws IOException {
		synchronized (this.lock) {
			this.out.write(this.visible.take(characters, offset, length));
		}
	}

	@Override
	public void write(String text, int offset, int length) throws IOException {
		write(text.toCharArray(), offset, length);
	}

	@Override
	public void write(int character) throws IOException {
		write(new char[] { (char) character }, 0, 1);
	}

	@Override
	public void flush() throws IOException {
		synchronized (this.lock) {
			this.out.write(this.visible.rest());
			this.out.flush();
		}
	}

}
