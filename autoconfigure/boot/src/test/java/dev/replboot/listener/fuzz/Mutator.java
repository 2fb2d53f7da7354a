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

package dev.replboot.listener.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes inputs of other inputs. The same seed makes the same inputs.
 */
final class Mutator {

	private static final int MOST_BYTES = 100_000;

	private final Random random;

	private final List<String> words;

	Mutator(long seed, List<String> words) {
		this.random = new Random(seed);
		this.words = words;
	}

	/**
	 * Make an input.
	 * @param corpus inputs to begin with
	 * @return a new one
	 */
	byte[] next(List<byte[]> corpus) {
		byte[] bytes = (this.random.nextInt(20) == 0) ? noise(1 + this.random.nextInt(200)) : pick(corpus);
		for (int i = this.random.nextInt(6); i >= 0; i--) {
			bytes = change(bytes, corpus);
		}
		return (bytes.length > MOST_BYTES) ? Arrays.copyOf(bytes, MOST_BYTES) : bytes;
	}

	private byte[] change(byte[] bytes, List<byte[]> corpus) {
		int at = this.random.nextInt(bytes.length + 1);
		int to = at + this.random.nextInt(Math.min(bytes.length - at, 40) + 1);
		return switch (this.random.nextInt(9)) {
			case 0 -> flip(bytes);
			case 1 -> replace(bytes, at, to, new byte[0]);
			case 2 -> replace(bytes, at, at, noise(1 + this.random.nextInt(4)));
			case 3, 4 -> replace(bytes, at, at, word());
			case 5 -> replace(bytes, at, to, word());
			case 6 -> repeat(bytes, at, to);
			case 7 -> Arrays.copyOf(bytes, at);
			default -> {
				byte[] other = pick(corpus);
				int from = this.random.nextInt(other.length + 1);
				yield replace(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
			}
		};
	}

	private byte[] flip(byte[] bytes) {
		byte[] changed = bytes.clone();
		if (changed.length > 0) {
			changed[this.random.nextInt(changed.length)] ^= (byte) (1 << this.random.nextInt(8));
		}
		return changed;
	}

	private byte[] repeat(byte[] bytes, int at, int to) {
		ByteArrayOutputStream more = new ByteArrayOutputStream();
		int times = (this.random.nextInt(10) == 0) ? this.random.nextInt(3000) : this.random.nextInt(8);
		for (int i = 0; i < times; i++) {
			more.write(bytes, at, to - at);
		}
		return replace(bytes, at, at, more.toByteArray());
	}

	private static byte[] replace(byte[] bytes, int at, int to, byte[] more) {
		byte[] changed = new byte[bytes.length - (to - at) + more.length];
		System.arraycopy(bytes, 0, changed, 0, at);
		System.arraycopy(more, 0, changed, at, more.length);
		System.arraycopy(bytes, to, changed, at + more.length, bytes.length - to);
		return changed;
	}

	private byte[] noise(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private byte[] word() {
		return this.words.get(this.random.nextInt(this.words.size())).getBytes(StandardCharsets.ISO_8859_1);
	}

	private byte[] pick(List<byte[]> corpus) {
		return corpus.get(this.random.nextInt(corpus.size()));
	}

}
