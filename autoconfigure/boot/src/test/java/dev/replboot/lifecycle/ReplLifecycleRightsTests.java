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
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.session.ReplSession;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that {@link ReplLifecycle} checks roles and the length of a lease.
 */
class ReplLifecycleRightsTests extends ReplLifecycleTests {

	private static final TestPrincipal OTHER = new TestPrincipal("uma", Set.of("ROLE_REPL_USER"));

	private static final TestPrincipal NOBODY = new TestPrincipal("nobody", Set.of());

	@Test
	void openReplIsShown() {
		ReplStatus status = repl.lifecycle().status(TestPrincipal.VIEWER);
		assertThat(status.state()).isEqualTo(ReplState.OPEN);
		assertThat(status.lease()).isNotNull()
			.satisfies((lease) -> assertThat(lease.openedBy()).isEqualTo("ann"))
			.satisfies((lease) -> assertThat(lease.reason()).isEqualTo("a test"))
			.satisfies((lease) -> assertThat(Duration.between(lease.openedAt(), lease.endsAt()))
				.isEqualTo(Duration.ofMinutes(30)));
		assertThat(status.listeners()).hasSize(1);
	}

	@Test
	void openingAgainGivesATokenAndLeavesTheLease() {
		Lease before = repl.lifecycle().status().lease();
		OpenedRepl opened = repl.lifecycle().open(TestPrincipal.ADMIN, Duration.ofHours(2), "more time");
		assertThat(opened.opened()).isFalse();
		assertThat(opened.lease()).isSameAs(before).isSameAs(repl.lifecycle().status().lease());
		assertThat(opened.token()).hasSize(32).isNotEqualTo(repl.token(TestPrincipal.ADMIN));
	}

	@Test
	void viewerMayOnlyLook() {
		ReplLifecycle lifecycle = repl.lifecycle();
		assertRefused(Reason.FORBIDDEN, () -> lifecycle.open(TestPrincipal.VIEWER, null, null));
		assertRefused(Reason.FORBIDDEN, () -> lifecycle.close(TestPrincipal.VIEWER));
		assertRefused(Reason.FORBIDDEN, () -> lifecycle.status(NOBODY));
		try (ReplClient client = repl.login()) {
			String id = session(client).id();
			assertThat(lifecycle.sessions().session(TestPrincipal.VIEWER, id).id()).isEqualTo(id);
			assertRefused(Reason.FORBIDDEN, () -> lifecycle.sessions().interrupt(TestPrincipal.VIEWER, id));
			assertRefused(Reason.FORBIDDEN, () -> lifecycle.sessions().end(TestPrincipal.VIEWER, id));
			assertRefused(Reason.FORBIDDEN, () -> lifecycle.sessions().session(NOBODY, id));
		}
	}

	@Test
	void viewerWithTheNameOfTheSessionsPrincipalMayOnlyLook() {
		try (ReplClient client = repl.login(TestPrincipal.USER)) {
			TestPrincipal demoted = new TestPrincipal("ulf", Set.of("ROLE_REPL_VIEWER"));
			assertRefused(Reason.FORBIDDEN, () -> repl.lifecycle().sessions().end(demoted, session(client).id()));
		}
	}

	@Test
	void userMayEndTheirOwnSessionsAndNoOthers() {
		ReplLifecycle lifecycle = repl.lifecycle();
		try (ReplClient own = repl.login(TestPrincipal.USER); ReplClient others = repl.login(OTHER)) {
			String ownId = session(own).id();
			String othersId = session(others).id();
			own.send("(Thread/sleep 60000)\n");
			Awaitility.await().until(() -> session(own).evaluations().activity().isBusy());
			assertThat(lifecycle.sessions().interrupt(TestPrincipal.USER, ownId)).isTrue();
			assertThat(own.readUntil("user=> ")).contains("It was interrupted by ulf.");
			assertRefused(Reason.FORBIDDEN, () -> lifecycle.sessions().interrupt(TestPrincipal.USER, othersId));
			assertRefused(Reason.FORBIDDEN, () -> lifecycle.sessions().end(TestPrincipal.USER, othersId));
			assertRefused(Reason.FORBIDDEN, () -> lifecycle.sessions().end(TestPrincipal.USER, "s0"));
			assertRefused(Reason.NOT_FOUND, () -> lifecycle.sessions().end(TestPrincipal.ADMIN, "s0"));
			lifecycle.sessions().end(TestPrincipal.USER, ownId);
			assertThat(own.readToEnd()).contains("The session was ended by ulf.");
			assertThat(others.eval("1")).isEqualTo("1");
			// the connection ends before the session does
			Awaitility.await()
				.untilAsserted(() -> assertRefused(Reason.NOT_FOUND,
						() -> lifecycle.sessions().session(TestPrincipal.VIEWER, ownId)));
		}
	}

