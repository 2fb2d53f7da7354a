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

package dev.replboot.eval;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hash and length on record are those of the whole text, however it is written.
 */
@NullUnmarked
@Tag("plain")
class PrintedValueTests {

	@Test
	void hashAndLengthAreThoseOfTheWhole() throws Exception {
		Random random = new Random(1);
		for (int size : new int[] { 0, 1, 2, 2047, 2048, 2049, 4095, 4096, 4097, 8192, 20_000 }) {
			for (String unit : new String[] { "x", "é", "\ud83d\ude00", "a\n", "\ud83d" }) {
				String text = unit.repeat(size);
				for (String end : new String[] { "", "\n" }) {
					PrintedValue value = new PrintedValue("type");
					write(value, text + end, random);
					String expected = (text.endsWith("\n") && end.isEmpty()) ? text.substring(0, text.length() - 1)
							: text;
					assertThat(value.value().length()).isEqualTo(expected.length());
					assertThat(value.value().text())
						.isEqualTo(expected.substring(0, Math.min(2048, expected.length())));
					assertThat(value.value().sha256()).isEqualTo(sha256(expected));
				}
			}
		}
	}

	private static void write(PrintedValue value, String text, Random random) {
		int from = 0;
		while (from < text.length()) {
			int length = Math.min(text.length() - from, 1 + random.nextInt(random.nextBoolean() ? 3 : 9000));
			switch (random.nextInt(3)) {
				case 0 -> value.add(text, from, length);
				case 1 -> value.add(text.toCharArray(), from, length);
				default -> {
					for (int i = 0; i < length; i++) {
						value.add(text.charAt(from + i));
					}
				}
			}
			from += length;
		}
	}

	private static String sha256(String text) throws Exception {
		return HexFormat.of()
			.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
	}

}
