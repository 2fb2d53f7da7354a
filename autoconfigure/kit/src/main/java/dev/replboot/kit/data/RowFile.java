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

package dev.replboot.kit.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.TemporaryFile;

/**
 * Texts of rows, one row after the other. Only a few are in memory, the others in a
 * {@link TemporaryFile}.
 */
final class RowFile implements AutoCloseable {

	private static final int BUFFER = 1 << 14;

	private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

	private final TemporaryFile file;

	private final byte[] window = new byte[BUFFER];

	// So many bytes are in the file. What follows is in the buffer.
	private long written;

	private long windowStart;

	private int windowLength;

	private long position;

	RowFile() {
		this.file = new TemporaryFile();
	}

	/**
	 * Create it, empty.
	 * @param folder where its file is, if it needs one
	 * @param share the part of the room there that the file may take: one of so many
	 */
	RowFile(Path folder, long share) {
		this.file = new TemporaryFile(folder, share);
	}

	/**
	 * Where the next row will be.
	 * @return the number of bytes before it
	 */
	long end() {
		return this.written + this.buffer.position();
	}

	/**
	 * Add a row.
	 * @param texts its texts
	 * @return its place
	 * @throws IOException if it can't be kept
	 */
	long append(List<@Nullable String> texts) throws IOException {
		long place = end();
		putInt(texts.size());
		for (String text : texts) {
			if (text == null) {
				putInt(-1);
				continue;
			}
			// surrogates without a partner are kept as well
			boolean wide = text.chars().anyMatch((character) -> character > 0xff);
			putInt(text.length() << 1 | (wide ? 1 : 0));
			for (int i = 0; i < text.length(); i++) {
				if (wide) {
					put((byte) (text.charAt(i) >> 8));
				}
				put((byte) text.charAt(i));
			}
		}
		return place;
	}

	private void putInt(int number) throws IOException {
		for (int shift = 24; shift >= 0; shift -= 8) {
			put((byte) (number >> shift));
		}
	}

	private void put(byte b) throws IOException {
		if (!this.buffer.hasRemaining()) {
			flush();
		}
		this.buffer.put(b);
	}

	private void flush() throws IOException {
		this.file.write(this.buffer.array(), 0, this.buffer.position(), this.written);
		this.written = end();
		this.buffer.clear();
	}

	/**
	 * Read a row.
	 * @param place its place
	 * @return its texts
	 * @throws IOException if it can't be read
	 */
	List<@Nullable String> read(long place) throws IOException {
		this.position = place;
		int size = getInt();
		List<@Nullable String> texts = new ArrayList<>(size);
		for (int i = 0; i < size; i++) {
			int length = getInt();
			texts.add((length != -1) ? text(length >>> 1, (length & 1) == 1) : null);
		}
		return texts;
	}

	/**
	 * The place of the row that follows the one that was read last.
	 * @return its place, or {@link #end} if there is none
	 */
	long next() {
		return this.position;
	}

	private String text(int length, boolean wide) throws IOException {
		byte[] bytes = new byte[wide ? length << 1 : length];
		int done = 0;
		while (done < bytes.length) {
			int offset = turn();
			int some = Math.min(bytes.length - done, this.windowLength - offset);
			System.arraycopy(this.window, offset, bytes, done, some);
			done += some;
			this.position += some;
		}
		if (!wide) {
			return new String(bytes, StandardCharsets.ISO_8859_1);
		}
		char[] characters = new char[length];
		ByteBuffer.wrap(bytes).asCharBuffer().get(characters);
		return new String(characters);
	}

	private int getInt() throws IOException {
		int number = 0;
		for (int i = 0; i < Integer.BYTES; i++) {
			number = number << 8 | this.window[turn()] & 0xff;
			this.position++;
		}
		return number;
	}

	// makes the window show the position
	private int turn() throws IOException {
		long offset = this.position - this.windowStart;
		if (offset >= 0 && offset < this.windowLength) {
			return (int) offset;
		}
		this.windowStart = this.position;
		this.windowLength = 0;
		if (this.position >= this.written) {
			int start = (int) (this.position - this.written);
			this.windowLength = this.buffer.position() - start;
			System.arraycopy(this.buffer.array(), start, this.window, 0, this.windowLength);
		}
		else {
			int length = (int) Math.min(BUFFER, this.written - this.position);
			this.windowLength = this.file.read(this.window, 0, length, this.position);
		}
		if (this.windowLength <= 0) {
			this.windowLength = 0;
			throw new IOException("The temporary file of rows has become shorter");
		}
		return 0;
	}

	/**
	 * Forget all rows.
	 */
	void clear() {
		this.buffer.clear();
		this.written = 0;
		this.windowLength = 0;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
