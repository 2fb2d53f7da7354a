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

package dev.replboot.audit.review;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A session over a real connection, read back from the file.
 */
@NullUnmarked
class TranscriptTests {

	@TempDir
	private Path folder;

	@Test
	void aSessionCanBeReadBack() throws Exception {
		Path file = this.folder.resolve("audit.jsonl");
		String session;
		try (TestRepl repl = TestRepl.open("repl.audit.file=" + file)) {
			try (ReplClient client = repl.login()) {
				session = client.eval("(:session (who))").replace("\"", "").trim();
				client.eval("(+ 20 22)");
				client.eval("(str \"<script>alert(\" 1 \")</script>\")");
				client.eval("(/ 1 0)");
				client.eval("(println \"on the screen\")");
				client.eval("(str (char 27) \"[2J\")");
			}
		}
		AuditLogFiles files = new AuditLogFiles(file);
		Transcript transcript = Transcript.of(session, null,
				files.find(new AuditQuery(session, null, null, 0L, 1000)).records());
		String text = TranscriptText.write(transcript, false);
		assertThat(text).startsWith("Session " + session + "\nof ann, over socket, from 127.0.0.1")
			.contains("the REPL was opened by ann: a test", "user=> (+ 20 22)\n42\n; ", "valueType java.lang.Long",
					"java.lang.ArithmeticException: Divide by zero", "REPL_SESSION_STARTED", "REPL_SESSION_ENDED")
			.doesNotContain("\u001b");
		assertThat(transcript.others()).isEmpty();
		assertThat(files.verify().isIntact()).isTrue();
	}

	@Test
	void sessionsOfTheSameIdAreToldApartByTheirLease() throws Exception {
		Path file = this.folder.resolve("audit.jsonl");
		for (String form : java.util.List.of("(inc 1)", "(inc 2)")) {
			try (TestRepl repl = TestRepl.open("repl.audit.file=" + file); ReplClient client = repl.login()) {
				client.eval(form);
			}
		}
		var records = new AuditLogFiles(file).find(new AuditQuery("s1", null, null, 0L, 1000)).records();
		Transcript last = Transcript.of("s1", null, records);
		assertThat(TranscriptText.write(last, false)).contains("(inc 2)")
			.doesNotContain("(inc 1)")
			.contains("Other sessions of this id, by their lease: " + last.others().get(0));
		Transcript first = Transcript.of("s1", last.others().get(0), records);
		assertThat(TranscriptText.write(first, false)).contains("(inc 1)").doesNotContain("(inc 2)");
	}

	@Test
	void recordsCanBeFoundAndPagedThrough() throws Exception {
		Path file = this.folder.resolve("audit.jsonl");
		try (TestRepl repl = TestRepl.open("repl.audit.file=" + file); ReplClient client = repl.login()) {
			for (int i = 0; i < 5; i++) {
				client.eval("(inc " + i + ")");
			}
		}
		AuditLogFiles files = new AuditLogFiles(file);
		AuditPage first = files.find(new AuditQuery(null, "ann", "REPL_EVALUATING", 0L, 3));
		assertThat(first.records()).extracting((record) -> record.get("form"))
			.containsExactly("(inc 0)", "(inc 1)", "(inc 2)");
		AuditPage second = files.find(new AuditQuery(null, "ann", "REPL_EVALUATING", first.next(), 3));
		assertThat(second.records()).extracting((record) -> record.get("form")).containsExactly("(inc 3)", "(inc 4)");
		assertThat(second.next()).isNull();
		AuditPage last = files.find(new AuditQuery(null, null, null, null, 1));
		assertThat(last.records()).extracting((record) -> record.get("type")).containsExactly("REPL_CLOSED");
	}

	@Test
	void theCommandReportsAndGivesAStatus() throws Exception {
		Path file = this.folder.resolve("audit.jsonl");
		TestRepl.open("repl.audit.file=" + file).close();
		assertThat(command("--repl.audit.verify=" + file)).startsWith("0 Files: audit.jsonl\nRecords: 3, from 1 to 3\n")
			.contains("Intact");
		String changed = Files.readString(file).replace("a test", "a toast");
		Files.writeString(file, changed);
		assertThat(command("--repl.audit.verify=" + file)).startsWith("1 ")
			.contains("edited  audit.jsonl:1  record 1 is not what was written", "NOT INTACT: 3 finding(s).");
		assertThat(command("--repl.audit.verify=" + file, "--repl.audit.anchor=nonsense")).startsWith("2 ")
			.contains("Not a record's number, a colon and its hash: nonsense");
		assertThat(command("--repl.audit.verify=" + this.folder.resolve("none"))).startsWith("2 ")
			.contains("there is no record at");
		assertThat(command("--repl.audit.verify")).startsWith("2 Which record?");
		assertThat(VerifyCommand.isAsked("--repl.audit.verify=x")).isTrue();
		assertThat(VerifyCommand.isAsked("--repl.audit.verify-not", "run")).isFalse();
	}

	private static String command(String... arguments) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int status = VerifyCommand.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), arguments);
		return status + " " + bytes.toString(StandardCharsets.UTF_8);
	}

}
