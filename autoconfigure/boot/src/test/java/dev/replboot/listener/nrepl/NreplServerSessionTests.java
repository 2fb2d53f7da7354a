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
import org.junit.jupiter.api.Test;

import dev.replboot.session.ReplSession;
import dev.replboot.testsupport.TestPrincipal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an editor's sessions: their order, interrupts, input and copies.
 */
class NreplServerSessionTests extends NreplServerTests {

	@Test
	void sessionsHaveBindingsOfTheirOwnAndEvaluateAtTheSameTime() {
		String other = this.client.newSession();
		String waiting = this.client.send("op", "eval", "session", this.session, "code",
				"(def handshake (promise)) (deref handshake 60000 :late)");
		assertThat(this.client.eval(other, "(set! *print-length* 2) (range 9) *1")).hasSize(3).contains("(0 1 ...)");
		Awaitility.await()
			.until(() -> this.client.eval(other, "(some? (resolve 'user/handshake))").equals(List.of("true")));
		this.client.send("op", "eval", "session", other, "code", "(deliver @(resolve 'user/handshake) :opened)");
		assertThat(NreplClient.all("value", this.client.readAnswers(waiting, "done"))).contains(":opened");
		assertThat(NreplClient.all("value", eval("(range 5)"))).containsExactly("(0 1 2 3 4)");
	}

	@Test
	void evaluationsOfASessionComeOneAfterTheOther() {
		String last = "";
		for (int i = 0; i < 20; i++) {
			last = this.client.send("op", "eval", "session", this.session, "code",
					"(def n (inc (or (some-> (resolve 'n) deref) 0))) n");
		}
		assertThat(NreplClient.all("value", this.client.readAnswers(last, "done"))).last().isNotNull();
	}

	@Test
	void interruptedEvaluationAnswersBeforeTheInterruptDoes() {
		String id = this.client.send("op", "eval", "session", this.session, "code", "(println 1) (while true)");
		this.client.readAnswersUntilOut(id);
		String interrupt = this.client.send("op", "interrupt", "session", this.session, "interrupt-id", id);
		Map<String, Object> first = this.client.readStatus();
		Map<String, Object> second = this.client.readStatus();
		assertThat(first).containsEntry("id", id).containsEntry("status", List.of("interrupted", "done"));
		assertThat(second).containsEntry("id", interrupt).containsEntry("status", List.of("done"));
		assertThat(NreplClient.all("value", eval(":still"))).containsExactly(":still");
	}

	@Test
	void interruptThatMeetsNothingSaysSo() {
		assertThat(this.client.roundTrip("op", "interrupt", "session", this.session).get(0)).containsEntry("status",
				List.of("session-idle", "done"));
		assertThat(this.client.roundTrip("op", "interrupt").get(0)).containsEntry("status",
				List.of("error", "session-ephemeral", "done"));
		String id = this.client.send("op", "eval", "session", this.session, "code", "(println 1) (while true)");
		this.client.readAnswersUntilOut(id);
		assertThat(this.client.roundTrip("op", "interrupt", "session", this.session, "interrupt-id", "other").get(0))
			.containsEntry("status", List.of("error", "interrupt-id-mismatch", "done"));
		this.client.send("op", "interrupt", "session", this.session);
		this.client.readAnswers(id, "interrupted");
	}

	@Test
	void messageThatWaitsIsInterruptedBeforeItIsEvaluated() {
		String first = this.client.send("op", "eval", "session", this.session, "code",
				"(def second-ran false) (read-line)");
		this.client.readAnswers(first, "need-input");
		String second = this.client.send("op", "eval", "session", this.session, "code", "(def second-ran true)");
		String interrupt = this.client.send("op", "interrupt", "session", this.session, "interrupt-id", second);
		this.client.send("op", "stdin", "session", this.session, "stdin", "line\n");
		assertThat(NreplClient.all("value", this.client.readAnswers(first, "done"))).containsExactly("\"line\"");
		assertThat(this.client.readAnswers(second, "done")).singleElement()
			.satisfies((answer) -> assertThat(answer).containsEntry("status", List.of("interrupted", "done")));
		this.client.readAnswers(interrupt, "done");
		assertThat(NreplClient.all("value", eval("second-ran"))).containsExactly("false");
	}

	@Test
	void endpointInterruptsAsWell() {
		String id = this.client.send("op", "eval", "session", this.session, "code", "(do (println 1) (while true))");
		this.client.readAnswersUntilOut(id);
		ReplSession busy = repl.lifecycle()
			.status()
			.sessions()
			.stream()
			.filter((one) -> one.evaluations().activity().isBusy())
			.findFirst()
			.orElseThrow();
		assertThat(busy.protocol()).isEqualTo("nrepl");
		repl.lifecycle().sessions().interrupt(TestPrincipal.ADMIN, busy.id());
		assertThat(this.client.readAnswers(id, "done")).last()
			.satisfies((answer) -> assertThat(answer).containsEntry("status", List.of("interrupted", "done")));
	}

