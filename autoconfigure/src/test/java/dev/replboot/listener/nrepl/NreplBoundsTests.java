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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client whose token was right can't do either.
 */
class NreplBoundsTests {

	private static TestRepl repl;

	// the same with little time for each form
	private static TestRepl hasty;

	private NreplClient client;

	private String session;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.limits.sessions=24",
				"repl.limits.sessions-per-principal=24", "repl.limits.request=10KB", "repl.limits.output=3MB");
		hasty = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.limits.time=5s");
	}

	@AfterAll
	static void close() {
		repl.close();
		hasty.close();
	}

	@BeforeEach
	void login() {
		this.client = NreplClient.login(repl);
		this.session = this.client.newSession();
	}

	@AfterEach
	void leave() {
		this.client.close();
		Awaitility.await().until(() -> repl.lifecycle().status().sessions().isEmpty());
	}

	private List<Map<String, Object>> eval(String code) {
		return this.client.roundTrip("op", "eval", "session", this.session, "code", code);
	}

	@Test
	void timeLimitStopsAnEvaluationAndTheSessionGoesOn() {
		try (NreplClient own = NreplClient.login(hasty)) {
			String name = own.newSession();
			List<Map<String, Object>> answers = own.roundTrip("op", "eval", "session", name, "code",
					"(while true) :never");
			assertThat(NreplClient.text("err", answers)).contains("Evaluation stopped:").contains("repl.limits.time");
			assertThat(answers).anyMatch((answer) -> List.of("eval-error").equals(answer.get("status")));
			assertThat(answers).last()
				.satisfies((answer) -> assertThat(answer).containsEntry("status", List.of("done")));
			Awaitility.await().until(() -> own.eval(name, "1").equals(List.of("1")));
		}
	}

	@Test
	void waitingForInputDoesNotCountAsTime() {
		try (NreplClient own = NreplClient.login(hasty)) {
			String name = own.newSession();
			String id = own.send("op", "eval", "session", name, "code", "(read-line)");
			own.readAnswers(id, "need-input");
			String other = own.newSession();
			// takes as long as the limit allows
			own.eval(other, "(while true)");
			own.eval(other, "(Thread/sleep 1000)");
			own.send("op", "stdin", "session", name, "stdin", "late\n");
			assertThat(NreplClient.all("value", own.readAnswers(id, "done"))).containsExactly("\"late\"");
		}
	}

	@Test
	void outputLimitStopsAnEvaluationOnAnyStream() {
		for (String code : List.of("(let [s (apply str (repeat 1000 \\x))] (while true (println s)))",
				"(binding [*out* *err*] (let [s (apply str (repeat 1000 \\x))] (while true (println s))))")) {
			assertThat(NreplClient.text("err", eval(code))).contains("repl.limits.output");
		}
		assertThat(NreplClient.all("value", eval("1"))).containsExactly("1");
	}

	@Test
	void valueIsCutAtAMillionCharacters() {
		List<Map<String, Object>> answers = eval("(apply str (repeat 2000000 \\x))");
		assertThat(NreplClient.text("value", answers)).hasSize(1 << 20);
		assertThat(answers.get(0)).containsKey("nrepl.middleware.print/truncated-keys");
	}

	@Test
	void largeFormIsRefusedAndTooLargeAMessageEndsTheConnection() {
		assertThat(NreplClient.text("err", eval("(count \"" + "x".repeat(12_000) + "\")")))
			.contains("repl.limits.request");
		assertThat(NreplClient.all("value", eval(":small ".repeat(2000)))).hasSize(2000);
		this.client.send("op", "eval", "session", this.session, "code", "x".repeat(200_000));
		StringBuilder err = new StringBuilder();
		for (Map<String, Object> answer = this.client.read(); answer != null; answer = this.client.read()) {
			err.append(answer.getOrDefault("err", ""));
		}
		assertThat(err).contains("larger than it may be").contains("repl.limits.request");
	}

	@Test
	void queueOfASessionIsBounded() {
		String first = this.client.send("op", "eval", "session", this.session, "code", "(println 1) (while true)");
		this.client.readAnswersUntilOut(first);
		String last = "";
		for (int i = 0; i < 270; i++) {
			last = this.client.send("op", "eval", "session", this.session, "code", "1");
		}
		assertThat(this.client.readAnswers(last, "done")).last()
			.satisfies((answer) -> assertThat(answer).containsEntry("status", List.of("error", "queue-full", "done")));
		this.client.send("op", "interrupt", "session", this.session, "interrupt-id", first);
		this.client.readAnswers(first, "interrupted");
	}

	@Test
	void inputOfASessionIsBounded() {
		List<Map<String, Object>> answers = List.of();
		for (int i = 0; i < 30 && !NreplClient.text("err", answers).contains("input"); i++) {
			answers = this.client.roundTrip("op", "stdin", "session", this.session, "stdin", "x".repeat(10_000));
		}
		assertThat(answers).last()
			.satisfies((answer) -> assertThat(answer).containsEntry("status", List.of("error", "input-full", "done")));
	}

	@Test
	void sessionsOfAConnectionAreBounded() {
		List<Map<String, Object>> answers = List.of();
		for (int i = 0; i < 20 && NreplClient.text("err", answers).isEmpty(); i++) {
			answers = this.client.roundTrip("op", "clone");
		}
		assertThat(NreplClient.text("err", answers)).contains("16 sessions");
		assertThat(NreplClient.all("value", eval("1"))).containsExactly("1");
	}

	@Test
	void clientThatDoesNotReadCostsNobodyElseAnything() {
		try (NreplClient rude = NreplClient.login(repl)) {
			String name = rude.newSession();
			rude.send("op", "eval", "session", name, "code",
					"(let [s (apply str (repeat 1000 \\x))] (while true (println s)))");
			for (int i = 0; i < 3000; i++) {
				rude.send("op", "ls-sessions");
			}
			assertThat(NreplClient.all("value", eval("(+ 1 2)"))).containsExactly("3");
			try (ReplClient socket = repl.login()) {
				assertThat(socket.eval("(+ 1 2)")).isEqualTo("3");
			}
		}
	}

	@Test
	void endOfTheConnectionStopsWhatItEvaluates() {
		NreplClient leaving = NreplClient.login(repl);
		String name = leaving.newSession();
		String id = leaving.send("op", "eval", "session", name, "code", "(println 1) (while true)");
		leaving.readAnswersUntilOut(id);
		leaving.close();
		Awaitility.await()
			.until(() -> repl.lifecycle()
				.status()
				.sessions()
				.stream()
				.noneMatch((one) -> one.evaluations().activity().isBusy()));
	}

	@Test
	void endedSessionTakesTheConnectionWithIt() {
		String id = repl.lifecycle().status().sessions().iterator().next().id();
		repl.lifecycle().sessions().end(TestPrincipal.ADMIN, id);
		Map<String, Object> answer = this.client.read();
		while (answer != null) {
			answer = this.client.read();
		}
		Awaitility.await().until(() -> repl.lifecycle().status().sessions().isEmpty());
	}

}
