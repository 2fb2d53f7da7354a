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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link BencodeDecoder}.
 */
@Tag("plain")
class BencodeDecoderTests {

	private static final BencodeBounds BOUNDS = new BencodeBounds(10_000, 5, 200);

	private static @Nullable Map<String, Object> decode(byte[] bytes) throws BencodeException {
		return new BencodeDecoder(BOUNDS).next(ByteBuffer.wrap(bytes));
	}

	private static @Nullable Map<String, Object> decode(String text) throws BencodeException {
		return decode(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void valuesComeAsTheyWereSent() throws BencodeException {
		assertThat(decode("d1:ai-12e1:b0:1:cl1:xd1:yi0eee1:d5:h\u00e9lle"))
			.isEqualTo(Map.of("a", -12L, "b", "", "c", List.of("x", Map.of("y", 0L)), "d", "h\u00e9ll"));
		assertThat(decode("d1:bi1e1:ai" + Long.MAX_VALUE + "ee")).isEqualTo(Map.of("b", 1L, "a", Long.MAX_VALUE));
		assertThat(decode("d1:a")).isNull();
	}

	@Test
	void messagesFollowOneAnother() throws BencodeException {
		BencodeDecoder decoder = new BencodeDecoder(BOUNDS);
		ByteBuffer bytes = ByteBuffer.wrap("d1:ai1eed1:bi2eed1".getBytes(StandardCharsets.UTF_8));
		assertThat(decoder.next(bytes)).isEqualTo(Map.of("a", 1L));
		assertThat(decoder.next(bytes)).isEqualTo(Map.of("b", 2L));
		assertThat(decoder.next(bytes)).isNull();
		assertThat(decoder.next(ByteBuffer.wrap(":ci3ee".getBytes(StandardCharsets.UTF_8)))).isEqualTo(Map.of("c", 3L));
	}

	@ParameterizedTest
	@ValueSource(strings = { "i1e", "1:a", "le", "x", "e", "di1ei2ee", "dlei1ee", "d1:ae", "d1:a1:b1:a1:ce",
			"d1:ai01ee", "d1:ai-0ee", "d1:aiee", "d1:ai-ee", "d1:ai1-ee", "d1:ai9223372036854775808ee", "d1:a01:be",
			"d-1:ae", "d1:a00:e", "d1:axe", "d1:a:e", "d10001:", "d99999999999999999999:" })
	void whatIsNoBencodeIsRefused(String text) {
		assertThatExceptionOfType(BencodeException.class).isThrownBy(() -> decode(text));
	}

	@Test
	void boundsAreExact() throws BencodeException {
		int overhead = "d1:a9992:e".length();
		assertThat(decode("d1:a" + (10_000 - overhead) + ":" + "x".repeat(10_000 - overhead) + "e")).isNotNull();
		assertThatExceptionOfType(BencodeException.class)
			.isThrownBy(() -> decode("d1:a" + (10_001 - overhead) + ":" + "x".repeat(10_001 - overhead) + "e"));
		assertThat(decode("d1:a" + "l".repeat(4) + "e".repeat(5))).isNotNull();
		assertThatExceptionOfType(BencodeException.class)
			.isThrownBy(() -> decode("d1:a" + "l".repeat(5) + "e".repeat(6)));
		assertThat(decode("d1:al" + "i1e".repeat(197) + "ee")).isNotNull();
		assertThatExceptionOfType(BencodeException.class).isThrownBy(() -> decode("d1:al" + "i1e".repeat(199) + "ee"));
	}

	@Test
	void randomMessagesSurviveTheRoundTripHoweverTheyAreCut() throws BencodeException {
		for (long seed = 0; seed < 3000; seed++) {
			Random random = new Random(seed);
			Map<String, Object> message = map(random, 0);
			byte[] bytes = Bencode.encode(message);
			BencodeDecoder decoder = new BencodeDecoder(new BencodeBounds(bytes.length, 10, 100_000));
			Map<String, Object> decoded = null;
			int from = 0;
			while (from < bytes.length) {
				assertThat(decoded).as("seed %s", seed).isNull();
				int to = Math.min(bytes.length, from + 1 + random.nextInt(20));
				decoded = decoder.next(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to)));
				from = to;
			}
			assertThat(decoded).as("seed %s", seed).isEqualTo(message);
		}
	}

	@Test
	void damagedMessagesAreRefusedOrUnderstoodAndNothingElse() {
		int refused = 0;
		for (long seed = 0; seed < 20_000; seed++) {
			Random random = new Random(seed);
			byte[] bytes = Bencode.encode(map(random, 0));
			for (int i = 0; i <= random.nextInt(4); i++) {
				bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(256)
						: "dlie:-0123456789".charAt(random.nextInt(16)));
			}
			ByteBuffer input = ByteBuffer.wrap(bytes);
			BencodeDecoder decoder = new BencodeDecoder(BOUNDS);
			try {
				while (decoder.next(input) != null) {
					continue;
				}
				assertThat(input.hasRemaining()).as("seed %s", seed).isFalse();
			}
			catch (BencodeException ex) {
				refused++;
			}
		}
		assertThat(refused).isGreaterThan(1000);
	}

	private static Map<String, Object> map(Random random, int depth) {
		Map<String, Object> map = new LinkedHashMap<>();
		int size = random.nextInt(5);
		for (int i = 0; i < size; i++) {
			map.put("k" + random.nextInt(1000), value(random, depth + 1));
		}
		return map;
	}

	private static Object value(Random random, int depth) {
		return switch (random.nextInt((depth < 5) ? 4 : 2)) {
			case 0 -> random.nextBoolean() ? random.nextLong() : (long) random.nextInt(3) - 1;
			case 1 -> text(random);
			case 2 -> {
				List<Object> list = new ArrayList<>();
				int size = random.nextInt(5);
				for (int i = 0; i < size; i++) {
					list.add(value(random, depth + 1));
				}
				yield list;
			}
			default -> map(random, depth);
		};
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		int length = random.nextInt((random.nextInt(20) == 0) ? 3000 : 10);
		for (int i = 0; i < length; i++) {
			text.appendCodePoint(random.nextBoolean() ? 'a' + random.nextInt(26)
					: new int[] { 0, 10, 0xe9, 0x20ac, 0x1f600 }[random.nextInt(5)]);
		}
		return text.toString();
	}

}
