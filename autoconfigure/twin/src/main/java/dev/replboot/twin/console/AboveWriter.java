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

import java.io.PrintStream;
import java.io.Writer;

import org.jline.reader.LineReader;
import org.jspecify.annotations.Nullable;

/**
 * Prints to a terminal; above the line that is being edited, if one is.
 */
final class AboveWriter extends Writer {

	private final LineReader reader;

	private final PrintStream otherwise;

	private final StyledText visible = new StyledText();

	private final StringBuilder line = new StringBuilder();

	/**
	 * Create a writer.
	 * @param reader the line editor
	 * @param otherwise gets what is written when the terminal is gone
	 */
	AboveWriter(LineReader reader, PrintStream otherwise) {
		this.reader = reader;
		this.otherwise = otherwise;
	}

	@Override
	public void write(char[] characters, int offset, int length) {
		String lines = null;
		synchronized (this.lock) {
			this.line.append(this.visible.take(characters, offset, length));
			if (!this.reader.isReading()) {
				now(take(this.line.length()));
			}
			else if (this.line.indexOf("\n") >= 0) {
				lines = take(this.line.lastIndexOf("\n") + 1);
			}
		}
		above(lines);
	}

	@Override
	public void write(String text) {
		write(text.toCharArray(), 0, text.length());
	}

	@Override
	public void flush() {
		String rest;
		synchronized (this.lock) {
			this.line.append(this.visible.rest());
			rest = take(this.line.length());
		}
		above(rest);
		try {
			this.reader.getTerminal().writer().flush();
		}
		catch (IllegalStateException ex) {
			// it is closed, and so flushed
			this.otherwise.flush();
		}
	}

	private void now(String text) {
		try {
			this.reader.getTerminal().writer().append(text);
		}
		catch (IllegalStateException ex) {
			this.otherwise.print(text);
		}
	}

	private String take(int length) {
		String text = this.line.substring(0, length);
		this.line.delete(0, length);
		return text;
	}

	// not while the lock is held: the editor has one of its own, which it holds while
	// it completes a name, and what that evaluates may print as well
	private void above(@Nullable String text) {
		if (text != null && !text.isEmpty()) {
			try {
				this.reader.printAbove(text);
			}
			catch (IllegalStateException ex) {
				this.otherwise.print(text);
			}
		}
	}

	@Override
	public void close() {
		flush();
	}

}
