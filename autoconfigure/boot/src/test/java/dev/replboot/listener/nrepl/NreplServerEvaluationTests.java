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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an editor gets the values, the output and the errors of its evaluations.
 */
class NreplServerEvaluationTests extends NreplServerTests {

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
	void evaluationWithoutASessionBeginsInUser() {
		assertThat(NreplClient.all("ns", this.client.roundTrip("op", "eval", "code", "(ns gone.away) 1")))
			.contains("gone.away");
		List<Map<String, Object>> answers = this.client.roundTrip("op", "eval", "code", "(str *ns*)");
		assertThat(NreplClient.all("value", answers)).containsExactly("\"user\"");
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).containsKey("session"));
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
	void handlerOfErrorsThatIsNotThereIsToldFirst() {
		List<Map<String, Object>> answers = eval("(/ 1 0)", "nrepl.middleware.caught/caught", "no.such/handler");
		assertThat(answers.get(0)).containsEntry("status", List.of("nrepl.middleware.caught/error"))
			.containsEntry("nrepl.middleware.caught/error", "Couldn't resolve var no.such/handler");
	}

	@Test
	void testsReportToTheSessionThatRunsThem() {
		eval("(require 'clojure.test)");
		String other = this.client.newSession();
		List<Map<String, Object>> answers = this.client.roundTrip("op", "eval", "session", other, "code",
				"(create-ns 'no.tests) (clojure.test/run-tests 'no.tests)");
		assertThat(NreplClient.text("out", answers)).contains("Ran 0 tests");
	}

}
