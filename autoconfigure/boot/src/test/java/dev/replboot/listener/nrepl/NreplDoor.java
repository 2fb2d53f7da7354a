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

import java.time.Duration;

import org.awaitility.Awaitility;

import dev.replboot.access.Denial;
import dev.replboot.access.Denial.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.Denials;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The nREPL door of an open REPL that remembers whom it has turned away, and a form whose
 * side effect shows that it was evaluated.
 */
final class NreplDoor {

	private static final String PLANTED = "repl.nrepl.door.planted";

	static final String FORM = "(System/setProperty \"" + PLANTED + "\" \"1\")";

	private NreplDoor() {
	}

	static TestRepl open(String login) {
		return TestRepl.with(new Class<?>[] { Denials.class }, "repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"repl.limits.login=" + login, "repl.limits.failed-logins=100000", "repl.limits.failed-attempts=0",
				"repl.limits.sessions=4");
	}

	static Reason denial(TestRepl of, NreplClient client) {
		String remote = "127.0.0.1:" + client.socket().getLocalPort();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.untilAsserted(
					() -> assertThat(Denials.of(of)).anyMatch((denial) -> denial.peer().address().equals(remote)));
		Denial denial = Denials.of(of)
			.stream()
			.filter((one) -> one.peer().address().equals(remote))
			.findFirst()
			.orElseThrow();
		assertThat(denial.protocol()).isEqualTo("nrepl");
		return denial.reason();
	}

	static void assertDroppedAtOnce(TestRepl of, byte[] attack, Reason reason) {
		try (NreplClient client = NreplClient.connect(of)) {
			client.patience(Duration.ofSeconds(20));
			client.sendBytes(attack);
			assertThat(client.read()).isNull();
			assertThat(denial(of, client)).isEqualTo(reason);
		}
	}

	static void assertNothingWasEvaluated(TestRepl of) {
		assertThat(System.getProperty(PLANTED)).isNull();
		assertThat(of.events(AuditType.REPL_EVALUATING)).isEmpty();
	}

}
