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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.testsupport.FreePort;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What {@code localhost} leads to: both families of addresses are ours, or none.
 */
class AddressFamilyTests {

	private InetAddress four;

	private InetAddress six;

	@BeforeEach
	void find() throws Exception {
		this.four = InetAddress.getByName("127.0.0.1");
		this.six = InetAddress.getByName("::1");
		assumeThat(hasSix(this.six)).as("this host has no IPv6 loopback").isTrue();
	}

	private static boolean hasSix(InetAddress six) throws SocketException {
		return NetworkInterface.getByInetAddress(six) != null;
	}

	private static String say(InetAddress address, int port, String text) throws IOException {
		try (Socket socket = new Socket(address, port)) {
			socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
			socket.shutdownOutput();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void bothFamiliesAreServedAndLinesToCopyNameOne() throws IOException {
		try (TestRepl repl = TestRepl.open()) {
			int port = repl.address().port();
			String form = repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n";
			assertThat(say(this.four, port, form)).contains("7007");
			assertThat(say(this.six, port, form)).contains("7007", "connected as " + System.getProperty("user.name"));
			assertThat(repl.address().host()).isEqualTo("127.0.0.1");
			assertThat(repl.address().connect()).contains("nc 127.0.0.1 " + port)
				.noneMatch((line) -> line.contains("localhost"));
			repl.lifecycle().close(TestPrincipal.ADMIN);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> say(this.four, port, ""));
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> say(this.six, port, ""));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "repl.socket", "repl.nrepl", "repl.prepl" })
	void portThatSomebodyElseHasInTheOtherFamilyIsRefused(String listener) throws IOException {
		try (ServerSocket other = new ServerSocket()) {
			other.bind(new InetSocketAddress(this.six, FreePort.find()));
			try (TestRepl repl = TestRepl.closed(listener + ".enabled=true",
					listener + ".port=" + other.getLocalPort())) {
				assertThatExceptionOfType(ReplRefusedException.class)
					.isThrownBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, null))
					.withMessageContaining("can't listen on [::1]:" + other.getLocalPort())
					.withMessageContaining("would read the token")
					.withMessageContaining(listener + ".address");
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> say(this.four, other.getLocalPort(), ""));
			}
		}
	}

	@Test
	void addressThatIsSetIsTheOnlyOne() throws IOException {
		try (ServerSocket other = new ServerSocket()) {
			other.bind(new InetSocketAddress(this.six, FreePort.find()));
			try (TestRepl repl = TestRepl.open("repl.socket.address=127.0.0.1",
					"repl.socket.port=" + other.getLocalPort())) {
				assertThat(say(this.four, other.getLocalPort(), repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n"))
					.contains("7007");
			}
		}
	}

	@Test
	void localhostIsBoth() throws IOException {
		try (TestRepl repl = TestRepl.open("repl.socket.address=localhost")) {
			String form = repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n";
			assertThat(say(this.four, repl.address().port(), form)).contains("7007");
			assertThat(say(this.six, repl.address().port(), form)).contains("7007");
		}
	}

}