	@Test
	void revokingEndsTheTokensAndSessionsOfOnePrincipal() {
		try (TestRepl own = TestRepl.open(); ReplClient admin = own.login()) {
			String token = own.token(TestPrincipal.USER);
			try (ReplClient one = own.login(TestPrincipal.USER); ReplClient two = own.login(TestPrincipal.USER)) {
				assertRefused(Reason.FORBIDDEN, () -> own.lifecycle().sessions().revoke(OTHER, "ulf"));
				assertThat(own.lifecycle().sessions().revoke(TestPrincipal.ADMIN, "ulf"))
					.isEqualTo(new RevokedAccess("ulf", List.of("application"), 3, 2));
				for (ReplClient client : List.of(one, two)) {
					assertThat(client.readToEnd()).contains("The tokens and sessions of ulf were ended by ann.");
				}
			}
			try (ReplClient late = own.connect()) {
				late.send(token + "\n");
				assertThat(late.readToEnd()).startsWith("That is no valid token.");
			}
			assertThat(admin.eval("(+ 1 2)")).isEqualTo("3");
			assertThat(own.lifecycle().sessions().revoke(TestPrincipal.USER, "ulf").tokens()).isZero();
			assertThat(own.events(AuditType.REPL_REVOKED)).hasSize(2);
		}
	}

	@Test
	void userMayNotOpenWhatIsClosedAndNothingIsLeftBehindByTrying() {
		try (TestRepl closed = TestRepl.closed()) {
			assertRefused(Reason.FORBIDDEN, () -> closed.lifecycle().open(TestPrincipal.USER, null, null));
			assertThat(closed.lifecycle().status().state()).isEqualTo(ReplState.CLOSED);
			assertThat(closed.lifecycle().close(TestPrincipal.ADMIN).wasOpen()).isFalse();
			assertThat(closed.events(AuditType.REPL_CLOSED)).isEmpty();
			assertRefused(Reason.FORBIDDEN, () -> closed.lifecycle().close(TestPrincipal.USER));
		}
	}

	@Test
	void leaseIsRefusedOutsideOfItsBounds() {
		try (TestRepl closed = TestRepl.closed("repl.lease.max=1h", "repl.lease.default=10m",
				"repl.require-reason=true")) {
			ReplLifecycle lifecycle = closed.lifecycle();
			for (Duration ttl : List.of(Duration.ofHours(1).plusSeconds(1), Duration.ofSeconds(Long.MAX_VALUE))) {
				assertRefused(Reason.INVALID, () -> lifecycle.open(TestPrincipal.ADMIN, ttl, "why"));
			}
			for (Duration ttl : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(999),
					Duration.ofSeconds(Long.MIN_VALUE), Duration.ofHours(1).plusMillis(1))) {
				assertRefused(Reason.MALFORMED, () -> lifecycle.open(TestPrincipal.ADMIN, ttl, "why"));
			}
			assertRefused(Reason.INVALID, () -> lifecycle.open(TestPrincipal.ADMIN, null, null));
			assertRefused(Reason.INVALID, () -> lifecycle.open(TestPrincipal.ADMIN, null, "  "));
			assertRefused(Reason.INVALID, () -> lifecycle.open(TestPrincipal.ADMIN, null, "x".repeat(1001)));
			assertThat(lifecycle.status().state()).isEqualTo(ReplState.CLOSED);
			assertThat(closed.events()).isEmpty();
			Lease lease = lifecycle.open(TestPrincipal.ADMIN, null, "why").lease();
			assertThat(Duration.between(lease.openedAt(), lease.endsAt())).isEqualTo(Duration.ofMinutes(10));
		}
	}

	@Test
	void idOfASessionOfAnEarlierOpeningNamesNoOther() {
		try (TestRepl own = TestRepl.open()) {
			String earlier;
			try (ReplClient client = own.login()) {
				client.eval("1");
				earlier = own.lifecycle().status().sessions().iterator().next().id();
			}
			own.lifecycle().close(TestPrincipal.ADMIN);
			own.lifecycle().open(TestPrincipal.ADMIN, null, "again");
			try (ReplClient client = own.login()) {
				client.eval("1");
				assertThatExceptionOfType(ReplRefusedException.class)
					.isThrownBy(() -> own.lifecycle().sessions().end(TestPrincipal.ADMIN, earlier))
					.withMessageContaining("There is no session with that ID.");
			}
		}
	}

	private static ReplSession session(ReplClient client) {
		String remote = "127.0.0.1:" + client.socket().getLocalPort();
		return repl.lifecycle()
			.status()
			.sessions()
			.stream()
			.filter((session) -> session.remote().equals(remote))
			.findFirst()
			.orElseThrow();
	}

}
