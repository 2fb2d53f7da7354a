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

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes wrong around a form rather than within it is shown on each protocol.
 */
class UnguardedErrorsTests {

	// takes the session's own bindings away from whoever sets *1 and *e
	private static final String WITHOUT_BINDINGS = "(pop-thread-bindings)";

	private static final String OUTSIDE = "Execution error (java.lang.IllegalStateException) outside of the form: ";

	private static final String UNSET = OUTSIDE + "Can't change/establish root binding of: *e with set";

	private static final String UNBOUND = OUTSIDE + "Can't dynamically bind non-dynamic var: clojure.core/*3";

	private TestRepl repl;

	private ReplClient socket;

	private ReplClient prepl;

	private NreplClient nrepl;

	private String session;

	@BeforeEach
	void open() {
		this.repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.prepl.enabled=true",
				"repl.prepl.port=0", "repl.audit.log=false");
		this.socket = this.repl.login();
		this.prepl = ReplClient.connect(Objects.requireNonNull(this.repl.address("prepl").port()));
		this.prepl.send(this.repl.token(TestPrincipal.ADMIN) + "\n");
		this.prepl.readUntil("\n");
		this.nrepl = NreplClient.login(this.repl);
		this.session = this.nrepl.newSession();
	}

	@AfterEach
	void close() {
		this.socket.close();
		this.prepl.close();
		this.nrepl.close();
		this.repl.close();
	}

	private List<Map<String, Object>> overNrepl(String code) {
		return this.nrepl.roundTrip("op", "eval", "session", this.session, "code", code);
	}

	@Test
	void errorAfterTheFormIsShownAndTheSessionGoesOn() {
		assertThat(this.socket.eval(WITHOUT_BINDINGS)).contains(UNSET).containsOnlyOnce("Execution error");
		assertThat(this.socket.eval("(+ 1 2)")).isEqualTo("3");

		List<Map<String, Object>> answers = overNrepl(WITHOUT_BINDINGS);
		assertThat(NreplClient.text("err", answers)).contains(UNSET).containsOnlyOnce("Execution error");
		assertThat(NreplClient.all("ex", answers)).containsExactly("class java.lang.IllegalStateException");
		assertThat(this.nrepl.eval(this.session, "(+ 1 2)")).containsExactly("3");

		this.prepl.send(WITHOUT_BINDINGS + "\n(+ 1 2)\n");
		// as data, the first of the two errors could be shown
		assertThat(this.prepl.readUntil("\n")).startsWith("{:tag :ret")
			.contains("Can't change/establish root binding of: *3 with set", ":exception true");
		assertThat(this.prepl.readUntil("\n")).startsWith("{:tag :ret, :val \"3\"");
	}

	@Test
	void errorBeforeEachFormIsShownAndEndsTheTextOrTheSession() {
		assertThat(NreplClient.all("value", overNrepl("(do (.setDynamic #'*3 false) nil)"))).containsExactly("nil");

		List<Map<String, Object>> answers = overNrepl("(+ 1 2) (+ 3 4)");
		assertThat(NreplClient.text("err", answers)).contains(UNBOUND).containsOnlyOnce("Execution error");
		assertThat(NreplClient.all("value", answers)).isEmpty();

		// each waits for input within a step that is older than the change
		for (ReplClient client : List.of(this.socket, this.prepl)) {
			client.send("(+ 1 2)\n");
			assertThat(client.readToEnd()).contains("3", UNBOUND, "The session is ended");
		}
	}

}
