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
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What is read from the bytes of a connection, however they are cut.
 */
@Tag("plain")
class PipeReaderTests {

	private final InputPipe pipe = new InputPipe((paused) -> {
	});

	private final PipeReader reader = new PipeReader(this.pipe);

	@Test
	void isReadyOnlyWhenAWholeCharacterIsThere() throws IOException {
		assertThat(this.reader.ready()).isFalse();
		for (byte next : "\ud83d\ude00".getBytes(StandardCharsets.UTF_8)) {
			assertThat(this.reader.ready()).isFalse();
			put(next);
		}
		assertThat(this.reader.ready()).isTrue();
		assertThat(this.reader.read()).isEqualTo(0xd83d);
		assertThat(this.reader.ready()).isTrue();
		assertThat(this.reader.read()).isEqualTo(0xde00);
		assertThat(this.reader.ready()).isFalse();
	}

	@Test
	void halfACharacterAtTheEndIsReplaced() throws IOException {
		put((byte) 'a', (byte) 0xc3);
		this.pipe.end();
		assertThat(rest()).isEqualTo("a\ufffd");
		assertThat(this.reader.read()).isEqualTo(-1);
	}

	@Test
	void readThatIsInterruptedLeavesNothingBehind() throws IOException {
		put((byte) 0xc3);
		Thread.currentThread().interrupt();
		assertThatThrownBy(this.reader::read).isInstanceOf(InterruptedIOException.class);
		assertThat(this.reader.ready()).isFalse();
		put((byte) 0xa9, (byte) 'a');
		this.pipe.end();
		assertThat(rest()).isEqualTo("\u00e9a");
	}

	@Test
	void textIsTheSameHoweverItIsCut() throws IOException {
		Random random = new Random(5);
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < 30_000; i++) {
			text.appendCodePoint(new int[] { 'a', '\n', 0xe9, 0x4e2d, 0x1f600 }[random.nextInt(5)]);
		}
		byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
		StringBuilder read = new StringBuilder();
		for (int start = 0; start < bytes.length;) {
			int length = Math.min(bytes.length - start, 1 + random.nextInt(20_000));
			this.pipe.put(ByteBuffer.wrap(bytes, start, length));
			start += length;
			while (this.reader.ready()) {
				read.append((char) this.reader.read());
			}
		}
		this.pipe.end();
		assertThat(read + rest()).isEqualTo(text.toString());
	}

	private void put(byte... bytes) {
		this.pipe.put(ByteBuffer.wrap(bytes));
	}

	private String rest() throws IOException {
		StringBuilder rest = new StringBuilder();
		for (int next = this.reader.read(); next != -1; next = this.reader.read()) {
			rest.append((char) next);
		}
		return rest.toString();
	}

}
