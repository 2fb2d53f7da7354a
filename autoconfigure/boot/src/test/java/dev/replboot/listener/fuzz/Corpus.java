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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The inputs that led to something: those that the fuzzing began with, and those that it
 * found. One a line; a byte that isn't printable is written as {@code \xNN}.
 */
final class Corpus {

	private Corpus() {
	}

	/**
	 * Read the corpus of a target.
	 * @param target the target
	 * @return its inputs
	 * @throws IOException if there is none
	 */
	static List<byte[]> of(FuzzTarget target) throws IOException {
		String file = target.name() + ".txt";
		try (InputStream text = Corpus.class.getResourceAsStream(file)) {
			if (text == null) {
				throw new IOException("There is no corpus " + file);
			}
			return new String(text.readAllBytes(), StandardCharsets.US_ASCII).lines()
				.map(Corpus::read)
				.collect(Collectors.toCollection(ArrayList::new));
		}
	}

	private static byte[] read(String line) {
		StringBuilder bytes = new StringBuilder();
		int at = 0;
		while (at < line.length()) {
			if (line.charAt(at) == '\\') {
				bytes.append((char) Integer.parseInt(line.substring(at + 2, at + 4), 16));
				at += 4;
			}
			else {
				bytes.append(line.charAt(at++));
			}
		}
		return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Write an input as a line.
	 * @param input the input
	 * @return the line
	 */
	static String write(byte[] input) {
		StringBuilder line = new StringBuilder();
		for (byte next : input) {
			if (next >= ' ' && next < 0x7f && next != '\\') {
				line.append((char) next);
			}
			else {
				line.append(String.format("\\x%02x", next));
			}
		}
		return line.toString();
	}

}
