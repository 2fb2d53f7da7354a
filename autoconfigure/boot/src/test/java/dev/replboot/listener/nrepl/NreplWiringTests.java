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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of when there is an nREPL server.
 */
class NreplWiringTests {

	@Test
	void thereIsNoneByDefault() {
		try (TestRepl repl = TestRepl.closed()) {
			assertThat(repl.context().getBeanProvider(NreplReplListener.class).getIfAvailable()).isNull();
		}
	}

	@Test
	void addressThatOthersCanReachFailsTheStart() {
		assertThatException()
			.isThrownBy(() -> TestRepl.closed("repl.nrepl.enabled=true", "repl.nrepl.address=192.0.2.1"))
			.havingRootCause()
			.withMessageContaining("repl.nrepl.address");
	}

	@Test
	void takenPortIsToldWithItsProperty() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				TestRepl repl = TestRepl.closed("repl.nrepl.enabled=true", "repl.nrepl.port=" + taken.getLocalPort())) {
			assertThatExceptionOfType(ReplRefusedException.class)
				.isThrownBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, null))
				.withMessageContaining("repl.nrepl.port");
		}
	}

	@Test
	void whatAnEditorEvaluatesWhenItConnectsIsMarked() {
		try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0");
				NreplClient client = NreplClient.login(repl)) {
			String session = client.newSession();
			for (String code : List.of("(clojure.core/apply clojure.core/require clojure.main/repl-requires)",
					"(when (clojure.core/resolve 'clojure.main/repl-requires)\n"
							+ "      (clojure.core/map clojure.core/require clojure.main/repl-requires))",
					"(clojure.core/apply clojure.core/require clojure.main/repl-requires) (def hidden 1)")) {
				client.roundTrip("op", "eval", "session", session, "code", code);
			}
			assertThat(repl.events(AuditType.REPL_EVALUATING))
				.extracting((event) -> event.getAuditEvent().getData().get("tool"))
				.containsExactly("preamble", "preamble", null, null);
		}
	}

	@Test
	void closingTheReplTellsTheClientAndUnloads() {
		try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0");
				NreplClient client = NreplClient.login(repl)) {
			String session = client.newSession();
			String id = client.send("op", "eval", "session", session, "code", "(println 1) (while true)");
			client.readAnswersUntilOut(id);
			assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
			StringBuilder err = new StringBuilder();
			for (var answer = client.read(); answer != null; answer = client.read()) {
				err.append(answer.getOrDefault("err", ""));
			}
			assertThat(err).isNotEmpty();
		}
	}

}
