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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;

import javax.management.ObjectName;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

/**
 * An evaluation that is over, and a step in which nothing was evaluated, leave nothing in
 * memory, however long the REPL is open.
 */
class ForgottenEvaluationsTests {

	private static final int ROUNDS = 50;

	// what a session remembers, and what other tests have left
	private static final int MOST = 60;

	private static TestRepl repl;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.prepl.enabled=true",
				"repl.prepl.port=0", "repl.audit.log=false");
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(+ 1 2)", "; a comment", "{:a}", "(/ 1 0)", "@(future 1)" })
	void messageIsForgotten(String code) {
		int before = inMemory();
		try (NreplClient client = NreplClient.login(repl)) {
			String session = client.newSession();
			for (int i = 0; i < ROUNDS; i++) {
				client.roundTrip("op", "eval", "session", session, "code", code);
				client.roundTrip("op", "load-file", "session", session, "file", code);
				client.roundTrip("op", "completions", "session", session, "prefix", "ma");
			}
			awaitForgotten(before);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "socket", "prepl" })
	void lineIsForgotten(String protocol) {
		int before = inMemory();
		try (ReplClient client = ReplClient.connect(Objects.requireNonNull(repl.address(protocol).port()))) {
			client.send(repl.token(TestPrincipal.ADMIN) + "\n");
			for (int i = 0; i < ROUNDS; i++) {
				client.send("\n; a comment\n#_ x\n(+ 1 2)\n(/ 1 0)\n@(future 1)\n:round-" + i + "\n");
				client.readUntil(protocol.equals("prepl") ? ":form \":round-" + i + "\"}\n" : ":round-" + i + "\n");
				client.send("({:a}\n");
				client.readUntil("discards the form.");
				// what comes before this sentence would be dropped with the form
				client.send(")\n");
				client.readUntil("of its rest was dropped.");
			}
			awaitForgotten(before);
		}
	}

	@Test
	void interruptedEvaluationIsForgotten() {
		int before = inMemory();
		try (NreplClient client = NreplClient.login(repl)) {
			String session = client.newSession();
			for (int i = 0; i < ROUNDS; i++) {
				String id = client.send("op", "eval", "session", session, "code", "(loop [] (recur))");
				client.send("op", "interrupt", "session", session, "interrupt-id", id);
				client.readAnswers(id, "done");
			}
			awaitForgotten(before);
		}
	}

	private static void awaitForgotten(int before) {
		Awaitility.await().pollInterval(Duration.ofMillis(100)).until(() -> inMemory() - before < MOST);
	}

	// a histogram of live objects collects the others first
	private static int inMemory() {
		try {
			String histogram = (String) ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
						new Object[] { new String[0] }, new String[] { String[].class.getName() });
			return histogram.lines()
				.filter((line) -> line.endsWith("dev.replboot.eval.RunningEvaluation")
						|| line.contains("dev.replboot.eval.RunningEvaluation "))
				.mapToInt((line) -> Integer.parseInt(line.strip().split("\\s+")[1]))
				.sum();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
