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
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.replboot.access.Denial;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.Denials;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a connection sends before, or instead of, a token. Nothing is evaluated, every
 * connection comes to its end in time, and somebody who has a token gets in meanwhile.
 */
final class DoorTarget implements FuzzTarget {

	private static final String FORM = "(System/setProperty \"repl.fuzz.planted\" \"1\")";

	private static final List<String> WORDS = List.of(FORM, "#=" + FORM, "\n", "\r\n", "\"", " ", "\0", "\u0016",
			"\u00ff\u00f4", "\u0003", "\u00c3\u0028", "GET / HTTP/1.1\r\n", "POST ", "HTTP/1.0",
			"0123456789abcdef0123456789abcdef", "d2:op4:eval", "2:id1:1", "4:code", "5:clone", "8:describe", "e", "l",
			"i-1e", "i9223372036854775807e", "d", "0:", "99999999999:", "2:op", "9:load-file", "4:file", "7:session",
			"4:code32:0123456789abcdef0123456789abcdef", "\u00ef\u00bb\u00bf", ":repl/quit\n", "x".repeat(200));

	private final Door door;

	private final FuzzedRepl repl;

	private int rounds;

	DoorTarget(Door door) {
		this.door = door;
		this.repl = new FuzzedRepl("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.prepl.enabled=true",
				"repl.prepl.port=0", "repl.limits.login=2s", "repl.limits.failed-logins=10",
				"repl.limits.failed-attempts=0");
	}

	@Override
	public String name() {
		return this.door.name().toLowerCase(Locale.ROOT) + "-door";
	}

	@Override
	public List<String> words() {
		return WORDS;
	}

	@Override
	public int batch() {
		// fewer than may wait for their token at a time
		return 48;
	}

	@Override
	public List<String> tryOut(List<byte[]> inputs) throws Exception {
		List<String> outcomes = new ArrayList<>();
		for (int from = 0; from < inputs.size(); from += batch()) {
			outcomes.addAll(tryTogether(inputs.subList(from, Math.min(inputs.size(), from + batch()))));
		}
		return outcomes;
	}

	private List<String> tryTogether(List<byte[]> inputs) throws IOException {
		List<Socket> sockets = new ArrayList<>();
		List<String> outcomes = new ArrayList<>();
		try {
			for (byte[] input : inputs) {
				Socket socket = this.repl.connect(this.door.name().toLowerCase(Locale.ROOT));
				sockets.add(socket);
				int cut = (input.length == 0) ? 0 : Math.floorMod(Arrays.hashCode(input), input.length);
				FuzzedRepl.send(socket, Arrays.copyOf(input, cut));
				FuzzedRepl.send(socket, Arrays.copyOfRange(input, cut, input.length));
			}
			if (this.rounds++ % 10 == 0) {
				assertSomebodyGetsIn();
			}
			for (Socket socket : sockets) {
				String answer = FuzzedRepl.readToEnd(socket);
				assertThat(answer).as("what a stranger is told").doesNotContain("You are", ":tag", "5:value");
				outcomes.add(outcome(socket, answer));
			}
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
		}
		assertThat(System.getProperty("repl.fuzz.planted")).as("what a planted form would set").isNull();
		assertThat(this.repl.repl().events(AuditType.REPL_EVALUATING)).isEmpty();
		this.repl.assertUnharmed();
		return outcomes;
	}

	private void assertSomebodyGetsIn() throws IOException {
		// a busy machine may keep whoever has a token from sending it in time
		String answer = comeIn();
		for (int i = 0; i < 5 && answer.contains("repl.limits.login"); i++) {
			answer = comeIn();
		}
		assertThat(answer).contains("You are");
	}

	private String comeIn() throws IOException {
		byte[] sent = (this.repl.token() + "\n:repl/quit\n").getBytes(StandardCharsets.UTF_8);
		try (Socket socket = this.repl.connect("socket")) {
			FuzzedRepl.send(socket, sent);
			return readWelcome(socket);
		}
	}

	private static String readWelcome(Socket socket) throws IOException {
		byte[] start = socket.getInputStream().readNBytes(60);
		return new String(start, StandardCharsets.UTF_8) + FuzzedRepl.readToEnd(socket);
	}

	private String outcome(Socket socket, String answer) {
		String remote = "127.0.0.1:" + socket.getLocalPort();
		String reason = Denials.of(this.repl.repl())
			.stream()
			.filter((denial) -> denial.peer() != null && denial.peer().address().equals(remote))
			.reduce((first, second) -> second)
			.map(Denial::reason)
			.map(Denial.Reason::label)
			.orElse("none");
		// ids are the client's own and would make each answer a new one
		return reason + " " + answer.replaceAll("2:id\\d+:[^:]*?(?=\\d+:)", "").replaceAll("[0-9a-f-]{36}", "");
	}

	@Override
	public void close() {
		this.repl.close();
	}

	/**
	 * The protocols.
	 */
	enum Door {

		SOCKET, PREPL, NREPL

	}

}