	@Test
	void inputIsAskedForWhenItIsReadAndNotThere() {
		String id = this.client.send("op", "eval", "session", this.session, "code", "[(read-line) (read-line)]");
		assertThat(this.client.readStatus()).containsOnlyKeys("id", "session", "status")
			.containsEntry("id", id)
			.containsEntry("status", List.of("need-input"));
		this.client.send("op", "stdin", "session", this.session, "stdin", "one\ntwo\n");
		assertThat(NreplClient.all("value", this.client.readAnswers(id, "done"))).containsExactly("[\"one\" \"two\"]");
		id = this.client.send("op", "eval", "session", this.session, "code", "(read-line)");
		this.client.readAnswers(id, "need-input");
		this.client.send("op", "stdin", "session", this.session, "stdin", "");
		assertThat(NreplClient.all("value", this.client.readAnswers(id, "done"))).containsExactly("nil");
	}

	@Test
	void clonedSessionGoesOnWhereTheOtherOneIs() {
		eval("(ns stock) (set! *print-length* 2) :seen");
		String clone = (String) this.client.roundTrip("op", "clone", "session", this.session).get(0).get("new-session");
		assertThat(this.client.eval(clone, "[*1 (str *ns*)] (range 9)")).containsExactly("[:seen \"stock\"]",
				"(0 1 ...)");
		this.client.eval(clone, "(set! *print-length* 3) (in-ns 'user)");
		assertThat(NreplClient.all("value", eval("(str *ns*) (range 9)"))).containsExactly("\"stock\"", "(0 1 ...)");
		assertThat(this.client.eval(this.client.newSession(), "(str *ns*)")).containsExactly("\"user\"");
	}

	@Test
	void outputOfAClonedSessionIsItsOwn() {
		eval("(set! *out* (java.io.StringWriter.))");
		String clone = (String) this.client.roundTrip("op", "clone", "session", this.session).get(0).get("new-session");
		assertThat(
				NreplClient.text("out", this.client.roundTrip("op", "eval", "session", clone, "code", "(print :here)")))
			.isEqualTo(":here");
	}

	@Test
	void endOfLineThatReadLeavesIsNoLineOfTheNextEvaluation() {
		String id = this.client.send("op", "eval", "session", this.session, "code", "(read)");
		this.client.readAnswers(id, "need-input");
		this.client.send("op", "stdin", "session", this.session, "stdin", "(+ 1 2)\n");
		assertThat(NreplClient.all("value", this.client.readAnswers(id, "done"))).containsExactly("(+ 1 2)");
		id = this.client.send("op", "eval", "session", this.session, "code", "(read-line)");
		this.client.readAnswers(id, "need-input");
		this.client.send("op", "stdin", "session", this.session, "stdin", "next\n");
		assertThat(NreplClient.all("value", this.client.readAnswers(id, "done"))).containsExactly("\"next\"");
	}

	@Test
	void interruptLeavesWhatEarlierMessagesHaveStarted() {
		eval("(def go (promise)) (def background (future @go :through))");
		String id = this.client.send("op", "eval", "session", this.session, "code", "(println 1) (while true)");
		this.client.readAnswersUntilOut(id);
		this.client.send("op", "interrupt", "session", this.session, "interrupt-id", id);
		this.client.readAnswers(id, "interrupted");
		assertThat(NreplClient.all("value", eval("(deliver go 1) @background"))).contains(":through");
	}

	@Test
	void sessionsAreListedAndClosed() {
		String other = this.client.newSession();
		assertThat(this.client.roundTrip("op", "ls-sessions").get(0).get("sessions").toString()).contains(other)
			.contains(this.session);
		assertThat(this.client.roundTrip("op", "close", "session", other).get(0)).containsEntry("status",
				List.of("done", "session-closed"));
		assertThat(this.client.roundTrip("op", "eval", "session", other, "code", "1").get(0)).containsEntry("status",
				List.of("error", "unknown-session", "done"));
		assertThat(this.client.roundTrip("op", "ls-sessions").get(0)).containsEntry("sessions", List.of(this.session));
	}

	@Test
	void hundredEvaluationsThatAreSentAheadAreAllEvaluated() {
		String last = "";
		for (int i = 0; i < 100; i++) {
			last = this.client.send("op", "eval", "session", this.session, "code", "(+ " + i + " 1)");
		}
		assertThat(NreplClient.all("value", this.client.readAnswers(last, "done"))).containsExactly("100");
	}

	@Test
	void messageOfAnExceptionThatLoopsCanBeInterrupted() {
		String id = this.client.send("op", "eval", "session", this.session, "code",
				"(println 1) (throw (proxy [RuntimeException] [\"x\"] (getMessage [] (while true))))");
		this.client.readAnswersUntilOut(id);
		this.client.send("op", "interrupt", "session", this.session, "interrupt-id", id);
		this.client.readAnswers(id, "done");
		assertThat(NreplClient.all("value", eval("1"))).containsExactly("1");
	}

}
