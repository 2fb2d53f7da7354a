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

package dev.replboot.listener.nrepl;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.sun.management.ThreadMXBean;

import dev.replboot.listener.fuzz.FuzzTarget;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reader of bencode. It gives messages or refuses, the same ones however the input is
 * cut, and never takes more memory than has come.
 */
public final class BencodeTarget implements FuzzTarget {

	private static final BencodeBounds BOUNDS = new BencodeBounds(64 * 1024, 8, 1000);

	/**
	 * A part of two bytes, such as {@code le}, costs a list and its place in another.
	 */
	private static final long MOST_MEMORY_OF_A_BYTE = 400;

	private static final long MOST_MEMORY = 64 * 1024;

	private static final List<String> WORDS = List.of("d", "l", "e", "i", "i0e", "i-1e", "i-0e",
			"i9223372036854775807e", "i9223372036854775808e", "0:", "1:a", "2:op", "4:eval", "4:code", "2:id", "de",
			"le", "65536:", "2147483647:", "2147483648:", "99999999999999999999:", "-1:", "00:", "lllllllll", "d1:a",
			"d1:ad1:b", ":", "-", "3:\u00e2\u0082\u00ac", "2:\u00c3\u0028", "4:\u00f0\u009f\u0098\u0080");

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/**
	 * Create the target.
	 */
	public BencodeTarget() {
		// classes that are loaded when they are needed first would count as memory
		decode("d1:ali1eee".getBytes(StandardCharsets.US_ASCII), 1);
		decode(new byte[] { 'x' }, 1);
	}

	@Override
	public String name() {
		return "bencode";
	}

	@Override
	public List<String> words() {
		return WORDS;
	}

	@Override
	public int batch() {
		return 1000;
	}

	@Override
	public List<String> tryOut(List<byte[]> inputs) {
		return inputs.stream().map(this::tryOut).toList();
	}

	private String tryOut(byte[] input) {
		long before = this.threads.getCurrentThreadAllocatedBytes();
		Decoded whole = decode(input, input.length);
		long allocated = this.threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(allocated).as("bytes allocated for %s of input", input.length)
			.isLessThan(MOST_MEMORY + MOST_MEMORY_OF_A_BYTE * input.length);
		for (int size : new int[] { 1, 7 }) {
			assertThat(decode(input, size)).as("in pieces of %s", size).isEqualTo(whole);
		}
		for (Map<String, Object> message : whole.messages()) {
			byte[] again = Bencode.encode(message);
			assertThat(decode(again, again.length).messages()).containsExactly(message);
		}
		return whole.refusal() + " " + Math.min(whole.messages().size(), 3) + " "
				+ whole.messages().stream().mapToInt(BencodeTarget::shape).max().orElse(0);
	}

	private static int shape(Object value) {
		if (value instanceof Map<?, ?> map) {
			return 1 + map.values().stream().mapToInt(BencodeTarget::shape).max().orElse(0);
		}
		return (value instanceof List<?> list) ? 1 + list.stream().mapToInt(BencodeTarget::shape).max().orElse(0) : 0;
	}

	private static Decoded decode(byte[] input, int size) {
		BencodeDecoder decoder = new BencodeDecoder(BOUNDS);
		List<Map<String, Object>> messages = new ArrayList<>();
		try {
			for (int from = 0; from < input.length; from += size) {
				ByteBuffer piece = ByteBuffer
					.wrap(Arrays.copyOfRange(input, from, Math.min(input.length, from + size)));
				Map<String, Object> message = decoder.next(piece);
				while (message != null) {
					messages.add(message);
					message = decoder.next(piece);
				}
				assertThat(piece.hasRemaining()).isFalse();
			}
			return new Decoded(messages, "");
		}
		catch (BencodeException ex) {
			return new Decoded(messages, ex.getMessage());
		}
	}

	@Override
	public void close() {
		// holds nothing
	}

	/**
	 * What was decoded, and why it ended if it did.
	 *
	 * @param messages the messages
	 * @param refusal why no more could be read, empty if more could come
	 */
	private record Decoded(List<Map<String, Object>> messages, String refusal) {

	}

}
