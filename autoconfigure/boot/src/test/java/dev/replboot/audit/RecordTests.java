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

package dev.replboot.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.audit.review.AuditLogFiles;
import dev.replboot.audit.review.AuditQuery;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a session leaves in the file, and what happens when it can't be written.
 */
@NullUnmarked
class RecordTests {

	@TempDir
	private Path folder;

	@Test
	void everyEventSaysWhoFromWhereWhenAndWhy() throws IOException {
		session("(+ 1 2)");
		for (Map<String, Object> record : records(null)) {
			assertThat(record).containsEntry("application", "test-app")
				.containsKeys("principal", "instance", "sequence", "at", "type");
			assertThat(record.get("at").toString()).matches("\\d{4}-\\d\\d-\\d\\dT.*([+-]\\d\\d:\\d\\d|Z)");
			assertThat(record).containsEntry("leaseBy", "ann").containsEntry("leaseReason", "a test");
		}
		assertThat(records(null)).extracting((record) -> record.get("type"))
			.containsExactly("REPL_OPENED", "REPL_TOKEN_ISSUED", "REPL_TOKEN_ISSUED", "REPL_SESSION_STARTED",
					"REPL_EVALUATING", "REPL_EVALUATED", "REPL_SESSION_ENDED", "REPL_CLOSED");
		assertThat(records("REPL_CLOSED").get(0)).containsEntry("principal", "shutdown");
		Map<String, Object> evaluating = records("REPL_EVALUATING").get(0);
		assertThat(evaluating).containsEntry("principal", "ann");
		assertThat(evaluating).containsEntry("protocol", "socket").containsKeys("session", "peer", "authorities");
		assertThat(evaluating.get("peer").toString()).startsWith("127.0.0.1");
	}

	@Test
	void anEvaluationIsOnRecordBeforeAndAfter() throws IOException {
		session("(do (print \"abc\") (vec (range 3)))");
		Map<String, Object> before = records("REPL_EVALUATING").get(0);
		Map<String, Object> after = records("REPL_EVALUATED").get(0);
		assertThat(before).containsEntry("form", "(do (print \"abc\") (vec (range 3)))")
			.containsEntry("namespace", "user")
			.doesNotContainKeys("value", "outcome");
		assertThat(after).containsEntry("evaluation", before.get("evaluation"))
			.containsEntry("outcome", "success")
			.containsEntry("valueType", "clojure.lang.PersistentVector")
			.containsEntry("value", "[0 1 2]")
			.containsEntry("output", 11)
			.containsKeys("durationMillis", "cpuMillis", "allocatedBytes");
		// as sha256sum says of [0 1 2]
		assertThat(after).containsEntry("valueSha256",
				"5c45ebf1e872e198204c5b2f58835e70d08df5df9fde686f60f35b70e41679d5");
	}

	@Test
	void whatWasThrownAndStoppedIsOnRecord() throws IOException {
		session("(throw (ex-info \"wrong\" {}))", "(with-limits {:time \"50ms\"} (while true))");
		List<Map<String, Object>> outcomes = records("REPL_EVALUATED");
		assertThat(outcomes.get(0)).containsEntry("outcome", "error")
			.containsEntry("error", "clojure.lang.ExceptionInfo");
		assertThat(outcomes.get(1)).containsEntry("outcome", "time");
		assertThat(outcomes.get(1).get("stopped").toString()).contains("50 ms");
	}

	@Test
	void aLongFormIsCutAndKeepsItsHash() throws IOException {
		session("(count \"" + "x".repeat(20_000) + "\")");
		Map<String, Object> record = records("REPL_EVALUATING").get(0);
		assertThat(record.get("form").toString()).hasSize(8192);
		assertThat(record).containsEntry("formLength", 20_010);
		assertThat(record.get("formSha256").toString()).matches("[0-9a-f]{64}");
	}

	@Test
	void tokensAndPasswordsAreNotOnRecord() throws IOException {
		String token;
		try (TestRepl repl = open()) {
			token = repl.token(TestPrincipal.ADMIN);
			try (ReplClient client = repl.connect()) {
				client.send(token + "\n");
				client.readUntil("user=> ");
				client.eval("(def login {:password \"hunter2\"})");
				client.eval("\"" + token + "\"");
			}
		}
		assertThat(Files.readString(file())).doesNotContain("hunter2");
		assertThat(records("REPL_EVALUATING").get(0)).containsEntry("form", "(def login {:password ******})");
		assertThat(records("REPL_SESSION_STARTED")).hasSize(1);
		assertThat(Files.readString(file()).lines().filter((line) -> line.contains("SESSION_STARTED")))
			.noneMatch((line) -> line.contains(token));
	}

	@Test
	void whileItIsClosedThereIsNeitherThreadNorFile() {
		// one of an earlier test may be about to end
		Awaitility.await().until(() -> threads().isEmpty());
		try (TestRepl repl = TestRepl.closed("repl.audit.file=" + file())) {
			assertThat(file()).doesNotExist();
			assertThat(threads()).isEmpty();
			repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
			assertThat(threads()).contains("repl-audit-file");
			repl.lifecycle().close(TestPrincipal.ADMIN);
			Awaitility.await().untilAsserted(() -> assertThat(threads()).isEmpty());
		}
	}

