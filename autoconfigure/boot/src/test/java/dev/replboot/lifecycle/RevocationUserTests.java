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

package dev.replboot.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.userdetails.User;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Revocation} for users whom the application's own service knows.
 */
class RevocationUserTests extends RevocationTests {

	static Stream<Arguments> changes() {
		return Stream.of(change("is no longer a user", null), change("is disabled", (user) -> user.disabled(true)),
				change("is locked", (user) -> user.accountLocked(true)),
				change("has expired", (user) -> user.accountExpired(true)),
				change("password of", (user) -> user.credentialsExpired(true)),
				change("no longer has the authority ROLE_REPL_USER", (user) -> user.authorities("ROLE_OPS")),
				change("no longer has the authority ROLE_OPS", (user) -> user.authorities("ROLE_REPL_USER")));
	}

	private static Arguments change(String sentence, UnaryOperator<User.UserBuilder> change) {
		return Arguments.of(sentence, change);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("changes")
	void userWhoIsNotWhatTheyWereLosesTokensAndSessions(String sentence, UnaryOperator<User.UserBuilder> change) {
		String name = "u" + ++number;
		ReplPrincipal principal = local(name);
		String token = token(principal);
		try (ReplClient idle = login(token);
				ReplClient busy = login(token);
				ReplClient other = login(token(local("o" + number)))) {
			assertThat(session(name).principal().revocation()).startsWith("The application's users are asked");
			busy.send("(do (println 1) (Thread/sleep 60000))\n");
			busy.readUntil("1\n");
			if (change != null) {
				users.change(name, change);
			}
			else {
				users.remove(name);
			}
			// nothing yet, until it is asked again
			assertThat(idle.eval("(+ 1 2)")).isEqualTo("3");
			clock.forward(Duration.ofMinutes(1));
			assertThat(idle.readToEnd()).contains(name).contains(sentence);
			assertThat(busy.readToEnd()).contains("Evaluation stopped: ").contains(sentence);
			assertThat(other.eval("(+ 1 2)")).isEqualTo("3");
		}
		try (ReplClient late = repl.connect()) {
			late.send(token + "\n" + EFFECT + "\n");
			assertThat(late.readToEnd()).startsWith("That is no valid token.");
		}
		Awaitility.await().until(() -> !revoked(name).isEmpty());
		assertThat(revoked(name)).singleElement()
			.satisfies((data) -> assertThat(data).containsEntry("sessions", 2)
				.containsEntry("tokens", 1)
				.containsEntry("ofSources", List.of("users")))
			.satisfies((data) -> assertThat(data.get("reason")).asString().contains(sentence));
	}

	@Test
	void userWhoIsGoneIsRefusedAtTheDoor() {
		String name = "u" + ++number;
		String token = token(local(name));
		String second = token(local(name));
		try (ReplClient before = login(second)) {
			users.remove(name);
			for (String protocol : List.of("socket", "nrepl")) {
				try (ReplClient late = ReplClient.connect(repl.address(protocol).port())) {
					late.send(protocol.equals("socket") ? token + "\n" + EFFECT + "\n"
							: "d2:op4:eval4:code32:" + second + "e");
					assertThat(late.readToEnd()).contains(name + " is no longer a user of the application.");
				}
			}
			// its own token has ended
			assertThat(before.readToEnd()).contains("is no longer a user");
		}
		Awaitility.await().untilAsserted(() -> {
			assertThat(refused()).contains("revoked");
			assertThat(revoked(name)).hasSize(2);
		});
	}

	@Test
	void failingDirectoryKeepsNewConnectionsOutAndSessionsIn() {
		String name = "u" + ++number;
		String token = token(local(name));
		try (ReplClient session = login(token)) {
			users.fail(new IllegalStateException("LDAP\u001b is down"));
			try (ReplClient late = repl.connect()) {
				late.send(token + "\n" + EFFECT + "\n");
				assertThat(late.readToEnd()).contains("The application can't say whether")
					.contains("LDAP\\u001b is down");
			}
			assertThatExceptionOfType(ReplRefusedException.class).isThrownBy(() -> token(local(name)))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.UNAVAILABLE))
				.withMessageContaining("LDAP")
				.withMessageContaining("repl.revocation.enabled");
			for (int i = 0; i < 2; i++) {
				int before = users.asked();
				clock.forward(Duration.ofMinutes(1));
				Awaitility.await().until(() -> users.asked() > before);
			}
			Awaitility.await().until(() -> !unverified(name).isEmpty());
			assertThat(session.eval("(+ 1 2)")).isEqualTo("3");
			users.fail(null);
			users.change(name, (user) -> user.disabled(true));
			clock.forward(Duration.ofMinutes(1));
			assertThat(session.readToEnd()).contains("is disabled");
		}
		finally {
			users.fail(null);
		}
		// once for the outage
		assertThat(unverified(name)).hasSize(1);
		Awaitility.await().until(() -> refused().contains("unverified"));
	}

	@Test
	void serviceThatRefusesTheAccountEndsTheSession() {
		String name = "u" + ++number;
		ReplPrincipal principal = local(name);
		try (ReplClient session = login(token(principal))) {
			users.fail(new LockedException("locked by audit"));
			assertThatExceptionOfType(ReplRefusedException.class).isThrownBy(() -> token(principal))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.FORBIDDEN));
			clock.forward(Duration.ofMinutes(1));
			assertThat(session.readToEnd()).contains("may not log in: locked by audit");
		}
		finally {
			users.fail(null);
		}
	}

	@Test
	void hangingDirectoryDelaysNobodyElse() {
		TestRepl patient = repl;
		try (TestRepl hasty = start("2s")) {
			use(hasty);
			open();
			assertNobodyElseIsDelayed();
		}
		finally {
			use(patient);
		}
	}

	private static void assertNobodyElseIsDelayed() {
		String name = "u" + ++number;
		String token = token(local(name));
		String bearer = token(bearer("ann", clock.instant().plus(Duration.ofMinutes(30))));
		CountDownLatch latch = new CountDownLatch(1);
		try (ReplClient session = login(token)) {
			users.hang(latch);
			try (ReplClient late = repl.connect(); ReplClient other = repl.connect()) {
				late.send(token + "\n" + EFFECT + "\n");
				other.send(bearer + "\n");
				other.readUntil("user=> ");
				assertThat(late.readToEnd()).contains("no answer within 2000 ms (repl.revocation.timeout)");
			}
			clock.forward(Duration.ofMinutes(1));
			Awaitility.await().until(() -> !unverified(name).isEmpty());
			assertThat(session.eval("(+ 1 2)")).isEqualTo("3");
		}
		finally {
			latch.countDown();
			users.hang(null);
		}
	}

	private static List<Map<String, Object>> revoked(String name) {
		return repl.events(AuditType.REPL_REVOKED)
			.stream()
			.map((event) -> event.getAuditEvent().getData())
			.filter((data) -> name.equals(data.get("of")))
			.toList();
	}

	private static List<AuditApplicationEvent> unverified(String name) {
		return repl.events(AuditType.REPL_UNVERIFIED)
			.stream()
			.filter((event) -> event.getAuditEvent().getPrincipal().equals(name))
			.toList();
	}

	private static List<Object> refused() {
		return repl.events(AuditType.REPL_REFUSED)
			.stream()
			.map((event) -> event.getAuditEvent().getData().get("reason"))
			.toList();
	}

}
