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

package dev.replboot.listener.prepl;

import java.io.IOException;
import java.io.Writer;

/**
 * What is printed, gathered until it is flushed, as {@code *flush-on-newline*} does after
 * each line, or there is much of it.
 */
final class TaggedWriter extends Writer {

	private static final int MUCH = 1 << 13;

	private final String tag;

	private final TaggedOutput output;

	private final StringBuilder gathered = new StringBuilder();

	TaggedWriter(String tag, TaggedOutput output) {
		this.tag = tag;
		this.output = output;
	}

	@Override
	public void write(int character) throws IOException {
		synchronized (this.lock) {
			this.gathered.append((char) character);
			flushIfMuch();
		}
	}

	@Override
	public void write(String text, int offset, int length) throws IOException {
		synchronized (this.lock) {
			for (int done = 0; done < length; done += MUCH) {
				this.gathered.append(text, offset + done, offset + Math.min(length, done + MUCH));
				flushIfMuch();
			}
		}
	}

	@Override
	public void write(char[] characters, int offset, int length) throws IOException {
		synchronized (this.lock) {
			for (int done = 0; done < length; done += MUCH) {
				this.gathered.append(characters, offset + done, Math.min(length - done, MUCH));
				flushIfMuch();
			}
		}
	}

	private void flushIfMuch() throws IOException {
		if (this.gathered.length() >= MUCH) {
			flush();
		}
	}

	@Override
	public void flush() throws IOException {
		synchronized (this.lock) {
			if (!this.gathered.isEmpty()) {
				String text = this.gathered.toString();
				this.gathered.setLength(0);
				this.output.printed(this.tag, text);
			}
		}
	}

	@Override
	public void close() throws IOException {
		flush();
	}

}
