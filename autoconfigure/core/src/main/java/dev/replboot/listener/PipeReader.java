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

package dev.replboot.listener;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The characters of an {@link InputPipe}, in UTF-8. Unlike an {@code InputStreamReader},
 * it isn't ready when only a part of a character is there, for which a read would wait.
 */
public final class PipeReader extends Reader {

	private static final int SIZE = 8192;

	private final InputPipe pipe;

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
		.onMalformedInput(CodingErrorAction.REPLACE)
		.onUnmappableCharacter(CodingErrorAction.REPLACE);

	private final byte[] bytes = new byte[SIZE];

	private final CharBuffer characters = CharBuffer.allocate(SIZE).limit(0);

	/**
	 * How many bytes are the beginning of a character.
	 */
	private int kept;

	private boolean ended;

	/**
	 * Create a reader.
	 * @param pipe where the bytes come from
	 */
	public PipeReader(InputPipe pipe) {
		this.pipe = pipe;
	}

	@Override
	public int read(char[] buffer, int offset, int length) throws IOException {
		synchronized (this.lock) {
			if (length == 0) {
				return 0;
			}
			while (!this.characters.hasRemaining()) {
				if (this.ended) {
					return -1;
				}
				decode();
			}
			int count = Math.min(length, this.characters.remaining());
			this.characters.get(buffer, offset, count);
			return count;
		}
	}

	@Override
	public boolean ready() throws IOException {
		synchronized (this.lock) {
			while (!this.characters.hasRemaining() && this.pipe.available() > 0) {
				decode();
			}
			return this.characters.hasRemaining();
		}
	}

	private void decode() throws IOException {
		// changes nothing if it is interrupted
		int read = this.pipe.read(this.bytes, this.kept, SIZE - this.kept);
		this.ended = read == -1;
		ByteBuffer input = ByteBuffer.wrap(this.bytes, 0, this.kept + Math.max(0, read));
		this.characters.clear();
		this.decoder.decode(input, this.characters, this.ended);
		this.characters.flip();
		this.kept = input.remaining();
		System.arraycopy(this.bytes, input.position(), this.bytes, 0, this.kept);
	}

	@Override
	public void close() {
		// the connection's own
	}

}
