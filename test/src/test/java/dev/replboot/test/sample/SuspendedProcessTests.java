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

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

	private static final int TIMEOUT_MILLIS = 60_000;

	@TempDir
	private Path folder;

	@Test
	void nothingThatWasSentMeanwhileIsEvaluatedWhenTheProcessGoesOn() throws Exception {
		try (SampleProcess sample = SampleProcess.start("--repl.nrepl.enabled=true", "--repl.nrepl.port=0",
				"--repl.limits.sessions=" + (FORMS + 4), "--repl.limits.sessions-per-principal=" + (FORMS + 4))) {
			Opened opened = open(sample);
			List<Socket> sessions = opened.sessions();
			Socket inTransaction = opened.inTransaction();
			int closed = closings(sample);
			signal(sample, "STOP");
			try (Socket late = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort())) {
				late.setSoTimeout(TIMEOUT_MILLIS);
				Awaitility.await()
					.atMost(Duration.ofMinutes(3))
					.until(() -> Instant.now().isAfter(opened.end().plusMillis(100)));
				for (int i = 0; i < FORMS; i++) {
					String reads = (i % 2 == 0) ? "" : "#=";
					send(sessions.get(i),
							reads + "(clojure.core/spit \"" + this.folder.resolve("form" + i) + "\" \"x\")\n");
				}
				send(late, opened.token() + "\n(spit \"" + this.folder.resolve("late") + "\" \"x\")\n");
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
			Awaitility.await().until(() -> closings(sample) > closed);
			try (var left = Files.list(this.folder)) {
				assertThat(left).isEmpty();
			}
			assertThat(sample.log()).doesNotContain("clojure.core/spit");
		}
	}

	private static int closings(SampleProcess sample) {
		return sample.log().split("REPL_CLOSED lease", -1).length;
	}

	// on a busy machine the sessions may take longer to begin than the lease is long
	private static Opened open(SampleProcess sample) throws IOException {
		try {
			return open(sample, "15s");
		}
		catch (IOException ex) {
			return open(sample, "90s");
		}
	}

	private static Opened open(SampleProcess sample, String ttl) throws IOException {
		// a lease that has ended may be about to be closed
		String opened = Awaitility.await()
			.until(() -> sample.request("POST", sample.endpoint(), "admin", "{\"ttl\":\"" + ttl + "\"}").body(),
					(body) -> body.contains("\"token\":\""));
		Instant end = Instant.parse(find("\"endsAt\":\"([^\"]+)\"", opened));
		String token = find("\"token\":\"([0-9a-f]{32})\"", opened);
		List<Socket> sessions = new ArrayList<>();
		for (int i = 0; i < FORMS; i++) {
			sessions.add(login(sample, token));
		}
		Socket inTransaction = login(sample, token);
		send(inTransaction, "(begin!)\n");
		readUntil(inTransaction, "user*=> ");
		return new Opened(end, token, sessions, inTransaction);
	}

	private static Socket login(SampleProcess sample, String token) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort());
		socket.setSoTimeout(TIMEOUT_MILLIS);
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
				return text.toString();
			}
			next = socket.getInputStream().read();
		}
		if (end != null) {
			throw new EOFException("The connection ended after: " + text);
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

	/**
	 * An open REPL with sessions.
	 *
	 * @param end of the lease
	 * @param token that lets in
	 * @param sessions at their prompts
	 * @param inTransaction a session with an open transaction
	 */
	private record Opened(Instant end, String token, List<Socket> sessions, Socket inTransaction) {

	}

}
