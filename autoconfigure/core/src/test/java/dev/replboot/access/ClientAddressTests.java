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

package dev.replboot.access;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ClientAddress}.
 */
@Tag("plain")
class ClientAddressTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1, 192.0.2.1", "192.0.2.1:4711, 192.0.2.1, 192.0.2.1",
			"' 192.0.2.1 ', 192.0.2.1, 192.0.2.1", "::1, 0:0:0:0:0:0:0:1, 0000000000000000/64",
			"[::1]:80, 0:0:0:0:0:0:0:1, 0000000000000000/64", "fe80::1%eth0, fe80:0:0:0:0:0:0:1, fe80000000000000/64",
			"2001:DB8::1, 2001:db8:0:0:0:0:0:1, 20010db800000000/64", "::ffff:192.0.2.1, 192.0.2.1, 192.0.2.1",
			"unknown, unknown, unknown", "_hidden, _hidden, _hidden", "localhost, localhost, localhost",
			"1.2.3, 1.2.3, 1.2.3", "1.2.3.256, 1.2.3.256, 1.2.3.256", "0x7f.1, 0x7f.1, 0x7f.1",
			"dead.beef, dead.beef, dead.beef", ":::::, :::::, :::::",
			"/run/repl.sock, /run/repl.sock, /run/repl.sock" })
	void addressesAreToldApartByTheirNetwork(String given, String text, String network) {
		assertThat(ClientAddress.of(given)).isEqualTo(new ClientAddress(text, network));
	}

	@Test
	void whatAHeaderHasInsteadOfAnAddressIsShortAndControlsNoTerminal() {
		ClientAddress address = ClientAddress.of("\u001b[2J\r\nREPL_OPENED \u202e" + "x".repeat(8000));
		assertThat(address.text()).hasSizeLessThan(70).startsWith("\\u001b[2J\\u000d\\u000aREPL_OPENED \\u202e");
		assertThat(address.network()).hasSizeLessThan(70);
	}

}
