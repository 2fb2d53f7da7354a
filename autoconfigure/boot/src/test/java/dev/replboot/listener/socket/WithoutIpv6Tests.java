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

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.lifecycle.ReplLifecycle;
import dev.replboot.listener.ListenerAddress;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A JVM that keeps to IPv4, and a host that has nothing else: each is a process of its
 * own, because a JVM decides that once.
 */
@Timeout(300)
class WithoutIpv6Tests {

	private static final String[] PROTOCOLS = { "socket", "nrepl", "prepl" };

	// a network of its own, in which there is a loopback interface of one family
	private static final String ALONE = "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6 && ip link set lo up"
			+ " && exec \"$@\"";

	@Test
	void jvmThatKeepsToIpv4BindsToThatAloneAndServesSessions() throws Exception {
		String said = run(List.of(), "-Djava.net.preferIPv4Stack=true");
		assertServedOverIpv4Alone(said);
		assertThat(said).contains("refused: The socket REPL can't listen on [::1]:0 (",
				"Set repl.socket.address to 127.0.0.1, or remove it.");
	}

	@Test
	void hostThatHasNoIpv6BindsToTheOtherAndServesSessions() throws Exception {
		List<String> network = List.of("unshare", "--net", "sh", "-c", ALONE, "sh");
		assumeThat(isPossible(network)).as("only root can make a network, with unshare and ip").isTrue();
		String said = run(network);
		assertServedOverIpv4Alone(said);
		assertThat(said).contains("refused: The socket REPL can't listen on [::1]:0 (");
	}

	private static void assertServedOverIpv4Alone(String said) {
		for (String protocol : PROTOCOLS) {
			assertThat(said).contains(protocol + " at 127.0.0.1, /127.0.0.1 lets in, /0:0:0:0:0:0:0:1 doesn't\n");
		}
		assertThat(said).contains("connected as " + System.getProperty("user.name"), "user=> 7007\n");
	}

	private static boolean isPossible(List<String> network) throws Exception {
		try {
			List<String> command = new ArrayList<>(network);
			command.add("true");
			return new ProcessBuilder(command).start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String run(List<String> before, String... options) throws Exception {
		List<String> command = new ArrayList<>(before);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(options));
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				Application.class.getName()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			String said = output.lines().collect(Collectors.joining("\n", "", "\n"));
			assertThat(process.waitFor()).as(said).isZero();
			return said;
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Opens a REPL, looks who lets it in, and evaluates something.
	 */
	public static final class Application {

		public static void main(String[] arguments) throws IOException {
			InetAddress four = InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 });
			byte[] six = new byte[16];
			six[15] = 1;
			try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0",
					"repl.prepl.enabled=true", "repl.prepl.port=0")) {
				for (String protocol : PROTOCOLS) {
					ListenerAddress address = repl.address(protocol);
					System.out.println(protocol + " at " + address.host() + ", " + said(four, address.port()) + ", "
							+ said(InetAddress.getByAddress(six), address.port()));
				}
				try (Socket socket = new Socket(four, repl.address().port())) {
					String form = repl.token(TestPrincipal.USER) + "\n(* 1001 7)\n";
					socket.getOutputStream().write(form.getBytes(StandardCharsets.UTF_8));
					socket.shutdownOutput();
					System.out.println(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
				}
			}
			try (TestRepl repl = TestRepl.closed("repl.socket.address=::1", "repl.socket.port=0")) {
				ReplLifecycle lifecycle = repl.lifecycle();
				lifecycle.open(TestPrincipal.ADMIN, null, null);
				System.out.println("not refused");
			}
			catch (ReplRefusedException ex) {
				System.out.println("refused: " + ex.getMessage());
			}
		}

		private static String said(InetAddress address, Integer port) {
			try (Socket socket = new Socket(address, port)) {
				return address + (socket.isConnected() ? " lets in" : " doesn't");
			}
			catch (IOException ex) {
				return address + " doesn't";
			}
		}

	}

}
