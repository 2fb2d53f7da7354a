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

import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ReplLifecycle} for what closing ends.
 */
class ReplLifecycleClosingTests extends ReplLifecycleTests {

	@Test
	void closingCountsWhatFormsHaveLeftRunningAndNoFormThatIsStillTyped() {
		try (TestRepl own = TestRepl.open(); ReplClient client = own.login(); ReplClient typing = own.login()) {
			client.eval("(do (future (Thread/sleep 600000)) 1)");
			client.eval("(do (.start (Thread. (fn [] (Thread/sleep 600000)))) 1)");
			client.eval("(+ 1 2)");
			typing.send("(do (");
			CloseReport report = own.lifecycle().close(TestPrincipal.ADMIN);
			assertThat(report.sessions()).hasSize(2);
			assertThat(report.stoppedEvaluations()).isEqualTo(2);
		}
	}

	@Test
	void closingEndsEverythingAndOldTokensStayDead() {
		try (TestRepl own = TestRepl.open()) {
			String token = own.token(TestPrincipal.USER);
			int port = own.address().port();
			try (ReplClient idle = own.login(); ReplClient busy = own.login()) {
				busy.send("(loop [] (recur))\n");
				Awaitility.await()
					.until(() -> own.lifecycle()
						.status()
						.sessions()
						.stream()
						.anyMatch((session) -> session.evaluations().activity().isBusy()));
				CloseReport report = own.lifecycle().close(TestPrincipal.ADMIN);
				assertThat(report.wasOpen()).isTrue();
				assertThat(report.sessions()).hasSize(2);
				assertThat(report.stoppedEvaluations()).isEqualTo(1);
				assertThat(report.leftovers()).isEmpty();
				assertThat(idle.readToEnd()).contains("The REPL was closed by ann.");
				assertThat(busy.readToEnd()).contains("The REPL was closed by ann.");
			}
			assertThat(own.lifecycle().status().state()).isEqualTo(ReplState.CLOSED);
			assertThat(own.lifecycle().close(TestPrincipal.ADMIN).wasOpen()).isFalse();
			assertPortRefuses(port);
			assertThat(own.events().stream().map(ReplLifecycleTests::type)).endsWith(AuditType.REPL_CLOSED.name())
				.filteredOn(AuditType.REPL_SESSION_ENDED.name()::equals)
				.hasSize(2);
			own.lifecycle().open(TestPrincipal.ADMIN, null, null);
			try (ReplClient client = own.connect()) {
				client.send(token + "\n(+ 1 2)\n");
				assertThat(client.readToEnd()).startsWith("That is no valid token.");
			}
			try (ReplClient client = own.login()) {
				assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			}
		}
	}

	@Test
	void closingTheContextLeavesNoThreadAndNoPort() {
		// those of the REPL that the other tests share
		Set<Thread> before = replThreads();
		TestRepl own = TestRepl.open();
		int port = own.address().port();
		ReplLifecycle lifecycle = own.lifecycle();
		try (ReplClient client = own.login()) {
			client.send("(def f (future (loop [] (recur)))) (Thread/sleep 60000)\n");
			client.readUntil("#'user/f\n");
			own.close();
			assertThat(client.readToEnd()).contains("The application is shutting down.");
		}
		assertPortRefuses(port);
		Awaitility.await().untilAsserted(() -> assertThat(replThreads()).isSubsetOf(before));
		assertThat(own.events(AuditType.REPL_CLOSED)).hasSize(1);
		assertRefused(Reason.CONFLICT, () -> lifecycle.open(TestPrincipal.ADMIN, null, null));
	}

	@Test
	void closingFromWithinTheReplWorks() {
		try (TestRepl own = TestRepl.open(); ReplClient client = own.login()) {
			client.send("(.stop (bean 'replLifecycle))\n");
			assertThat(client.readToEnd()).contains("The application is shutting down.");
			Awaitility.await().until(() -> own.lifecycle().status().state() == ReplState.CLOSED);
		}
	}

}
