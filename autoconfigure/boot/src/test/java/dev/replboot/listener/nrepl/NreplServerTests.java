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

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.replboot.audit.AuditType;
import dev.replboot.session.ReplSession;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link NreplReplListener} as an editor sees it.
 */
class NreplServerTests {

	private static TestRepl repl;

	private NreplClient client;

	private String session;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.limits.sessions=40",
				"repl.limits.sessions-per-principal=40", "repl.limits.request=100KB");
	}

	@AfterAll
	static void close() {
		repl.close();
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

	private List<Map<String, Object>> eval(String code, Object... more) {
		Object[] fields = new Object[6 + more.length];
		System.arraycopy(new Object[] { "op", "eval", "session", this.session, "code", code }, 0, fields, 0, 6);
		System.arraycopy(more, 0, fields, 6, more.length);
		return this.client.roundTrip(fields);
	}

	@Test
	void valueAndNamespaceComeInOneMessageAndDoneAlone() {
		List<Map<String, Object>> answers = eval("(+ 1 2)");
		assertThat(answers).hasSize(2);
		assertThat(answers.get(0)).containsOnlyKeys("id", "session", "value", "ns")
			.containsEntry("value", "3")
			.containsEntry("ns", "user")
			.containsEntry("session", this.session);
		assertThat(answers.get(1)).containsOnlyKeys("id", "session", "status").containsEntry("status", List.of("done"));
	}

	@Test
	void everyFormOfAMessageHasItsValue() {
		assertThat(
				NreplClient.all("value", eval("(def x 1)\n\n;; why\n(inc x) #?(:clj :clj :cljs :cljs) [*1 *2] #_gone")))
			.containsExactly("#'user/x", "2", ":clj", "[:clj 2]");
		assertThat(NreplClient.all("value", eval("*1 :repl/quit"))).containsExactly("[:clj 2]", ":repl/quit");
	}

	@Test
	void outputComesBeforeTheValue() {
		List<Map<String, Object>> answers = eval("(println \"hi\") (binding [*out* *err*] (println \"oh\")) (print 1)");
		assertThat(answers.stream().map((answer) -> List.copyOf(answer.keySet())).toList()).containsExactly(
				List.of("id", "out", "session"), List.of("id", "ns", "session", "value"),
				List.of("err", "id", "session"), List.of("id", "ns", "session", "value"),
				List.of("id", "out", "session"), List.of("id", "ns", "session", "value"),
				List.of("id", "session", "status"));
		assertThat(answers.get(0)).containsEntry("out", "hi\n");
	}

	@Test
	void outputOfAFutureCarriesTheIdOfItsMessage() {
		String id = this.client.send("op", "eval", "session", this.session, "code",
				"(def p (promise)) (future @p (println \"late\"))");
		this.client.readAnswers(id, "done");
		this.client.send("op", "eval", "session", this.session, "code", "(deliver p 1)");
		Map<String, Object> message = this.client.read();
		while (message != null && !message.containsKey("out")) {
			message = this.client.read();
		}
		assertThat(message).containsEntry("out", "late\n").containsEntry("id", id);
	}

	@Test
	void errorIsToldAsClojureDoesAndWithItsTypes() {
		List<Map<String, Object>> answers = eval("(/ 1 0) :after");
		assertThat(NreplClient.text("err", answers)).startsWith("Execution error (ArithmeticException)")
			.contains("Divide by zero");
		assertThat(answers).anySatisfy((answer) -> assertThat(answer).containsEntry("status", List.of("eval-error"))
			.containsEntry("ex", "class java.lang.ArithmeticException")
			.containsEntry("root-ex", "class java.lang.ArithmeticException"));
		assertThat(NreplClient.all("value", answers)).containsExactly(":after");
		assertThat(NreplClient.all("value", eval("(ex-message *e)"))).containsExactly("\"Divide by zero\"");
		assertThat(NreplClient.text("err", eval("(foo)"))).contains("Unable to resolve symbol: foo");
		assertThat(NreplClient.text("err", eval("(+ 1"))).contains("EOF while reading");
		assertThat(NreplClient.text("err", eval(") 1"))).contains("Unmatched delimiter: )");
	}

	@Test
	void fileLineAndColumnAreThoseOfTheClient() {
		String where = "(defn f [] 1) [(:line (meta #'f)) (:column (meta #'f)) (:file (meta #'f))]";
		assertThat(NreplClient.all("value", eval(where, "file", "a/b.clj", "line", 7, "column", 3)))
			.containsExactly("#'user/f", "[7 3 \"a/b.clj\"]");
		assertThat(NreplClient.all("value", eval("*file*"))).containsExactly("\"NO_SOURCE_PATH\"");
	}

	@Test
	void namespaceOfAMessageIsForThatMessageAlone() {
		eval("(create-ns 'elsewhere)");
		List<Map<String, Object>> answers = eval("(def y 5)", "ns", "elsewhere");
		assertThat(NreplClient.all("value", answers)).containsExactly("#'elsewhere/y");
		assertThat(NreplClient.all("ns", answers)).containsExactly("elsewhere");
		assertThat(NreplClient.all("value", eval("(str *ns*)"))).containsExactly("\"user\"");
		assertThat(eval("1", "ns", "nowhere")).singleElement()
			.satisfies((answer) -> assertThat(answer).containsEntry("ns", "nowhere")
				.containsEntry("status", List.of("error", "namespace-not-found", "done")));
	}

	@Test
	void namespaceThatWasGoneToStays() {
		assertThat(NreplClient.all("ns", eval("(ns there) 1"))).containsExactly("there", "there");
		assertThat(NreplClient.all("value", eval("(str *ns*)"))).containsExactly("\"there\"");
	}

	@Test
	void loadedFileGivesItsLastValueAndLeavesTheNamespace() {
		List<Map<String, Object>> answers = this.client.roundTrip("op", "load-file", "session", this.session, "file",
				"(ns loaded.one)\n(defn g [] 42)\n(g)", "file-path", "loaded/one.clj", "file-name", "one.clj");
		assertThat(NreplClient.all("value", answers)).containsExactly("42");
		assertThat(NreplClient.all("value", eval("[(str *ns*) (select-keys (meta #'loaded.one/g) [:line :file])]")))
			.containsExactly("[\"user\" {:line 2, :file \"loaded/one.clj\"}]");
	}

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
	void whatAnEditorAsksIsMarkedOnRecord() {
		this.client.roundTrip("op", "completions", "prefix", "map-ind", "ns", "user");
		eval(":mine");
		assertThat(repl.events(AuditType.REPL_EVALUATED))
			.anySatisfy((event) -> assertThat(event.getAuditEvent().getData()).containsEntry("tool", "completions"));
		assertThat(repl.events(AuditType.REPL_EVALUATED))
			.anySatisfy((event) -> assertThat(event.getAuditEvent().getData()).containsEntry("form", ":mine")
				.doesNotContainKey("tool"));
	}

	@Test
	void valuesArePrintedAsTheClientWants() {
		String data = "(zipmap (range 30) (range 30))";
		for (String printer : List.of("cider.nrepl.pprint/pprint", "clojure.pprint/pprint",
				"nrepl.util.print/pprint")) {
			assertThat(NreplClient.text("value", eval(data, "nrepl.middleware.print/print", printer,
					"nrepl.middleware.print/options", Map.of("right-margin", 20))))
				.contains("\n");
		}
		List<Map<String, Object>> answers = eval("1", "nrepl.middleware.print/print", "no.such/printer");
		assertThat(NreplClient.text("nrepl.middleware.print/error", answers))
			.isEqualTo("Couldn't resolve var no.such/printer");
		assertThat(NreplClient.all("value", answers)).containsExactly("1");
		List<Map<String, Object>> defined = eval(
				"(defn shout [v w o] (.write ^java.io.Writer w (str \"<\" v (:mark o) \">\")))");
		assertThat(NreplClient.all("value", defined)).as("the answers %s", defined).containsExactly("#'user/shout");
		answers = eval("1 2", "nrepl.middleware.print/print", "user/shout", "nrepl.middleware.print/options",
				Map.of("mark", "!"));
		assertThat(NreplClient.all("value", answers)).as("the answers %s", answers).containsExactly("<1!>", "<2!>");
	}

	@Test
	void quotaCutsValuesAndSaysSo() {
		assertThat(eval("(range 100)", "nrepl.middleware.print/quota", 8).get(0)).containsEntry("value", "(0 1 2 3")
			.containsEntry("status", List.of("nrepl.middleware.print/truncated"))
			.containsEntry("nrepl.middleware.print/truncated-keys", List.of("value"));
		assertThat(NreplClient.all("value", eval("(range 3)", "nrepl.middleware.print/quota", 8)))
			.containsExactly("(0 1 2)");
	}

	@Test
	void streamedValuesComeInPieces() {
		List<Map<String, Object>> answers = eval("(range 100)", "nrepl.middleware.print/stream?", 1,
				"nrepl.middleware.print/buffer-size", 64);
		assertThat(NreplClient.all("value", answers)).hasSizeGreaterThan(3);
		assertThat(NreplClient.text("value", answers)).startsWith("(0 1 2").endsWith("98 99)");
		assertThat(NreplClient.all("ns", answers)).containsExactly("user");
	}

	@Test
	void errorsAreShownAsTheClientWants() {
		List<Map<String, Object>> defined = eval(
				"(defn mine [e] (binding [*out* *err*] (println \"mine:\" (ex-message e))))");
		assertThat(NreplClient.all("value", defined)).as("the answers %s", defined).containsExactly("#'user/mine");
		List<Map<String, Object>> answers = eval("(throw (ex-info \"no\" {:a 1}))", "nrepl.middleware.caught/caught",
				"user/mine", "nrepl.middleware.caught/print?", 1);
		assertThat(NreplClient.text("err", answers)).as("the answers %s", answers).isEqualTo("mine: no\n");
		assertThat(NreplClient.text("nrepl.middleware.caught/throwable", answers)).contains(":cause \"no\"");
	}

	@Test
	void descriptionListsWhatThereIs() {
		Map<String, Object> answer = this.client.roundTrip("op", "describe", "verbose?", "true").get(0);
		assertThat(answer).containsKeys("ops", "versions", "aux").containsEntry("status", List.of("done"));
		assertThat(((Map<?, ?>) answer.get("ops")).containsKey("init-debugger")).isTrue();
		assertThat(((Map<?, ?>) answer.get("versions")).get("clojure").toString()).contains("version-string");
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
	void whatIsNotThereIsDeclined() {
		assertThat(this.client.roundTrip("op", "sideloader-start").get(0)).containsEntry("op", "sideloader-start")
			.containsEntry("status", List.of("error", "unknown-op", "done"));
		assertThat(this.client.roundTrip("op", "eval").get(0)).containsEntry("status",
				List.of("error", "no-code", "done"));
	}

	@Test
	void evaluationWithoutASessionBeginsInUser() {
		assertThat(NreplClient.all("ns", this.client.roundTrip("op", "eval", "code", "(ns gone.away) 1")))
			.contains("gone.away");
		List<Map<String, Object>> answers = this.client.roundTrip("op", "eval", "code", "(str *ns*)");
		assertThat(NreplClient.all("value", answers)).containsExactly("\"user\"");
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).containsKey("session"));
	}

	@Test
	void completionsAreWhatThePrefixCouldBecome() {
		assertThat(candidates("completions", "map-in")).contains("map-indexed=function");
		assertThat(candidates("complete", "clojure.string/jo")).contains("clojure.string/join=function");
		assertThat(candidates("complete", "Integer/MAX")).contains("Integer/MAX_VALUE=static-field");
		assertThat(candidates("complete", "clojure.str")).contains("clojure.string=namespace");
		assertThat(candidates("complete", ":arg")).contains(":arglists=keyword");
		assertThat(candidates("complete", "orders \" \\ x")).isEmpty();
		assertThat(this.client.roundTrip("op", "complete", "prefix", "a", "ns", "no.such").get(0))
			.containsEntry("status", List.of("error", "namespace-not-found", "done"));
	}

	@Test
	void askingLeavesTheLastValuesAlone() {
		eval("(+ 40 2)");
		candidates("completions", "map-in");
		assertThat(NreplClient.all("value", eval("*1"))).containsExactly("42");
	}

	@SuppressWarnings("unchecked")
	private List<String> candidates(String op, String prefix) {
		Map<String, Object> answer = this.client
			.roundTrip("op", op, "prefix", prefix, "ns", "user", "session", this.session)
			.get(0);
		assertThat(answer).containsEntry("status", List.of("done"));
		return ((List<Map<String, Object>>) answer.get("completions")).stream()
			.map((one) -> one.get("candidate") + "=" + one.get("type"))
			.toList();
	}

	@Test
	void namesAreLookedUpWhileTheSessionEvaluates() {
		String id = this.client.send("op", "eval", "session", this.session, "code", "(println 1) (while true)");
		this.client.readAnswersUntilOut(id);
		Map<String, Object> answer = this.client
			.roundTrip("op", "lookup", "sym", "map", "ns", "user", "session", this.session)
			.get(0);
		assertThat(answer).containsEntry("session", this.session);
		assertThat((Map<?, ?>) answer.get("info")).extracting("name", "ns").containsExactly("map", "clojure.core");
		// a URL that an editor can open
		assertThat(String.valueOf(((Map<?, ?>) answer.get("info")).get("file"))).startsWith("jar:file:")
			.endsWith("!/clojure/core.clj");
		assertThat(this.client.roundTrip("op", "info", "symbol", "when", "ns", "user").get(0))
			.containsEntry("macro", "true")
			.containsKey("doc");
		assertThat(this.client.roundTrip("op", "info", "symbol", "nothing.at/all", "ns", "user").get(0))
			.containsEntry("status", List.of("no-info", "done"));
		assertThat(this.client.roundTrip("op", "eldoc", "symbol", "inc", "ns", "user").get(0)).containsEntry("eldoc",
				List.of(List.of("x")));
		this.client.send("op", "interrupt", "session", this.session);
		this.client.readAnswers(id, "interrupted");
	}

	@Test
	void evaluationsAreOnRecordAndRunAsThePrincipal() {
		assertThat(NreplClient.all("value", eval("(:principal (who)) (:protocol (who))"))).containsExactly("\"ann\"",
				"\"nrepl\"");
		assertThat(repl.events(AuditType.REPL_EVALUATED)).last()
			.satisfies((event) -> assertThat(event.getAuditEvent().getData().toString()).contains("(:protocol (who))"));
		assertThat(repl.events(AuditType.REPL_EVALUATED))
			.noneMatch((event) -> TokenCode.candidate(event.getAuditEvent().getData().toString()) != null);
	}

	@Test
	void tokenThatIsSentAgainIsNotEvaluated() {
		String token = repl.token(TestPrincipal.USER);
		assertThat(NreplClient.text("out", eval(token))).contains("You are ann");
		assertThat(repl.events()).noneMatch((event) -> event.getAuditEvent().toString().contains(token));
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
	void linesToCopyAreInTheAnswer() {
		assertThat(repl.address("nrepl").connect()).anyMatch((line) -> line.startsWith("lein repl :connect 127.0.0.1:"))
			.anyMatch((line) -> line.startsWith("ssh -L "));
	}

	@Test
	void whatIsPrintedWhileAValueIsPrintedComesApartFromIt() {
		List<Map<String, Object>> answers = eval("(map println (range 3))");
		assertThat(NreplClient.all("out", answers)).containsExactly("0\n", "1\n", "2\n");
		assertThat(NreplClient.all("value", answers)).containsExactly("(nil nil nil)");
	}

	@Test
	void stackTraceOfALoadedFileNamesIt() {
		List<Map<String, Object>> answers = this.client.roundTrip("op", "load-file", "session", this.session, "file",
				"*file*\n(defn thrower []\n\n (count 5))\n*file*", "file-path", "/home/me/p/src/p/core.clj");
		assertThat(NreplClient.all("value", answers)).containsExactly("\"/home/me/p/src/p/core.clj\"");
		eval("(thrower)");
		assertThat(NreplClient.text("value", eval("(map str (.getStackTrace *e))"))).contains("(core.clj:4)");
	}

	@Test
	void printerThatTheClientNamesIsOnRecordBeforeItRuns() {
		repl.forgetEvents();
		eval("\"true\"", "nrepl.middleware.print/print", "clojure.java.shell/sh");
		assertThat(repl.events(AuditType.REPL_EVALUATING))
			.anySatisfy((event) -> assertThat(event.getAuditEvent().getData()).containsEntry("printer",
					"clojure.java.shell/sh"));
		repl.forgetEvents();
		eval("{:a 1}", "nrepl.middleware.print/print", "cider.nrepl.pprint/pprint");
		assertThat(repl.events(AuditType.REPL_EVALUATING))
			.allSatisfy((event) -> assertThat(event.getAuditEvent().getData()).doesNotContainKey("printer"));
	}

	@Test
	void handlerOfErrorsThatIsNotThereIsToldFirst() {
		List<Map<String, Object>> answers = eval("(/ 1 0)", "nrepl.middleware.caught/caught", "no.such/handler");
		assertThat(answers.get(0)).containsEntry("status", List.of("nrepl.middleware.caught/error"))
			.containsEntry("nrepl.middleware.caught/error", "Couldn't resolve var no.such/handler");
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

	@Test
	void testsReportToTheSessionThatRunsThem() {
		eval("(require 'clojure.test)");
		String other = this.client.newSession();
		List<Map<String, Object>> answers = this.client.roundTrip("op", "eval", "session", other, "code",
				"(create-ns 'no.tests) (clojure.test/run-tests 'no.tests)");
		assertThat(NreplClient.text("out", answers)).contains("Ran 0 tests");
	}

	@Test
	void queriesWithoutASubjectFail() {
		assertThat(this.client.roundTrip("op", "completions", "session", this.session)).singleElement()
			.satisfies((answer) -> assertThat(answer).containsEntry("status",
					List.of("error", "completions-error", "done")));
		assertThat(this.client.roundTrip("op", "lookup", "session", this.session)).singleElement()
			.satisfies(
					(answer) -> assertThat(answer).containsEntry("status", List.of("error", "lookup-error", "done")));
	}

	@Test
	void whatTheApplicationPrintsIsForwardedToWhoAsksForIt() {
		PrintStream before = System.out;
		String id = this.client.send("op", "forward-system-output", "session", this.session);
		this.client.readAnswers(id, "done");
		System.out.println("from the application");
		Map<String, Object> message = this.client.read();
		while (message != null && !String.valueOf(message.get("out")).contains("from the application")) {
			message = this.client.read();
		}
		assertThat(message).containsEntry("source", "system").containsEntry("id", id);
		this.client.roundTrip("op", "close", "session", this.session);
		assertThat(System.out).isSameAs(before);
	}

	@Test
	void operationsAreDescribedWhenAskedFor() {
		Map<String, Object> answer = this.client.roundTrip("op", "describe", "verbose?", 1).get(0);
		assertThat(((Map<?, ?>) answer.get("ops")).values())
			.allSatisfy((doc) -> assertThat(String.valueOf(((Map<?, ?>) doc).get("doc"))).isNotEqualTo("null"));
		assertThat(this.client.roundTrip("op", "classpath")).singleElement()
			.satisfies((one) -> assertThat(one).containsEntry("classpath", List.of()));
	}

}
