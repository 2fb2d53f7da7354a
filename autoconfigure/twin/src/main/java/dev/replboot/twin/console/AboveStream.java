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

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;

/**
 * What the application logs to the terminal, line by line.
 */
final class AboveStream extends OutputStream {

	private final AboveWriter writer;

	private final Charset charset;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	AboveStream(AboveWriter writer, Charset charset) {
		this.writer = writer;
		this.charset = charset;
	}

	@Override
	public synchronized void write(int octet) {
		this.line.write(octet);
		if (octet == '\n') {
			printLine();
		}
	}

	@Override
	public synchronized void write(byte[] octets, int offset, int length) {
		this.line.write(octets, offset, length);
		for (int i = offset + length - 1; i >= offset; i--) {
			if (octets[i] == '\n') {
				printLine();
				return;
			}
		}
	}

	private void printLine() {
		this.writer.write(this.line.toString(this.charset));
		this.line.reset();
		this.writer.flush();
	}

	@Override
	public synchronized void close() {
		if (this.line.size() > 0) {
			printLine();
		}
	}

}
