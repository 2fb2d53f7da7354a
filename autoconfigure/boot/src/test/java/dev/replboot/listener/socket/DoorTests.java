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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.access.Denial.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.Denials;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks on the door: what a connection may send before it has sent a token. Each plants
 * a form with a side effect, which must not happen.
 */
class DoorTests {

	private static final String PLANTED = "repl.door.planted";

	private static final String FORM = "(System/setProperty \"" + PLANTED + "\" \"1\")";

	private static final String REFUSAL = "That is no valid token. Get one with POST on the repl endpoint"
			+ " and send it as the first line.\n";

	private static TestRepl repl;

	// sends away whoever takes two seconds to send a token
	private static TestRepl hasty;

	@BeforeAll
	static void open() {
		// longer than any client of these tests waits: who is dropped there isn't dropped
		// for being silent
		repl = open("10m");
		hasty = open("2s");
	}

	private static TestRepl open(String login) {
		return TestRepl.with(new Class<?>[] { Denials.class }, "repl.limits.login=" + login,
				"repl.limits.failed-logins=100000", "repl.limits.failed-attempts=0", "repl.limits.sessions=100",
				"repl.limits.sessions-per-principal=100");
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
		assertThat(System.getProperty(PLANTED)).isNull();
		assertThat(repl.lifecycle().status().sessions())
			.allMatch((session) -> session.evaluations().activity().count() == 0);
	}

