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

import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.replboot.access.Denial;
import dev.replboot.access.Denial.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.Denials;
import dev.replboot.testsupport.OsUser;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks on the doors of all protocols. After each of them nothing was evaluated, and
 * somebody who has a token still gets in.
 */
class AttackTests {

	private static final String PLANTED = "repl.attack.planted";

	private static final String FORM = "(System/setProperty \"" + PLANTED + "\" \"1\")";

	private static final int RECORDED = 20;

	private static TestRepl repl;

	// sends away whoever takes three seconds to send a token
	private static TestRepl hasty;

	@BeforeAll
	static void open() {
		// longer than any client of these tests waits: who is dropped there isn't dropped
		// for being silent
		repl = open("10m");
		hasty = open("3s");
	}

	private static TestRepl open(String login) {
		return TestRepl.with(new Class<?>[] { Denials.class }, "repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"repl.prepl.enabled=true", "repl.prepl.port=0", "repl.limits.login=" + login,
				"repl.limits.failed-logins=" + RECORDED, "repl.limits.failed-attempts=0");
	}

	@AfterAll
	static void close() {
		repl.close();
		hasty.close();
	}

	@AfterEach
	void nothingWasEvaluated() {
		assertThat(System.getProperty(PLANTED)).isNull();
		assertThat(repl.events(AuditType.REPL_EVALUATING)).isEmpty();
		assertThat(hasty.events(AuditType.REPL_EVALUATING)).isEmpty();
	}

	// a later client may have the port of one that was turned away by an earlier test
	@BeforeEach
	void forgetEarlierClients() {
		Denials.forget(repl);
		Denials.forget(hasty);
	}

	private static long counted(TestRepl of, Door door, Reason reason) {
		return Denials.of(of)
			.stream()
			.filter((denial) -> denial.protocol().equals(door.protocol()) && denial.reason() == reason)
			.count();
	}

	@ParameterizedTest
	@EnumSource
	void guessesAreSlowedDownCountedAndOnRecord(Door door) {
		int guesses = 3 * RECORDED;
		long before = counted(repl, door, Reason.TOKEN);
		int recorded = repl.events(AuditType.REPL_REFUSED).size();
		int figures = repl.events(AuditType.REPL_REFUSALS).size();
		List<ReplClient> guessers = new ArrayList<>();
		Instant start = Instant.now();
		for (int i = 0; i < guesses; i++) {
			ReplClient client = door.connect(repl);
			guessers.add(client);
			// a second guess on the same connection is never looked at
			client.send(door.message(String.format("%032x", i)) + door.message(repl.token(TestPrincipal.USER))
					+ door.message(FORM));
		}
		TokenHolder.assertNobodyElseIsLockedOut(repl);
		for (ReplClient client : guessers) {
			assertThat(client.readToEnd()).contains("That is no valid token.");
			client.close();
		}
		assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(900));
		Awaitility.await()
			.untilAsserted(() -> assertThat(counted(repl, door, Reason.TOKEN) - before).isEqualTo(guesses));
		// so many in each minute, and one may have ended meanwhile
		int minutes = (repl.events(AuditType.REPL_REFUSALS).size() > figures) ? 2 : 1;
		assertThat(repl.events(AuditType.REPL_REFUSED).size() - recorded).isLessThanOrEqualTo(minutes * (RECORDED + 2));
		assertThat(repl.events(AuditType.REPL_REFUSED)).isNotEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void floodOfHalfOpenConnectionsKeepsNobodyOut(Door door) {
		long before = counted(hasty, door, Reason.CROWD);
		List<ReplClient> crowd = new ArrayList<>();
		try {
			for (int i = 0; i < 300; i++) {
				ReplClient client = door.connect(hasty);
				crowd.add(client);
				client.send(door.half());
				if (i == 150) {
					TokenHolder.assertNobodyElseIsLockedOut(hasty);
				}
			}
			// a busy machine makes the crowd so slowly that some of it has had its time
			long late = counted(hasty, door, Reason.SILENT);
			TokenHolder.assertNobodyElseIsLockedOut(hasty);
			Awaitility.await().until(() -> counted(hasty, door, Reason.CROWD) - before >= 300 - 64 - 1 - late);
			for (ReplClient client : crowd) {
				assertThat(client.readToEnd()).matches("(?s)|.*No token came in time \\(repl.limits.login\\).*");
			}
		}
		finally {
			crowd.forEach(ReplClient::close);
		}
	}

