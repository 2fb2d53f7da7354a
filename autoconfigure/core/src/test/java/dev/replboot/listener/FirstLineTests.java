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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link FirstLine}.
 */
@Tag("plain")
class FirstLineTests {

	private final FirstLine line = new FirstLine();

	@Test
	void tokenIsALineWhateverWhiteSpaceIsAroundIt() {
		assertThat(add("  0123456789abcdef \t\r\n")).isEqualTo(FirstLine.Kind.COMPLETE);
		assertThat(this.line.text()).isEqualTo("0123456789abcdef");
		assertThat(this.line.bytesWithEnd()).asString().isEqualTo("  0123456789abcdef \t\r\n");
	}

	// as PuTTY does before its user types
	@Test
	void whatATelnetClientSaysAboutOptionsIsNoPartOfTheToken() {
		String options = "\u00ff\u00fb\u001f\u00ff\u00fd\u0001\u00ff\u00fa\u001f\0P\0\u0018\u00ff\u00f0";
		assertThat(add(options + "0123456789abcdef\u00ff\u00fb\u0003\r\n")).isEqualTo(FirstLine.Kind.COMPLETE);
		assertThat(this.line.text()).isEqualTo("0123456789abcdef");
		assertThat(this.line.bytes()).startsWith(0xff, 0xfb, 0x1f);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET ", "post ", "PRI ", "OPTIONS ", "Delete " })
	void methodOfARequestIsSeenBeforeItsPath(String method) {
		assertThat(add(method)).isEqualTo(FirstLine.Kind.HTTP);
	}

	@ParameterizedTest
	@CsvSource({ "PROPFIND /a HTTP/1.1, HTTP", "propfind /a http/2, HTTP", "GETTER, COMPLETE", "GET, COMPLETE",
			"(get x), COMPLETE", "'', COMPLETE" })
	void lineOfARequestIsToldFromOthersAtItsEnd(String text, FirstLine.Kind kind) {
		assertThat(add(text + "\n")).isEqualTo(kind);
	}

	@Test
	void handshakeOfTlsIsToldByItsFirstByteAlone() {
		assertThat(this.line.add(0x16)).isEqualTo(FirstLine.Kind.TLS);
		FirstLine other = new FirstLine();
		other.add('a');
		assertThat(other.add(0x16)).isEqualTo(FirstLine.Kind.UNFINISHED);
	}

	@Test
	void lineThatIsLongerThanAnyTokenIsNotKept() {
		assertThat(add("x".repeat(128))).isEqualTo(FirstLine.Kind.UNFINISHED);
		assertThat(this.line.add('x')).isEqualTo(FirstLine.Kind.TOO_LONG);
	}

	@Test
	void bytesStayWhatTheyWere() {
		this.line.add(0xc3);
		this.line.add(0xa4);
		assertThat(this.line.bytes()).containsExactly(0xc3, 0xa4);
	}

	private FirstLine.Kind add(String text) {
		FirstLine.Kind kind = FirstLine.Kind.UNFINISHED;
		for (char next : text.toCharArray()) {
			assertThat(kind).isEqualTo(FirstLine.Kind.UNFINISHED);
			kind = this.line.add(next);
		}
		return kind;
	}

}
