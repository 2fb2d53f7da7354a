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

import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values are printed as data in each protocol, and by two runs in the same way.
 */
class ReadableProtocolsTests {

	private static final String FORM = "[(java.time.LocalDate/of 2026 7 30) (int-array [1 2]) (java.util.ArrayList. [1])"
			+ " (Object.) (bean 'replLifecycle) inc (fn []) java.util.concurrent.TimeUnit/DAYS (atom 1)"
			+ " (str (char 27) \"[2J\") (java.util.Set/of 3 1 2)]";

	private static final String PRINTED = "[#time/local-date \"2026-07-30\" [1 2] [1] #object[java.lang.Object]"
			+ " #spring/bean [dev.replboot.lifecycle.ReplLifecycle \"replLifecycle\"] #function[clojure.core/inc]"
			+ " #function[user/fn] java.util.concurrent.TimeUnit/DAYS"
			+ " #object[clojure.lang.Atom {:status :ready, :val 1}] \"\\u001b[2J\" #{1 2 3}]";

	@Test
	void valueIsDataInEachProtocolAndRun() {
		for (int run = 0; run < 2; run++) {
			try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0",
					"repl.prepl.enabled=true", "repl.prepl.port=0", "repl.audit.log=false")) {
				assertSocket(repl);
				assertPrepl(repl);
				assertNrepl(repl);
			}
		}
	}

	private static void assertSocket(TestRepl repl) {
		try (ReplClient client = repl.login()) {
			assertThat(client.eval(FORM)).isEqualTo(PRINTED);
			String text = PRINTED.replace("\\", "\\\\").replace("\"", "\\\"");
			assertThat(
					client.eval("(let [v (read-string \"" + text + "\")] [(first v) (= #{1 2 3} (peek v)) (nth v 9)])"))
				.isEqualTo("[#time/local-date \"2026-07-30\" true \"\\u001b[2J\"]");
		}
	}

	private static void assertPrepl(TestRepl repl) {
		try (ReplClient client = ReplClient.connect(Objects.requireNonNull(repl.address("prepl").port()))) {
			client.send(repl.token(TestPrincipal.ADMIN) + "\n");
			client.readUntil("\n");
			client.send(FORM + "\n");
			assertThat(client.readUntil("}\n"))
				.contains(":val \"" + PRINTED.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
		}
	}

	private static void assertNrepl(TestRepl repl) {
		try (NreplClient client = NreplClient.login(repl)) {
			String session = client.newSession();
			assertThat(client.eval(session, FORM)).containsExactly(PRINTED);
			for (String printer : List.of("clojure.pprint/pprint", "cider.nrepl.pprint/pprint", "prn")) {
				List<Map<String, Object>> answers = client.roundTrip("op", "eval", "session", session, "code", FORM,
						"nrepl.middleware.print/print", printer);
				assertThat(NreplClient.text("value", answers).replaceAll("\\s+", " ").strip()).as(printer)
					.isEqualTo(PRINTED);
			}
		}
	}

}