	static Stream<String> httpRequests() {
		return Stream.of("GET /" + FORM + " HTTP/1.1\r\nHost: localhost\r\n\r\n", "get /" + FORM + " http/1.1\r\n\r\n",
				"GET /" + FORM + "\r\n",
				"POST / HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 40\r\n\r\n" + FORM + "\r\n",
				"Post / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n28\r\n" + FORM + "\r\n0\r\n\r\n",
				"POST / HTTP/1.1\r\n" + token() + "\r\n" + FORM + "\r\n",
				"GET /?token=" + token() + "\r\n" + FORM + "\r\n", "PROPFIND / HTTP/1.1\r\n\r\n" + FORM + "\r\n",
				"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + FORM + "\r\n", "OPTIONS * HTTP/1.1\r\n\r\n" + FORM + "\r\n");
	}

	private static String token() {
		return (repl != null) ? repl.token(TestPrincipal.USER) : "";
	}

	@ParameterizedTest
	@MethodSource("httpRequests")
	void httpRequestIsDroppedAtOnceWithoutAWord(String request) {
		double before = Denials.counted(repl, Reason.HTTP);
		try (ReplClient client = repl.connect()) {
			client.patience(Duration.ofSeconds(20));
			client.send(request);
			assertThat(client.readToEnd()).isEmpty();
			assertThat(Denials.await(repl, client)).isEqualTo(Reason.HTTP);
			Awaitility.await().untilAsserted(() -> {
				assertThat(Denials.counted(repl, Reason.HTTP)).isEqualTo(before + 1);
				assertThat(repl.events(AuditType.REPL_REFUSED))
					.anySatisfy((event) -> assertThat(event.getAuditEvent().getData())
						.containsEntry("peer", "127.0.0.1:" + client.socket().getLocalPort())
						.containsEntry("reason", "http")
						.containsEntry("protocol", "socket"));
			});
		}
	}

	static Stream<Arguments> notATokenAtAll() {
		byte[] rubbish = new byte[4000];
		new Random(42).nextBytes(rubbish);
		rubbish[0] = 1;
		return Stream.of(Arguments.of("rubbish", rubbish),
				Arguments.of("nothing before", bytes("\r\nGET / HTTP/1.1\r\n\r\n" + FORM + "\n")),
				Arguments.of("something before", bytes("x\r\nPOST / HTTP/1.1\r\n\r\n" + FORM + "\n")),
				Arguments.of("form", bytes(FORM + "\n" + FORM + "\n")),
				Arguments.of("empty line", bytes("\n" + FORM + "\n")), Arguments.of("zeros", new byte[1000]),
				Arguments.of("SSLv2", new byte[] { (byte) 0x80, 0x2e, 1, 0, 2, 10 }),
				Arguments.of("telnet", new byte[] { -1, -5, 31, -1, -5, 32, 13, 10 }),
				Arguments.of("guess", bytes("00000000000000000000000000000000\n" + FORM + "\n")),
				Arguments.of("a token's start", bytes("0123\n")));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void anythingElseIsRefusedAfterAConstantTime() {
		List<ReplClient> clients = new ArrayList<>();
		List<Instant> sent = new ArrayList<>();
		notATokenAtAll().forEach((attack) -> {
			ReplClient client = repl.connect();
			clients.add(client);
			sent.add(Instant.now());
			client.sendBytes((byte[]) attack.get()[1]);
			if (attack.get()[0].equals("SSLv2")) {
				client.endInput();
			}
		});
		for (int i = 0; i < clients.size(); i++) {
			try (ReplClient client = clients.get(i)) {
				client.patience(Duration.ofSeconds(28));
				assertThat(client.readToEnd()).isEqualTo(REFUSAL);
				assertThat(Duration.between(sent.get(i), Instant.now())).isGreaterThan(Duration.ofMillis(900));
				assertThat(Denials.await(repl, client)).isEqualTo(Reason.TOKEN);
			}
		}
	}

	@Test
	void tlsHelloIsDroppedAtOnce() {
		try (ReplClient client = repl.connect()) {
			client.sendBytes(new byte[] { 0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3 });
			client.send(FORM + "\n");
			assertThat(client.readToEnd()).isEmpty();
			assertThat(Denials.await(repl, client)).isEqualTo(Reason.TLS);
		}
	}

	@Test
	void silentClientIsSentAwayInTime() {
		try (ReplClient client = hasty.connect()) {
			assertThat(client.readToEnd()).isEqualTo("No token came in time (repl.limits.login).\n");
			assertThat(Denials.await(hasty, client)).isEqualTo(Reason.SILENT);
		}
	}

	@Test
	void clientThatDripsBytesIsSentAwayInTime() {
		try (ReplClient client = hasty.connect()) {
			client.send("0123");
			assertThat(client.readToEnd()).isEqualTo("No token came in time (repl.limits.login).\n");
		}
	}

	@Test
	void clientThatHangsUpWithoutAWordIsDropped() {
		try (ReplClient client = repl.connect()) {
			client.endInput();
			assertThat(client.readToEnd()).isEmpty();
			assertThat(Denials.await(repl, client)).isEqualTo(Reason.SILENT);
		}
	}

	@Test
	void guessIsRecordedWhenTheGuesserHangsUpAtOnce() {
		ReplClient client = repl.connect();
		client.send("0123456789abcdef0123456789abcdef\n");
		client.close();
		assertThat(Denials.await(repl, client)).isEqualTo(Reason.TOKEN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%s\n", "%s\r\n", "  %s\t \r\n" })
	void rightTokenIsTakenWhateverSpaceIsAroundIt(String line) {
		try (ReplClient client = repl.connect()) {
			client.send(String.format(line, token()));
			assertThat(client.readUntil("user=> ")).contains("You are ulf");
		}
	}

	@Test
	void rightTokenIsTakenByteByByte() {
		try (ReplClient client = repl.connect()) {
			for (byte next : bytes(token() + "\n")) {
				client.sendBytes(new byte[] { next });
			}
			assertThat(client.readUntil("user=> ")).contains("You are ulf");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "%2$s\n%1$s\n", "%1$s%1$s\n%1$s\n", "x%1$s\n", "\n%1$s\n", "token %1$s\n", "%3$s\n",
			"%1$s GET\n" })
	void rightTokenIsNotTakenFromAnythingButTheFirstLineAlone(String lines) {
		String token = token();
		try (ReplClient client = repl.connect()) {
			client.send(String.format(lines, token, "0".repeat(32), token.substring(0, 31)) + FORM + "\n");
			assertThat(client.readToEnd()).isEqualTo(REFUSAL);
		}
	}

	@Test
	void wrongTokenThenTheRightOneIsRefusedAlthoughItComesLater() {
		try (ReplClient client = repl.connect()) {
			client.send("0".repeat(32) + "\n");
			client.send(token() + "\n" + FORM + "\n");
			assertThat(client.readToEnd()).isEqualTo(REFUSAL);
		}
	}

	@Test
	void tokenIsNowhereToBeRead() {
		String token = repl.token(TestPrincipal.USER);
		try (ReplClient client = repl.connect(); ReplClient wrong = repl.connect()) {
			wrong.send("GET /?" + token + " HTTP/1.1\r\n\r\n");
			assertThat(wrong.readToEnd()).isEmpty();
			Denials.await(repl, wrong);
			client.send(token + "\n");
			assertThat(client.readUntil("user=> ")).doesNotContain(token);
			assertThat(repl.lifecycle().status().toString()).doesNotContain(token);
			assertThat(repl.events())
				.allSatisfy((event) -> assertThat(event.getAuditEvent().toString()).doesNotContain(token));
		}
	}

}
