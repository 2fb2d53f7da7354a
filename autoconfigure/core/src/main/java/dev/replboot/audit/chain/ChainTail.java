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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The end of a file of records.
 *
 * @param last the last whole record, or {@code null} when there is none
 * @param size the size of the file up to the end of that record
 * @param torn what stands after it: a record that wasn't written to its end
 */
record ChainTail(@Nullable ChainedRecord last, long size, byte[] torn) {

	// a record has bounded texts, so that a line can't be longer
	static final int MAX_LINE = 16 * 1024 * 1024;

	boolean isEmpty() {
		return this.last == null && this.torn.length == 0;
	}

	static ChainTail read(Path file) throws IOException {
		try (SeekableByteChannel channel = Files.newByteChannel(file)) {
			long size = channel.size();
			byte[] end = new byte[0];
			long wanted = 64 * 1024;
			while (true) {
				long from = Math.max(0, size - wanted);
				end = bytes(channel, from, (int) (size - from));
				int newline = lastNewline(end, end.length);
				int before = lastNewline(end, newline);
				if (from == 0 || (newline >= 0 && before >= 0)) {
					return of(file, size, end, newline, before);
				}
				if (wanted >= MAX_LINE) {
					throw new ChainDamagedException(
							"The last line of " + file + " is too long for a record. Verify the audit log, keep it,"
									+ " and move its files away to begin a new one");
				}
				wanted *= 4;
			}
		}
	}

	private static ChainTail of(Path file, long size, byte[] end, int newline, int before) throws IOException {
		byte[] torn = java.util.Arrays.copyOfRange(end, newline + 1, end.length);
		if (newline < 0) {
			return new ChainTail(null, 0, torn);
		}
		String line = new String(end, before + 1, newline - before - 1, StandardCharsets.UTF_8);
		try {
			return new ChainTail(ChainedRecord.read(line), size - torn.length, torn);
		}
		catch (IllegalArgumentException ex) {
			throw new ChainDamagedException("The last line of " + file + " is not a record. Somebody has changed it;"
					+ " verify the audit log, keep it, and move its files away to begin a new one");
		}
	}

	private static byte[] bytes(SeekableByteChannel channel, long from, int length) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(length);
		channel.position(from);
		while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
			continue;
		}
		return java.util.Arrays.copyOf(buffer.array(), buffer.position());
	}

	private static int lastNewline(byte[] bytes, int before) {
		for (int i = before - 1; i >= 0; i--) {
			if (bytes[i] == '\n') {
				return i;
			}
		}
		return -1;
	}

}