	@Test
	void aFileThatCannotBeWrittenKeepsTheReplClosed() {
		Path missing = this.folder.resolve("missing").resolve("audit.jsonl");
		try (TestRepl repl = TestRepl.closed("repl.audit.file=" + missing, "repl.audit.required=file")) {
			assertThatThrownBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test"))
				.isInstanceOf(ReplRefusedException.class)
				.hasMessageContaining("could not be recorded")
				.hasMessageContaining("the sink file is required (repl.audit.required)")
				.hasMessageContaining("missing");
		}
	}

	@Test
	void whereItIsNotRequiredTheReplOpensAllTheSame() {
		Path missing = this.folder.resolve("missing").resolve("audit.jsonl");
		try (TestRepl repl = TestRepl.open("repl.audit.file=" + missing); ReplClient client = repl.login()) {
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void whatIsNoFileIsRefused() throws IOException {
		Files.createSymbolicLink(file(), Path.of("/dev/null"));
		try (TestRepl repl = TestRepl.closed("repl.audit.file=" + file(), "repl.audit.required=file")) {
			assertThatThrownBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test"))
				.hasMessageContaining("is not a regular file");
		}
	}

	@Test
	void aRecordThatWasCutRefusesToGoOn() throws IOException {
		session("(+ 1 2)");
		List<String> lines = Files.readAllLines(file());
		Files.writeString(file(), String.join("\n", lines.subList(0, 3)) + "\n");
		try (TestRepl repl = TestRepl.closed("repl.audit.file=" + file(), "repl.audit.required=file")) {
			assertThatThrownBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test"))
				.hasMessageContaining("what stood at the end was cut off")
				.hasMessageContaining("move its files away to begin a new one");
		}
	}

	@Test
	void anUnknownSinkFailsTheStart() {
		assertThatThrownBy(() -> TestRepl.closed("repl.audit.required=file"))
			.hasRootCauseMessage("repl.audit.required has file, but the sinks that there are: events, log");
	}

	@Test
	void whatTheProcessLeftHalfWrittenIsPutOnRecord() throws IOException {
		session("(+ 1 2)");
		Files.writeString(file(), "{\"record\":9,\"pr", java.nio.file.StandardOpenOption.APPEND);
		session("(+ 1 2)");
		assertThat(records("REPL_RECORD_MENDED").get(0)).containsEntry("torn", "{\"record\":9,\"pr")
			.containsEntry("tornBytes", 15);
		assertThat(new AuditLogFiles(file()).verify().isIntact()).isTrue();
	}

	@Test
	void whileTheFileIsGoneNothingIsEvaluatedAndNobodyComesIn() throws IOException {
		Path elsewhere = this.folder.resolve("elsewhere.jsonl");
		try (TestRepl repl = open(); ReplClient client = repl.login()) {
			client.eval("(def counter (atom 0))");
			Files.move(file(), elsewhere);
			for (int i = 0; i < 3; i++) {
				assertThat(client.eval("(swap! counter inc)"))
					.contains("Nothing was evaluated, because it could not be recorded")
					.contains("was moved or deleted")
					.contains("Put it back as it was")
					.contains("the sink file is required (repl.audit.required)");
			}
			assertThatThrownBy(() -> repl.token(TestPrincipal.ADMIN)).hasMessageContaining("was moved or deleted");
			Files.move(elsewhere, file());
			assertThat(client.eval("@counter")).isEqualTo("0");
		}
		assertThat(new AuditLogFiles(file()).verify().findings()).isEmpty();
	}

	@Test
	void aFileThatIsGoneAndNotRequiredIsCountedAsLost() throws IOException {
		AtomicInteger lost = new AtomicInteger();
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Losses.class }, "repl.audit.file=" + file());
				ReplClient client = repl.login()) {
			// the sink isn't required, so that nobody waits for it
			Awaitility.await().until(() -> Files.readString(file()).contains("REPL_SESSION_STARTED"));
			Files.delete(file());
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			repl.lifecycle().close(TestPrincipal.ADMIN);
			lost.set(repl.context().getBean(Losses.class).lost.get());
		}
		// the form, its outcome, the session's end and the closing
		assertThat(lost).hasValue(4);
	}

	@Test
	void aFileOfAnotherProcessIsLeftAlone() throws IOException {
		try (TestRepl first = open(); ReplClient client = first.login()) {
			try (TestRepl second = TestRepl.closed("repl.audit.file=" + file(), "repl.audit.required=file")) {
				assertThatThrownBy(() -> second.lifecycle().open(TestPrincipal.ADMIN, null, "a test"))
					.hasMessageContaining("is being written to by somebody else");
			}
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
		assertThat(new AuditLogFiles(file()).verify().isIntact()).isTrue();
	}

	private void session(String... forms) {
		try (TestRepl repl = open(); ReplClient client = repl.login()) {
			for (String form : forms) {
				client.eval(form);
			}
		}
	}

	private TestRepl open() {
		return TestRepl.open("repl.audit.file=" + file(), "repl.audit.required=file");
	}

	private Path file() {
		return this.folder.resolve("audit.jsonl");
	}

	private List<Map<String, Object>> records(String type) throws IOException {
		return new AuditLogFiles(file()).find(new AuditQuery(null, null, type, 0L, AuditQuery.MOST)).records();
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> Objects.requireNonNull(name).startsWith("repl-audit"))
			.toList();
	}

	static class Losses implements AuditLossListener {

		private final AtomicInteger lost = new AtomicInteger();

		@Override
		public void lost(String sink, int events) {
			this.lost.addAndGet(events);
		}

	}

}
