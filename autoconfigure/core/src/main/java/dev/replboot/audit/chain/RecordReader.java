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
public final class RecordReader implements AutoCloseable {

	private final InputStream in;

	private final byte[] buffer = new byte[1 << 16];

	private int position;

	private int limit;

	private long line;

	private RecordReader(InputStream in) {
		this.in = in;
	}

	/**
	 * Begin to read a file.
	 * @param file the file
	 * @return the reader
	 * @throws IOException if the file can't be read
	 */
	public static RecordReader of(Path file) throws IOException {
		return new RecordReader(Files.newInputStream(file));
	}

	/**
	 * Read the next line. Of one that is too long for a record only the beginning is
	 * kept, which makes it no record.
	 * @return the line, or {@code null} at the end of the file
	 * @throws IOException if the file can't be read
	 */
	public @Nullable Item next() throws IOException {
		if (!fill()) {
			return null;
		}
		this.line++;
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
		boolean whole = false;
		while (!whole && fill()) {
			int end = this.position;
			while (end < this.limit && this.buffer[end] != '\n') {
				end++;
			}
			if (bytes.size() < ChainTail.MAX_LINE) {
				bytes.write(this.buffer, this.position, end - this.position);
			}
			whole = end < this.limit;
			this.position = whole ? end + 1 : end;
		}
		try {
			return new Item(this.line, whole, ChainedRecord.read(bytes.toString(StandardCharsets.UTF_8)));
		}
		catch (IllegalArgumentException ex) {
			return new Item(this.line, whole, null);
		}
	}

	private boolean fill() throws IOException {
		if (this.position < this.limit) {
			return true;
		}
		this.position = 0;
		this.limit = Math.max(0, this.in.read(this.buffer));
		return this.limit > 0;
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
	public record Item(long line, boolean whole, @Nullable ChainedRecord record) {

	}

}
