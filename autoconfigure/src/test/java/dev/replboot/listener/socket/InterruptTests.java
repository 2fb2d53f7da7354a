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

package dev.replboot.listener.socket;

import java.io.IOException;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.eval.EvaluationSession;
import dev.replboot.session.ReplSession;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The ways to interrupt, and what they must not hit.
 */
class InterruptTests {

	private static final String STOPPED = "Evaluation stopped: It was interrupted with Ctrl-C.\n";

	private static TestRepl repl;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.limits.sessions=100", "repl.limits.sessions-per-principal=100");
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(Thread/sleep 60000)", "(loop [] (recur))", "(read-line)", "(count (range))",
			"(try (Thread/sleep 60000) (catch InterruptedException _ :caught))" })
	void ctrlCStopsWhatRuns(String form) {
		try (ReplClient client = repl.login()) {
			client.send(form + "\n");
			awaitBusy(client);
			client.ctrlC();
			assertThat(client.readUntil("user=> ")).contains(STOPPED);
			assertThat(client.eval("(+ 1 2)")).endsWith("3");
		}
	}

	@Test
	void telnetsInterruptAndBreakStopWhatRuns() throws IOException {
		try (ReplClient client = repl.login()) {
			for (int command : new int[] { 244, 243 }) {
				client.send("(Thread/sleep 60000)\n");
				awaitBusy(client);
				client.sendBytes(new byte[] { (byte) 255, (byte) command });
				assertThat(client.readUntil("user=> ")).isEqualTo(STOPPED + "user=> ");
			}
			client.send("(Thread/sleep 60000)\n");
			awaitBusy(client);
			client.sendBytes(new byte[] { (byte) 255, (byte) 244, (byte) 255 });
			client.socket().sendUrgentData(242);
			assertThat(client.readUntil("user=> ")).isEqualTo(STOPPED + "user=> ");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void telnetsOptionsAreRefusedAndAreNoText() {
		try (ReplClient client = repl.login()) {
			client.sendBytes(new byte[] { '(', (byte) 255, (byte) 253, 1, '+', (byte) 255, (byte) 251, 31, ' ', '1',
					' ', '2', ')', '\n' });
			assertThat(client.readUntil("user=> ")).endsWith("3\nuser=> ");
		}
	}

	@Test
	void ctrlCRightBehindAFormStopsThatFormAndNotTheNext() {
		try (ReplClient client = repl.login()) {
			for (int i = 0; i < 20; i++) {
				client.send("(loop [] (recur))\n\u0003:next\n");
				assertThat(client.readUntil(":next\nuser=> ")).isIn(STOPPED + "user=> :next\nuser=> ",
						STOPPED + "user=> user=> :next\nuser=> ");
			}
			client.send("(loop [] (recur))\n\u0003(loop [] (recur))\n\u0003:next\n");
			assertThat(client.readUntil(":next\nuser=> ").split("Evaluation stopped", -1)).hasSize(3);
		}
	}

	@Test
	void interruptThatComesLateNeverHitsTheNextForm() {
		try (ReplClient client = repl.login()) {
			for (int i = 0; i < 300; i++) {
				client.send("(+ 1 " + i + ")\n");
				String first = client.readUntil("user=> ");
				assertThat(first).isEqualTo((i + 1) + "\nuser=> ");
				client.send("\u0003(do (Thread/sleep 1) " + i + ")\n");
				assertThat(client.readUntil("user=> ")).isEqualTo(i + "\nuser=> ");
			}
		}
	}

	@Test
	void interruptsInARushStopAtMostWhatTheyWereSentBehind() throws InterruptedException {
		try (ReplClient client = repl.login()) {
			String id = session(client).id();
			Thread rush = new Thread(() -> {
				for (int i = 0; i < 2000; i++) {
					repl.lifecycle().sessions().interrupt(TestPrincipal.ADMIN, id);
					Thread.onSpinWait();
				}
			});
			rush.start();
			while (rush.isAlive()) {
				client.send("(reduce + (range 1000))\n");
				assertThat(client.readUntil("user=> "))
					.matches("(?s)(499500\\n)?(Evaluation stopped: It was interrupted by ann.\n)?user=> ");
			}
			rush.join();
			assertThat(client.eval("(do (Thread/sleep 100) 1)")).isEqualTo("1");
		}
	}

	@Test
	void formThatIsStoppedWhileItIsReadIsDroppedWhole() {
		try (ReplClient client = repl.login()) {
			for (int i = 0; i < 100; i++) {
				client.send("(when false\n(System/setProperty \"repl.half\" \"1\"))\u0003:next\n");
				assertThat(client.readUntil(":next\nuser=> ")).contains(STOPPED);
				assertThat(System.getProperty("repl.half")).isNull();
			}
		}
	}

	@Test
	void bindingsThatAStoppedFormLeftBehindAreNotTheSessions() {
		try (ReplClient client = repl.login()) {
			client.send("(do (push-thread-bindings {#'*ns* (the-ns 'clojure.core)}) (Thread/sleep 60000))\n");
			awaitBusy(client);
			Awaitility.await().until(() -> session(client).evaluations().activity().running() != null);
			client.ctrlC();
			assertThat(client.readUntil("=> ")).isEqualTo(STOPPED + "user=> ");
			assertThat(client.eval("(ns-name *ns*)")).isEqualTo("user");
		}
	}

	@Test
	void ctrlCGivesUpAFormThatIsNotComplete() {
		try (ReplClient client = repl.login()) {
			client.send("(foo (bar");
			awaitBusy(client);
			client.ctrlC();
			assertThat(client.readUntil("user=> ")).isEqualTo(STOPPED + "user=> ");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void endpointStopsWhatRunsAndSaysWho() {
		try (ReplClient client = repl.login()) {
			client.send("(Thread/sleep 60000)\n");
			awaitBusy(client);
			assertThat(repl.lifecycle().sessions().interrupt(TestPrincipal.ADMIN, session(client).id())).isTrue();
			assertThat(client.readUntil("user=> "))
				.isEqualTo("Evaluation stopped: It was interrupted by ann.\nuser=> ");
			assertThat(repl.lifecycle().sessions().interrupt(TestPrincipal.ADMIN, session(client).id())).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "(System/setProperty \"repl.ahead\" \"1\")\n" })
	void endedSessionStopsWhatRunsAndForgetsWhatWasSentAhead(String ahead) {
		try (ReplClient client = repl.login()) {
			String id = session(client).id();
			client.send("(Thread/sleep 60000)\n" + ahead);
			awaitBusy(client);
			repl.lifecycle().sessions().end(TestPrincipal.ADMIN, id);
			assertThat(client.readToEnd()).contains("The session was ended by ann.");
			awaitGone(id);
			assertThat(System.getProperty("repl.ahead")).isNull();
		}
	}

	@Test
	void closedConnectionStopsWhatRunsAndForgetsWhatWasSentAhead() {
		ReplClient client = repl.login();
		String id = session(client).id();
		client.send("(Thread/sleep 60000)\n(System/setProperty \"repl.ahead\" \"1\")\n");
		awaitBusy(client);
		client.close();
		awaitGone(id);
		assertThat(System.getProperty("repl.ahead")).isNull();
	}

	@Test
	void halfClosedConnectionGetsItsAnswers() {
		try (ReplClient client = repl.login()) {
			client.send("(do (Thread/sleep 3000) :slept) (read-line)\nline\n(+ 1 2)\n");
			client.endInput();
			assertThat(client.readToEnd()).isEqualTo(":slept\n\"line\"\nuser=> 3\nuser=> ");
		}
	}

	@Test
	void halfClosedConnectionThatIsClosedStopsWhatRuns() {
		ReplClient client = repl.login();
		String id = session(client).id();
		client.send("(Thread/sleep 60000)\n");
		client.endInput();
		awaitBusy(client);
		client.close();
		awaitGone(id);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 400_000 })
	void killedNetcatStopsWhatRuns(int ahead) throws IOException {
		assumeThat(java.nio.file.Path.of("/bin/nc")).exists();
		Process nc = new ProcessBuilder("nc", "127.0.0.1", String.valueOf(repl.address().port())).start();
		nc.getOutputStream().write((repl.token(TestPrincipal.USER) + "\n(Thread/sleep 60000)\n").getBytes());
		nc.getOutputStream().flush();
		ReplSession session = Awaitility.await()
			.until(() -> repl.lifecycle()
				.status()
				.sessions()
				.stream()
				.filter((candidate) -> candidate.principal().name().equals("ulf")
						&& candidate.evaluations().activity().isBusy())
				.findFirst()
				.orElse(null), (found) -> found != null);
		// more than is read ahead, so that nobody reads the end of the connection
		nc.getOutputStream().write(" ".repeat(ahead).getBytes());
		nc.getOutputStream().flush();
		nc.destroyForcibly();
		awaitGone(session.id());
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

	private static void awaitBusy(ReplClient client) {
		EvaluationSession evaluations = session(client).evaluations();
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(evaluations.activity()::isBusy);
	}

	private static void awaitGone(String id) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(10))
			.until(() -> repl.lifecycle().status().sessions().stream().noneMatch((session) -> session.id().equals(id)));
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("repl-" + id)));
	}

}
