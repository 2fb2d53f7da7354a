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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.FreePort;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link ReplLifecycle} for a port that is taken and for what can't be recorded.
 */
class ReplLifecycleFailureTests extends ReplLifecycleTests {

	@Test
	void takenPortIsAClearErrorAndLeavesNothingBehind() throws IOException {
		try (ServerSocket taken = new ServerSocket(FreePort.find(), 1, InetAddress.getLoopbackAddress());
				TestRepl own = TestRepl.closed("repl.socket.port=" + taken.getLocalPort(), "repl.closing.watch=0")) {
			Set<Thread> before = replThreads();
			assertThatExceptionOfType(ReplRefusedException.class)
				.isThrownBy(() -> own.lifecycle().open(TestPrincipal.ADMIN, null, null))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.UNAVAILABLE))
				.withMessageContaining("can't listen on 127.0.0.1:" + taken.getLocalPort())
				.withMessageContaining("repl.socket.port");
			assertThat(own.lifecycle().status().state()).isEqualTo(ReplState.CLOSED);
			assertThat(own.events().stream().map(ReplLifecycleTests::type)).containsExactly("REPL_OPENED",
					"REPL_CLOSED");
			Awaitility.await().untilAsserted(() -> assertThat(replThreads()).isSubsetOf(before));
			taken.close();
			assertThat(own.lifecycle().open(TestPrincipal.ADMIN, null, null).opened()).isTrue();
		}
	}

	@Test
	void openingFailsWhenItCannotBeRecorded() {
		try (TestRepl own = TestRepl.closed()) {
			failOn(own, AuditType.REPL_OPENED);
			Set<Thread> before = replThreads();
			assertThatExceptionOfType(ReplRefusedException.class)
				.isThrownBy(() -> own.lifecycle().open(TestPrincipal.ADMIN, null, null))
				.withMessageContaining("The REPL was not opened, because that could not be recorded")
				.withMessageContaining("the disk is full");
			assertThat(own.lifecycle().status().state()).isEqualTo(ReplState.CLOSED);
			Awaitility.await().untilAsserted(() -> assertThat(replThreads()).isSubsetOf(before));
		}
	}

	@Test
	void openingFailsWhenTheTokenCannotBeRecorded() {
		try (TestRepl own = TestRepl.closed()) {
			failOn(own, AuditType.REPL_TOKEN_ISSUED);
			assertThatExceptionOfType(ReplRefusedException.class)
				.isThrownBy(() -> own.lifecycle().open(TestPrincipal.ADMIN, null, null))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.UNAVAILABLE))
				.withMessageContaining("No token was issued, because that could not be recorded");
			assertThat(own.lifecycle().status().state()).isEqualTo(ReplState.CLOSED);
			assertThat(own.events().stream().map(ReplLifecycleTests::type)).contains("REPL_OPENED", "REPL_CLOSED");
		}
	}

	@Test
	void sessionIsRefusedWhenItCannotBeRecorded() {
		try (TestRepl own = TestRepl.open()) {
			failOn(own, AuditType.REPL_SESSION_STARTED);
			try (ReplClient client = own.connect()) {
				client.send(own.token(TestPrincipal.ADMIN) + "\n(+ 1 2)\n");
				assertThat(client.readToEnd())
					.startsWith("The session was not started, because it could not be recorded:")
					.doesNotContain("user=> ");
			}
			Awaitility.await().until(() -> own.lifecycle().status().sessions().isEmpty());
		}
	}

	@Test
	void nothingIsEvaluatedThatCannotBeRecorded() {
		try (TestRepl own = TestRepl.open(); ReplClient client = own.login()) {
			failOn(own, AuditType.REPL_EVALUATING);
			for (String form : List.of("(System/setProperty \"repl.unrecorded\" \"1\")",
					"#=(java.lang.System/setProperty \"repl.unrecorded\" \"1\")")) {
				assertThat(client.eval(form)).contains("Nothing was evaluated, because it could not be recorded: ",
						"the disk is full");
				assertThat(System.getProperty("repl.unrecorded")).isNull();
			}
			assertThat(own.events(AuditType.REPL_EVALUATED)).isEmpty();
		}
	}

	@Test
	void closingGoesOnWhateverCannotBeRecorded() {
		try (TestRepl own = TestRepl.open(); ReplClient client = own.login()) {
			int port = own.address().port();
			failOn(own, AuditType.REPL_SESSION_ENDED, AuditType.REPL_CLOSED, AuditType.REPL_REFUSED,
					AuditType.REPL_EVALUATED);
			try (ReplClient wrong = own.connect()) {
				wrong.send("GET / HTTP/1.1\r\n");
				assertThat(wrong.readToEnd()).isEmpty();
			}
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			assertThat(own.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
			assertThat(client.readToEnd()).contains("The REPL was closed by ann.");
			assertThat(own.lifecycle().status().state()).isEqualTo(ReplState.CLOSED);
			assertPortRefuses(port);
		}
	}

	private static void failOn(TestRepl repl, AuditType... types) {
		Set<String> names = List.of(types).stream().map(Enum::name).collect(Collectors.toSet());
		repl.context().addApplicationListener((event) -> {
			if (event instanceof AuditApplicationEvent audit && names.contains(type(audit))) {
				throw new IllegalStateException("the disk is full");
			}
		});
	}

}
