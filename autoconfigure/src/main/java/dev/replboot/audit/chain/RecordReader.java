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

package dev.replboot.audit.chain;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Reads a file of records, line by line.
 */
final class RecordReader implements AutoCloseable {

	private final InputStream in;

	private long line;

	private RecordReader(InputStream in) {
		this.in = in;
	}

	static RecordReader of(Path file) throws IOException {
		return new RecordReader(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
	}

	/**
	 * Read the next line.
	 * @return the line, or {@code null} at the end of the file
	 * @throws IOException if the file can't be read
	 */
	@Nullable Item next() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
		int next = this.in.read();
		if (next < 0) {
			return null;
		}
		this.line++;
		while (next >= 0 && next != '\n') {
			if (bytes.size() < ChainTail.MAX_LINE) {
				bytes.write(next);
			}
			next = this.in.read();
		}
		boolean whole = next == '\n';
		try {
			return new Item(this.line, whole, ChainedRecord.read(bytes.toString(StandardCharsets.UTF_8)));
		}
		catch (IllegalArgumentException ex) {
			return new Item(this.line, whole, null);
		}
	}

	@Override
	public void close() throws IOException {
		this.in.close();
	}

	/**
	 * A line.
	 *
	 * @param line its number in the file, from 1
	 * @param whole whether it has an end
	 * @param record the record, or {@code null} if it isn't one
	 */
	record Item(long line, boolean whole, @Nullable ChainedRecord record) {

	}

}
