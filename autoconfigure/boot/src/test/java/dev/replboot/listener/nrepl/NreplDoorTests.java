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

package dev.replboot.listener.nrepl;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.access.Denial.Reason;
import dev.replboot.testsupport.Denials;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks on the nREPL door: what a connection may send before it has sent a token. Each
 * plants a form with a side effect, which must not happen.
 */
class NreplDoorTests {

	private static final String FORM = NreplDoor.FORM;

	private static TestRepl repl;

	// sends away whoever takes three seconds to send a token
	private static TestRepl hasty;

	@BeforeAll
	static void open() {
		// longer than any client of these tests waits: who is dropped there isn't dropped
		// for being silent
		repl = NreplDoor.open("10m");
		hasty = NreplDoor.open("3s");
	}

	// a later client may have the port of one that was turned away by an earlier test
	@BeforeEach
	void forgetEarlierClients() {
		Denials.forget(repl);
		Denials.forget(hasty);
	}

	@AfterAll
	static void close() {
		repl.close();
		hasty.close();
	}

	@AfterEach
	void nothingWasEvaluated() {
		NreplDoor.assertNothingWasEvaluated(repl);
		NreplDoor.assertNothingWasEvaluated(hasty);
		Awaitility.await().until(() -> repl.lifecycle().status().sessions().isEmpty());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\n\r\n", "get / http/1.1\r\n\r\n",
			"DELETE / HTTP/1.1\r\n\r\n", "delete / http/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\n" })
	void httpRequestIsDroppedAtOnceAsAnAttack(String request) {
		NreplDoor.assertDroppedAtOnce(repl, bytes(request + "d2:op4:eval4:code" + FORM.length() + ":" + FORM + "e"),
				Reason.HTTP);
	}

	@Test
	void tlsHelloIsDroppedAtOnce() {
		NreplDoor.assertDroppedAtOnce(repl, new byte[] { 0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3 }, Reason.TLS);
	}

	@ParameterizedTest
	@MethodSource("dev.replboot.listener.nrepl.MalformedMessages#all")
	void whatIsNoMessageIsDroppedAtOnce(String attack) {
		NreplDoor.assertDroppedAtOnce(repl, bytes(attack), Reason.TOKEN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "d2:op", "d2:opi1", "d2:opd", "d", "de", "P", "d4:code60000:xxx" })
	void halfAMessageIsSentAwayInTime(String half) {
		try (NreplClient client = NreplClient.connect(hasty)) {
			client.sendBytes(bytes(half));
			assertThat(client.read()).containsEntry("err", "No token came in time (repl.limits.login).\n");
			assertThat(NreplDoor.denial(hasty, client)).isEqualTo(Reason.SILENT);
		}
	}

	@Test
	void randomBytesDoNoHarm() {
		Random random = new Random(47);
		for (int i = 0; i < 100; i++) {
			byte[] noise = new byte[1 + random.nextInt(300)];
			random.nextBytes(noise);
			noise[0] = (byte) (noise[0] | 0x80);
			try (NreplClient client = NreplClient.connect(repl)) {
				client.sendBytes(noise);
				assertThat(client.read()).isNull();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "load-file", "stdin", "interrupt", "ls-sessions", "completions", "complete", "lookup",
			"info", "eldoc", "init-debugger", "no-such-op", "" })
	void otherOperationsAskForTheToken(String op) {
		try (NreplClient client = NreplClient.connect(repl)) {
			List<Map<String, Object>> answers = client.roundTrip("op", op, "code", FORM, "file", FORM, "symbol", FORM);
			assertThat(NreplClient.text("err", answers)).startsWith("Send the token first: evaluate it alone");
			assertThat(answers).last()
				.satisfies((answer) -> assertThat(answer).containsEntry("status",
						List.of("error", "token-required", "done")));
			assertThat(answers).noneMatch((answer) -> answer.containsKey("err") && answer.containsKey("status"));
		}
	}

	@Test
	void codeBeforeTheTokenIsNotEvaluatedAndTheTokenIsStillTaken() {
		String token = repl.token(TestPrincipal.USER);
		try (NreplClient client = NreplClient.connect(repl)) {
			assertThat(client.roundTrip("op", "describe").get(0)).containsKey("ops");
			String session = client.newSession();
			for (String code : List.of(FORM, "#=" + FORM, token + " " + FORM, FORM + token, "\"" + token,
					token + "\"")) {
				assertThat(NreplClient.text("err", client.roundTrip("op", "eval", "session", session, "code", code)))
					.startsWith("Send the token first");
			}
			List<Map<String, Object>> answers = client.roundTrip("op", "eval", "session", session, "code",
					" " + token + "\n");
			assertThat(NreplClient.text("out", answers)).contains("You are ulf").doesNotContain(token);
			assertThat(NreplClient.all("session", answers)).containsOnly(session);
			assertThat(repl.lifecycle().status().sessions()).singleElement()
				.satisfies((one) -> assertThat(one.protocol()).isEqualTo("nrepl"));
		}
	}

	@Test
	void tokenMayBeAStringForClientsThatReadForms() {
		String token = repl.token(TestPrincipal.USER);
		try (NreplClient client = NreplClient.connect(repl)) {
			assertThat(NreplClient.text("out", client.roundTrip("op", "eval", "code", "\"" + token + "\"")))
				.contains("You are ulf");
			assertThat(NreplClient.text("out", client.roundTrip("op", "eval", "code", "\"" + token + "\"")))
				.contains("You are ulf")
				.doesNotContain(token);
		}
		try (NreplClient client = NreplClient.connect(repl)) {
			client.send("op", "eval", "code", "\"" + "0".repeat(32) + "\"");
			assertThat(NreplDoor.denial(repl, client)).isEqualTo(Reason.TOKEN);
		}
	}

	@Test
	void sessionsBeforeTheTokenAreNames() {
		try (NreplClient client = NreplClient.connect(repl)) {
			String session = client.newSession();
			assertThat(repl.lifecycle().status().sessions()).isEmpty();
			assertThat(client.roundTrip("op", "close", "session", session).get(0)).containsEntry("status",
					List.of("done", "session-closed"));
			assertThat(client.roundTrip("op", "close", "session", session).get(0)).containsEntry("status",
					List.of("error", "unknown-session", "done"));
			List<Object> names = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				names.addAll(NreplClient.all("new-session", client.roundTrip("op", "clone")));
			}
			assertThat(names).hasSize(8);
		}
	}

	@Test
	void wrongTokenIsRefusedAfterAConstantTimeAndWhatFollowsIsThrownAway() {
		String token = repl.token(TestPrincipal.USER);
		Instant sent = Instant.now();
		try (NreplClient client = NreplClient.connect(repl)) {
			client.patience(Duration.ofSeconds(20));
			String id = client.send("op", "eval", "code", "0".repeat(32));
			client.send("op", "eval", "code", token);
			client.send("op", "eval", "code", FORM);
			assertThat(NreplClient.text("err", client.readAnswers(id, "done"))).startsWith("That is no valid token.");
			assertThat(Duration.between(sent, Instant.now())).isGreaterThan(Duration.ofMillis(900));
			assertThat(client.read()).isNull();
			assertThat(NreplDoor.denial(repl, client)).isEqualTo(Reason.TOKEN);
		}
	}

	@Test
	void guessIsRecordedWhenTheGuesserHangsUpAtOnce() {
		NreplClient client = NreplClient.connect(repl);
		client.send("op", "eval", "code", "0".repeat(32));
		client.close();
		assertThat(NreplDoor.denial(repl, client)).isEqualTo(Reason.TOKEN);
	}

	@Test
	void guessesAreCounted() {
		double before = Denials.counted(repl, Reason.TOKEN);
		List<NreplClient> clients = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			NreplClient client = NreplClient.connect(repl);
			clients.add(client);
			client.send("op", "eval", "code", String.format("%032x", i));
			client.send("op", "eval", "code", String.format("%032x", i + 100));
		}
		clients.forEach((client) -> {
			assertThat(NreplDoor.denial(repl, client)).isEqualTo(Reason.TOKEN);
			client.close();
		});
		Awaitility.await().untilAsserted(() -> assertThat(Denials.counted(repl, Reason.TOKEN) - before).isEqualTo(20));
	}

	@Test
	void clientThatOnlyTalksIsDropped() {
		try (NreplClient client = NreplClient.connect(repl)) {
			try {
				for (int i = 0; i < 100; i++) {
					client.send("op", "describe");
				}
			}
			catch (UncheckedIOException ex) {
				// dropped already
			}
			while (client.read() != null) {
				continue;
			}
			assertThat(NreplDoor.denial(repl, client)).isEqualTo(Reason.TOKEN);
		}
	}

	@Test
	void silentClientIsSentAwayInTime() {
		try (NreplClient client = NreplClient.connect(hasty)) {
			assertThat(client.read()).containsEntry("err", "No token came in time (repl.limits.login).\n");
			assertThat(NreplDoor.denial(hasty, client)).isEqualTo(Reason.SILENT);
		}
	}

	@Test
	void clientThatFindsNoRoomIsToldSo() {
		try (NreplClient first = NreplClient.connect(repl); NreplClient second = NreplClient.connect(repl)) {
			first.newSession();
			first.newSession();
			first.newSession();
			first.roundTrip("op", "eval", "code", repl.token(TestPrincipal.USER));
			second.newSession();
			second.newSession();
			assertThat(NreplClient.text("err", second.roundTrip("op", "eval", "code", repl.token(TestPrincipal.USER))))
				.contains("repl.limits.sessions");
			assertThat(second.read()).isNull();
			assertThat(NreplDoor.denial(repl, second)).isEqualTo(Reason.SESSIONS);
			assertThat(repl.lifecycle().status().sessions()).hasSize(3);
		}
	}

	@Test
	void messageIsTakenByteByByteWithTheTokenAndWhatFollowsInOnePiece() {
		try (NreplClient client = NreplClient.connect(repl)) {
			byte[] token = Bencode.encode(Map.of("op", "eval", "id", "t", "code", repl.token(TestPrincipal.USER)));
			for (byte next : token) {
				client.sendBytes(new byte[] { next });
			}
			assertThat(NreplClient.text("out", client.readAnswers("t", "done"))).contains("You are ulf");
		}
	}

}
