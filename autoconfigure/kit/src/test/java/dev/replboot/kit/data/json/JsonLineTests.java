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

package dev.replboot.kit.data.json;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link JsonLineWriter} and {@link JsonLineReader}.
 */
@Tag("plain")
class JsonLineTests {

	@Test
	void everyValueComesBack() throws IOException {
		Random random = new Random(1);
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		JsonLineWriter writer = new JsonLineWriter(output);
		List<Object> written = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			Map<String, Object> members = members(random, 3);
			written.add(members);
			writer.write(members);
			assertThat(JsonLineReader.read(JsonLineWriter.toText(members))).isEqualTo(members);
		}
		writer.flush();
		List<Object> read = new ArrayList<>();
		try (JsonLineReader reader = new JsonLineReader(new ByteArrayInputStream(output.toByteArray()))) {
			for (Map<String, ?> next = reader.next(); next != null; next = reader.next()) {
				read.add(next);
			}
		}
		assertThat(read).isEqualTo(written);
		assertThat(output.toString(StandardCharsets.UTF_8).split("[\\n\\r\\u000b\\f\\u0085\\u2028\\u2029]"))
			.hasSize(500);
	}

	private static Map<String, Object> members(Random random, int depth) {
		Map<String, Object> members = new LinkedHashMap<>();
		for (int i = random.nextInt(5); i > 0; i--) {
			members.put(text(random), value(random, depth));
		}
		return members;
	}

	private static Object value(Random random, int depth) {
		return switch (random.nextInt((depth > 0) ? 7 : 5)) {
			case 0 -> null;
			case 1 -> random.nextLong();
			case 2 -> random.nextBoolean();
			case 3, 4 -> text(random);
			case 5 -> members(random, depth - 1);
			default -> {
				List<Object> list = new ArrayList<>();
				for (int i = random.nextInt(5); i > 0; i--) {
					list.add(value(random, depth - 1));
				}
				yield list;
			}
		};
	}

	// halves of pairs among them
	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(40); i > 0; i--) {
			text.append((char) random.nextInt((random.nextInt(4) == 0) ? 0x10000 : 0x80));
		}
		return text.toString();
	}

	@Test
	void numbersThatJsonLacksAreTexts() {
		assertThat(JsonLineWriter.toText(List.of(1, new BigDecimal("1E+3"), 0.5, Double.NaN, Float.NEGATIVE_INFINITY)))
			.isEqualTo("[1,1E+3,0.5,\"NaN\",\"-Infinity\"]");
		Number third = new Number() {

			@Override
			public int intValue() {
				return 0;
			}

			@Override
			public long longValue() {
				return 0;
			}

			@Override
			public float floatValue() {
				return 0;
			}

			@Override
			public double doubleValue() {
				return 0;
			}

			@Override
			public String toString() {
				return "1/3";
			}

		};
		assertThat(JsonLineWriter.toText(new Object[] { third, new int[] { 1, 2 } })).isEqualTo("[\"1/3\",[1,2]]");
	}

	@Test
	void whatIsNoObjectIsRefused() throws IOException {
		String whole = "{\"a\":[1,{\"b\":\"\\u00e9\"}],\"c\":null}";
		assertThat(JsonLineReader.read(whole)).containsKeys("a", "c");
		for (int length = 0; length < whole.length(); length++) {
			String torn = whole.substring(0, length);
			assertThatIOException().as(torn).isThrownBy(() -> JsonLineReader.read(torn));
		}
		for (String other : List.of("[]", "1", "\"a\"", "{} {}", "{}x", "{\"a\":1.5}")) {
			assertThatIOException().as(other).isThrownBy(() -> JsonLineReader.read(other));
		}
	}

	@Test
	void failureOfTheOutputIsTheOutputsOwn() {
		JsonLineWriter writer = new JsonLineWriter(new OutputStream() {

			@Override
			public void write(int b) throws IOException {
				throw new IOException("No space left on device");
			}

		});
		assertThatIOException().isThrownBy(() -> {
			writer.write(Map.of("a", "b".repeat(100_000)));
			writer.flush();
		}).withMessage("No space left on device");
	}

}
