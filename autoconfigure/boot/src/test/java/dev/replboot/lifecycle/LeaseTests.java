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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.MovableClock;
import dev.replboot.testsupport.MovableLease;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the end of a lease, with a clock that is put forward.
 */
class LeaseTests {

	@Test
	void leaseEndsByItselfAfterAWarningInEverySession() {
		try (TestRepl repl = TestRepl.closedWith(new Class<?>[] { MovableLease.class })) {
			MovableClock clock = repl.context().getBean(MovableClock.class);
			repl.lifecycle().open(TestPrincipal.ADMIN, Duration.ofMinutes(30), null);
			try (ReplClient idle = repl.login(); ReplClient busy = repl.login()) {
				busy.send("(Thread/sleep 60000)\n");
				clock.forward(Duration.ofMinutes(29).plusSeconds(1));
				assertThat(idle.readUntil("open the REPL again.\n")).startsWith("\n;; The lease ends in 59 s; ");
				busy.readUntil("\n;; The lease ends in 59 s; ");
				assertThat(repl.lifecycle().status().state()).isEqualTo(ReplState.OPEN);
				clock.forward(Duration.ofMinutes(1));
				assertThat(idle.readToEnd()).contains("The lease has ended.").doesNotContain("The lease ends in");
				assertThat(busy.readToEnd()).contains("The lease has ended.");
			}
			Awaitility.await().until(() -> repl.lifecycle().status().state() == ReplState.CLOSED);
			assertThat(repl.events(AuditType.REPL_CLOSED)).singleElement()
				.satisfies((event) -> assertThat(event.getAuditEvent().getPrincipal()).isEqualTo("lease"));
			Lease next = repl.lifecycle().open(TestPrincipal.ADMIN, null, null).lease();
			assertThat(next.openedAt()).isEqualTo(clock.instant());
		}
	}

	@Test
	void leaseThatWasClosedBeforeItsEndDoesNotCloseTheNextOne() {
		try (TestRepl repl = TestRepl.closedWith(new Class<?>[] { MovableLease.class })) {
			repl.lifecycle().open(TestPrincipal.ADMIN, Duration.ofMinutes(10), null);
			repl.lifecycle().close(TestPrincipal.ADMIN);
			repl.lifecycle().open(TestPrincipal.ADMIN, Duration.ofMinutes(30), null);
			repl.context().getBean(MovableClock.class).forward(Duration.ofMinutes(15));
			try (ReplClient client = repl.login()) {
				// the timers look every second
				assertThat(client.eval("(Thread/sleep 2500)")).isEqualTo("nil");
			}
			assertThat(repl.lifecycle().status().state()).isEqualTo(ReplState.OPEN);
		}
	}

}
