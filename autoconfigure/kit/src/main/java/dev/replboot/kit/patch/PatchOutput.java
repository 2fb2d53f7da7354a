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

package dev.replboot.kit.patch;

import java.io.Writer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.session.ReplSession;
import dev.replboot.text.VisibleText;

/**
 * Takes what a patch or a watch prints to its author's session, line by line, or to the
 * log when that is over.
 */
public final class PatchOutput {

	private static final Log logger = LogFactory.getLog(PatchOutput.class);

	private static final int MOST_CHARACTERS = 1_000;

	private static final int MOST_LINES = 100;

	private final Supplier<@Nullable ReplSession> session;

	private long second;

	private int lines;

	PatchOutput(Supplier<@Nullable ReplSession> session) {
		this.session = session;
	}

	/**
	 * Make a writer for one call. What isn't a whole line goes out when it is closed.
	 * @return the writer
	 */
	public Writer writer() {
		return new Lines();
	}

	private void line(String text) {
		int count = count();
		if (count <= MOST_LINES) {
			out(VisibleText.line(text));
		}
		else if (count == MOST_LINES + 1) {
			out("More than " + MOST_LINES
					+ " lines were printed on the application's threads in a second. The others of"
					+ " this second are left out.");
		}
	}

	private void out(String line) {
		ReplSession current = this.session.get();
		if (current != null) {
			current.control().notice(line);
		}
		else {
			logger.info("A patch or a watch prints: " + line);
		}
	}

	private synchronized int count() {
		long now = System.nanoTime() / 1_000_000_000;
		if (now != this.second) {
			this.second = now;
			this.lines = 0;
		}
		return ++this.lines;
	}

	/**
	 * Cuts what is printed into lines.
	 */
	private final class Lines extends Writer {

		private final StringBuilder open = new StringBuilder();

		@Override
		public void write(char[] text, int offset, int length) {
			for (int i = offset; i < offset + length; i++) {
				if (text[i] == '\n') {
					send();
				}
				else if (text[i] != '\r') {
					add(text[i]);
				}
			}
		}

		private void add(char character) {
			if (this.open.length() == MOST_CHARACTERS) {
				send();
			}
			this.open.append(character);
		}

		private void send() {
			String line = this.open.toString();
			this.open.setLength(0);
			line(line);
		}

		@Override
		public void flush() {
			// A line is sent when it ends.
		}

		@Override
		public void close() {
			if (!this.open.isEmpty()) {
				send();
			}
		}

	}

}