	@ParameterizedTest
	@EnumSource
	void senderOfAByteAtATimeIsSentAwayInTime(Door door) throws Exception {
		try (ReplClient client = door.connect(hasty)) {
			client.socket().setSoTimeout(200);
			Instant start = Instant.now();
			StringBuilder answer = new StringBuilder();
			Iterator<Integer> slow = (door.slow() + FORM).chars().iterator();
			int next = 0;
			while (next != -1) {
				try {
					next = client.socket().getInputStream().read();
					answer.append((next != -1) ? (char) next : "");
				}
				catch (SocketTimeoutException ex) {
					assertThat(slow).as("bytes to send before the end").hasNext();
					drip(client, slow.next());
				}
				catch (SocketException ex) {
					// a reset is an end as well
					next = -1;
				}
			}
			assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(2900));
			assertThat(answer).contains(Door.LATE);
			assertThat(Denials.await(hasty, client)).isEqualTo(Reason.SILENT);
		}
		TokenHolder.assertNobodyElseIsLockedOut(hasty);
	}

	private static void drip(ReplClient client, int next) {
		try {
			client.sendBytes(new byte[] { (byte) next });
		}
		catch (UncheckedIOException ex) {
			// closed already, which is read next
		}
	}

	static Stream<Arguments> requests() {
		String body = FORM + "\n" + Door.NREPL.message(FORM) + "\n";
		return Stream.of(
				// a page whose name points to this host now
				"GET / HTTP/1.1\r\nHost: rebound.example:5555\r\nOrigin: http://rebound.example\r\n\r\n",
				"POST /repl HTTP/1.1\r\nHost: rebound.example\r\nContent-Type: text/plain\r\nContent-Length: 200\r\n\r\n",
				"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
				"OPTIONS / HTTP/1.1\r\nHost: localhost\r\nAccess-Control-Request-Private-Network: true\r\n\r\n",
				"PUT /%0a HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n",
				"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
			.flatMap((request) -> Stream.of(Door.values()).map((door) -> Arguments.of(door, request + body)));
	}

	@ParameterizedTest
	@MethodSource("requests")
	void requestOfABrowserIsDroppedWithoutAWord(Door door, String request) {
		long before = counted(repl, door, Reason.HTTP);
		try (ReplClient client = door.connect(repl)) {
			client.patience(Duration.ofSeconds(20));
			client.send(request);
			assertThat(client.readToEnd()).isEmpty();
			assertThat(Denials.await(repl, client)).isEqualTo(Reason.HTTP);
		}
		assertThat(counted(repl, door, Reason.HTTP)).isEqualTo(before + 1);
	}

	@ParameterizedTest
	@EnumSource
	void tokenInARequestIsNotTaken(Door door) {
		String token = repl.token(TestPrincipal.USER);
		try (ReplClient client = door.connect(repl)) {
			client.send("POST /?" + token + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + door.message(token)
					+ door.message(FORM));
			assertThat(client.readToEnd()).isEmpty();
			assertThat(Denials.await(repl, client)).isEqualTo(Reason.HTTP);
		}
		TokenHolder.assertNobodyElseIsLockedOut(repl);
	}

	@ParameterizedTest
	@EnumSource
	@EnabledOnOs(OS.LINUX)
	void userOfTheHostWithoutATokenIsRefusedAndNamed(Door door) {
		try (OsUser mallory = OsUser.make("replmallory")) {
			// who guesses is looked up for as long as the answer is held back, which a
			// busy
			// machine can be too slow for
			Awaitility.await().untilAsserted(() -> {
				Denials.forget(repl);
				assertThat(mallory.runs(door.message("0".repeat(32)) + door.message(FORM), door.nc(repl)))
					.contains("That is no valid token.");
				Awaitility.await().until(() -> !Denials.of(repl).isEmpty());
				assertThat(Denials.of(repl)).last().satisfies((denial) -> {
					assertThat(denial.reason()).isEqualTo(Reason.TOKEN);
					assertThat(denial.protocol()).isEqualTo(door.protocol());
					assertThat(denial.peer()).isNotNull();
					assertThat(denial.peer().user()).isEqualTo("replmallory");
				});
			});
		}
	}

	@ParameterizedTest
	@EnumSource
	@EnabledOnOs(OS.LINUX)
	void userOfTheHostWithAStolenTokenIsRefusedWhereTheSameUserIsDemanded(Door door) {
		try (OsUser mallory = OsUser.make("replmallory");
				TestRepl strict = TestRepl.with(new Class<?>[] { Denials.class }, "repl.nrepl.enabled=true",
						"repl.nrepl.port=0", "repl.prepl.enabled=true", "repl.prepl.port=0",
						"repl.peer.require=same-user")) {
			String token = strict.token(TestPrincipal.USER);
			assertThat(mallory.runs(door.message(token) + door.message(FORM), door.nc(strict)))
				.contains("repl.peer.require=same-user");
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(Denials.of(strict)).extracting(Denial::reason).containsExactly(Reason.PEER));
			assertThat(strict.events(AuditType.REPL_SESSION_STARTED)).isEmpty();
			assertThat(strict.events(AuditType.REPL_EVALUATING)).isEmpty();
			try (ReplClient owner = door.connect(strict)) {
				owner.send(door.message(token));
				owner.readUntil(door.welcome());
			}
		}
	}

}
