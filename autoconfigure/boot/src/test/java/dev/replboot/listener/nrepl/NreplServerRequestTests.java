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

import org.junit.jupiter.api.Test;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.TestPrincipal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an editor asks beside its evaluations, and for what is on record.
 */
class NreplServerRequestTests extends NreplServerTests {

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
	void descriptionListsWhatThereIs() {
		Map<String, Object> answer = this.client.roundTrip("op", "describe", "verbose?", "true").get(0);
		assertThat(answer).containsKeys("ops", "versions", "aux").containsEntry("status", List.of("done"));
		assertThat(((Map<?, ?>) answer.get("ops")).containsKey("init-debugger")).isTrue();
		assertThat(((Map<?, ?>) answer.get("versions")).get("clojure").toString()).contains("version-string");
	}

	@Test
	void whatIsNotThereIsDeclined() {
		assertThat(this.client.roundTrip("op", "sideloader-start").get(0)).containsEntry("op", "sideloader-start")
			.containsEntry("status", List.of("error", "unknown-op", "done"));
		assertThat(this.client.roundTrip("op", "eval").get(0)).containsEntry("status",
				List.of("error", "no-code", "done"));
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
	void linesToCopyAreInTheAnswer() {
		assertThat(repl.address("nrepl").connect()).anyMatch((line) -> line.startsWith("lein repl :connect 127.0.0.1:"))
			.anyMatch((line) -> line.startsWith("ssh -L "));
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
