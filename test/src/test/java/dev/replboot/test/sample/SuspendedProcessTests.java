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

package dev.replboot.test.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a process that is suspended past the end of its lease.
 */
@EnabledOnOs(OS.LINUX)
class SuspendedProcessTests {

	private static final int FORMS = 8;

	@TempDir
	private Path folder;

	@Test
	void nothingThatWasSentMeanwhileIsEvaluatedWhenTheProcessGoesOn() throws Exception {
		try (SampleProcess sample = SampleProcess.start("--repl.nrepl.enabled=true", "--repl.nrepl.port=0",
				"--repl.limits.sessions=" + (FORMS + 4), "--repl.limits.sessions-per-principal=" + (FORMS + 4))) {
			String opened = sample.request("POST", sample.endpoint(), "admin", "{\"ttl\":\"15s\"}").body();
			Instant end = Instant.parse(find("\"endsAt\":\"([^\"]+)\"", opened));
			String token = find("\"token\":\"([0-9a-f]{32})\"", opened);
			List<Socket> sessions = new ArrayList<>();
			for (int i = 0; i < FORMS; i++) {
				sessions.add(login(sample, token));
			}
			Socket inTransaction = login(sample, token);
			send(inTransaction, "(begin!)\n");
			readUntil(inTransaction, "user*=> ");
			signal(sample, "STOP");
			try (Socket late = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort())) {
				late.setSoTimeout(30_000);
				Awaitility.await().until(() -> Instant.now().isAfter(end.plusMillis(100)));
				for (int i = 0; i < FORMS; i++) {
					String reads = (i % 2 == 0) ? "" : "#=";
					send(sessions.get(i),
							reads + "(clojure.core/spit \"" + this.folder.resolve("form" + i) + "\" \"x\")\n");
				}
				send(late, token + "\n(spit \"" + this.folder.resolve("late") + "\" \"x\")\n");
				signal(sample, "CONT");
				for (Socket session : sessions) {
					assertThat(readUntil(session, null)).contains("The lease has ended.");
					session.close();
				}
				awaitEnd(late);
			}
			assertThat(readUntil(inTransaction, null)).contains("The lease has ended.",
					"The transaction that was open is rolled back: nothing of it is committed.");
			inTransaction.close();
			Awaitility.await().until(() -> sample.log().contains("REPL_CLOSED lease"));
			try (var left = Files.list(this.folder)) {
				assertThat(left).isEmpty();
			}
			assertThat(sample.log()).doesNotContain("clojure.core/spit");
		}
	}

	private static Socket login(SampleProcess sample, String token) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort());
		socket.setSoTimeout(30_000);
		send(socket, token + "\n");
		readUntil(socket, "user=> ");
		return socket;
	}

	private static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String readUntil(Socket socket, String end) throws IOException {
		StringBuilder text = new StringBuilder();
		int next = socket.getInputStream().read();
		while (next >= 0) {
			text.append((char) next);
			if (end != null && text.toString().endsWith(end)) {
				break;
			}
			next = socket.getInputStream().read();
		}
		return text.toString();
	}

	// the server never reads what is behind a token that is no longer valid, so that the
	// connection may end with a reset
	private static void awaitEnd(Socket socket) throws IOException {
		try {
			readUntil(socket, null);
		}
		catch (SocketException ex) {
			assertThat(ex).hasMessageContaining("reset");
		}
	}

	private static void signal(SampleProcess sample, String name) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(sample.process().pid())).inheritIO()
			.start();
		assertThat(kill.waitFor()).isZero();
	}

	private static String find(String pattern, String text) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		return matcher.group(1);
	}

}
