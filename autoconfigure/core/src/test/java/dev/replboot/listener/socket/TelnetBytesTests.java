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

package dev.replboot.listener.socket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What telnet says, and what of it is text, whatever pieces it arrives in.
 */
@Tag("plain")
class TelnetBytesTests {

	private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

	@ParameterizedTest
	@CsvSource({ "ff fa 18 00 28 31 61 29 ff f0, window and terminal type", "ff fa 1f 00 50 00 18 ff f0, size",
			"ff fa 22 03 03 ff f0, interrupt as a byte of an option", "ff fa 18 ff ff f0 28 ff f0, doubled 255",
			"ff f1, nothing", "ff f9, go ahead", "ff f0, end of nothing" })
	void commandIsNoText(String command, String name) {
		assertThat(filter("28 " + command + " 29")).as(name).isEqualTo("()");
		assertThat(this.answers.size()).isZero();
	}

	@Test
	void subnegotiationEndsWithAnyCommand() {
		assertThat(filter("28 ff fa 18 61 ff f1 29")).isEqualTo("()");
		assertThat(filter("28 ff fa 18 61 ff f4 29")).isEqualTo("(<interrupt>)");
	}

	@Test
	void optionIsRefusedInsideOfASubnegotiationAsWell() {
		assertThat(filter("ff fd 18 28 ff fa 18 61 ff fb 1f 29")).isEqualTo("()");
		assertThat(this.answers.toByteArray()).inHexadecimal().containsExactly(0xff, 0xfc, 0x18, 0xff, 0xfe, 0x1f);
	}

	/**
	 * Each byte arrives by itself, and then all of them together.
	 */
	private String filter(String hex) {
		String[] bytes = hex.split(" ");
		TelnetBytes single = new TelnetBytes();
		StringBuilder inPieces = new StringBuilder();
		for (String one : bytes) {
			inPieces.append(text(single, new byte[] { (byte) Integer.parseInt(one, 16) }));
		}
		this.answers.reset();
		byte[] all = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			all[i] = (byte) Integer.parseInt(bytes[i], 16);
		}
		String together = text(new TelnetBytes(), all);
		assertThat(inPieces).hasToString(together);
		return together;
	}

	private String text(TelnetBytes telnet, byte[] bytes) {
		StringBuilder result = new StringBuilder();
		ByteBuffer rest = ByteBuffer.wrap(bytes);
		while (rest.hasRemaining()) {
			ByteBuffer text = ByteBuffer.allocate(bytes.length);
			boolean interrupted = telnet.filter(rest, text, this.answers::writeBytes);
			result.append(StandardCharsets.UTF_8.decode(text.flip())).append(interrupted ? "<interrupt>" : "");
		}
		return result.toString();
	}

}
