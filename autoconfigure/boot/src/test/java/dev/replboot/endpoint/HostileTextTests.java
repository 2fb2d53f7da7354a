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

package dev.replboot.endpoint;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.audit.AuditSink;
import dev.replboot.audit.ReplAuditEvent;
import dev.replboot.audit.review.AuditLogFiles;
import dev.replboot.audit.review.AuditQuery;
import dev.replboot.audit.review.Transcript;
import dev.replboot.audit.review.TranscriptText;
import dev.replboot.session.ReplSession;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;
import dev.replboot.testsupport.Visible;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Walks every text that leaves the process, where somebody has typed what would control
 * the terminal of whoever reads it.
 */
class HostileTextTests {

	private static final String HOSTILE = "evil\r\n2026-01-01T00:00:00Z ERROR fake\u001b[2J\u001b]0;t\u0007\b\u0000\u007f"
			+ "\u0085\u009b31m\u2028\u2029\u202eesrever\u202c\u2066\u200b\u200d\ufeff\udb40\udc41\ud800\tend 日本";

	private static final TestPrincipal MALLORY = new TestPrincipal("mallory " + HOSTILE,
			Set.of("ROLE_REPL_ADMIN", "ROLE_" + HOSTILE));

	@TempDir
	private Path folder;

	@Test
	void nothingThatSomebodyElseTypedControlsATerminal() throws Exception {
		Path file = this.folder.resolve("audit.jsonl");
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		log.start();
		root.addAppender(log);
		try (TestRepl repl = TestRepl.closedWith(new Class<?>[] { Failing.class }, "repl.audit.file=" + file,
				"spring.application.name=shop")) {
			repl.lifecycle().open(MALLORY, null, HOSTILE);
			try (ReplClient mallory = repl.login(MALLORY)) {
				evaluate(mallory);
				assertOthersSession(repl);
				assertDescriptors(repl);
			}
			repl.lifecycle().close(MALLORY);
		}
		finally {
			root.detachAppender(log);
		}
		assertThat(log.list).isNotEmpty();
		List.copyOf(log.list).forEach(HostileTextTests::assertLogged);
		assertThat(log.list).anyMatch((event) -> event.getThrowableProxy() != null);
		for (String line : Files.readString(file).split("\n")) {
			Visible.assertVisible(line);
		}
		assertTranscripts(file);
	}

	// own values, errors, notices and what an editor shows
	@Test
	void valuesAndErrorsControlNoTerminal() {
		String text = HOSTILE.replace("\ud800", "").replaceAll("[\r\n\u0000]", "");
		try (TestRepl repl = TestRepl.with(new Class<?>[0], "repl.nrepl.enabled=true", "repl.nrepl.port=0",
				"repl.audit.log=false");
				ReplClient ann = repl.login();
				ReplClient editor = ReplClient.connect(Objects.requireNonNull(repl.address("nrepl").port()))) {
			message(editor, "op", "eval", "code", repl.token(TestPrincipal.ADMIN));
			for (String form : List.of("\"%s\"", "[{:a \"%s\"} (symbol \"%s\") #\"%s\"]", "(throw (Exception. \"%s\"))",
					"(ex-info \"%s\" {:a \"%s\"})", "(throw (ex-info \"x\" {:a \"%s\"}))", "(symbol-not-there%s)",
					"(throw (Exception. \"x\" (Exception. \"%s\")))", "(Class/forName \"%s\")",
					"(java.io.File. \"%s\")", "(atom \"%s\")", "(doto (java.util.ArrayList.) (.add \"%s\"))",
					"(reify Object (toString [_] \"%s\"))", "(vec (.toCharArray \"%s\"))",
					"(read-string \"#nope%s 1\")", "(keyword \"%s\")")) {
				String code = form.replace("%s", text);
				Visible.assertVisible(ann.eval(code).replaceAll("[\n\t]", ""));
				String answers = message(editor, "op", "eval", "code", code);
				Visible.assertVisible(answers.replaceAll("[\n\t]", ""));
			}
		}
	}

	@Test
	void printerAndHandlerThatTheClientNamesStandBelowTheForm() throws IOException {
		Path file = this.folder.resolve("audit.jsonl");
		try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.audit.file=" + file);
				ReplClient editor = ReplClient.connect(Objects.requireNonNull(repl.address("nrepl").port()))) {
			message(editor, "op", "eval", "code", repl.token(TestPrincipal.ADMIN));
			message(editor, "op", "eval", "code", "\"/bin/true\"", "nrepl.middleware.print/print",
					"clojure.java.shell/sh");
			message(editor, "op", "eval", "code", "(/ 1 0)", "nrepl.middleware.caught/caught",
					"clojure.core/identity<b>");
			message(editor, "op", "eval", "code", "{:a 1}", "nrepl.middleware.print/print", "clojure.pprint/pprint");
		}
		List<Map<String, Object>> records = new AuditLogFiles(file).find(new AuditQuery("s1", null, null, 0L, 1000))
			.records();
		Transcript transcript = Transcript.of("s1", null, records);
		assertThat(TranscriptText.write(transcript, true)).contains(
				"user=> \"/bin/true\"\n;; printed by clojure.java.shell/sh",
				"user=> (/ 1 0)\n;; errors shown by clojure.core/identity<b>\n", "user=> {:a 1}\n{:a 1}");
		assertThat(TranscriptHtml.write(transcript))
			.contains("&quot;/bin/true&quot;</pre>\n<p class=\"called\">printed by clojure.java.shell/sh",
					"(/ 1 0)</pre>\n<p class=\"called\">errors shown by clojure.core/identity&lt;b&gt;</p>")
			.containsOnlyOnce("printed by");
	}

	private static String message(ReplClient client, String... fields) {
		StringBuilder message = new StringBuilder("d");
		for (String field : fields) {
			message.append(field.getBytes(StandardCharsets.UTF_8).length).append(':').append(field);
		}
		client.send(message.append('e').toString());
		return client.readUntil("4:done");
	}

	private static void evaluate(ReplClient mallory) {
		// as data: a form that reads the other way around, and is no longer than a line
		String typed = HOSTILE.replaceAll("[\r\n\u0007\b\u0000\ud800]", "");
		assertThat(mallory.eval("(count \"" + typed + "\")")).isEqualTo(String.valueOf(typed.length()));
		mallory.eval("(throw (ex-info \"" + typed + "\" {}))");
		mallory.send("(in-ns (symbol \"a\u202eb\"))\n");
		assertThat(mallory.readUntil("b=> ")).endsWith("\na\\u202eb=> ");
	}

	// greeting, (lease), (sessions), tables, notices, the end
	private static void assertOthersSession(TestRepl repl) {
		try (ReplClient ann = repl.connect()) {
			ann.send(repl.token(TestPrincipal.ADMIN) + "\n");
			assertLines(ann.readUntil("user=> "), "Opened by mallory evil\\u000d\\u000a2026");
			assertLines(ann.eval("(lease)"), "\\\\u202eesrever");
			assertLines(ann.eval("(sessions)"), "a\\\\u202eb");
			ann.eval("(require 'repl.kit.table)");
			assertLines(ann.eval("(repl.kit.table/print-value (with-meta [{:a \"x\u202ey\u001b[2J\" :b\u202e 1}]"
					+ " {:repl.kit.table/as :table :repl.kit.table/columns [:a :b\u202e]}))"), "x\\u202ey");
			assertLines(ann.eval("(repl.kit.table/print-value (with-meta [\"x\u202ey\u001b[2J\"]"
					+ " {:repl.kit.table/as :lines}))"), "x\\u202ey");
			ReplSession session = repl.lifecycle()
				.status()
				.sessions()
				.stream()
				.filter((each) -> each.principal().name().equals("ann"))
				.findFirst()
				.orElseThrow();
			session.control().notice("A notice about " + HOSTILE);
			repl.lifecycle().sessions().end(MALLORY, session.id());
			assertLines(ann.readToEnd(), "The session was ended by mallory evil\\u000d\\u000a2026");
		}
	}

	private static void assertDescriptors(TestRepl repl) {
		assertRecord(ReplDescriptor.of(repl.lifecycle().status(), List.of(), List.of(), Instant.now()));
		assertRecord(OpenedDescriptor.of(repl.lifecycle().open(MALLORY, null, null), MALLORY.name(), true));
		repl.lifecycle().status().sessions().forEach((session) -> {
			assertRecord(SessionDescriptor.Detailed.of(session));
			assertThat(SessionDescriptor.Detailed.of(session).recent()).isNotEmpty();
		});
		assertRecord(ProblemDescriptor.of(400, HOSTILE));
		assertRecord(ProblemDescriptor
			.of(new ReplRefusedException(ReplRefusedException.Reason.CONFLICT, "It is " + HOSTILE)));
		assertRecord(new ClosedDescriptor(true, List.of(), 0, List.of(HOSTILE)));
	}

	private static void assertTranscripts(Path file) throws IOException {
		List<Map<String, Object>> records = new AuditLogFiles(file).find(new AuditQuery("s1", null, null, 0L, 1000))
			.records();
		Transcript transcript = Transcript.of("s1", null, records);
		assertLines(TranscriptText.write(transcript, true), "\\u202eesrever\\u202c");
		assertLines(TranscriptHtml.write(transcript), "\\u202eesrever\\u202c");
		// what is escaped in the file is what was typed
		assertThat(records)
			.anySatisfy((record) -> assertThat(String.valueOf(record.get("form"))).contains("\u202eesrever"));
		assertThat(new AuditLogFiles(file).verify().findings()).isEmpty();
	}

	private static void assertLines(String text, String expected) {
		assertThat(text).contains(expected);
		Visible.assertVisible(text.replaceAll("[\n\t]", ""));
		// nobody can make it look like another line
		assertThat(text.lines()).noneMatch((line) -> line.startsWith("2026-01-01"));
	}

	private static void assertLogged(ILoggingEvent event) {
		Visible.assertVisible(event.getFormattedMessage());
		if (event.getKeyValuePairs() != null) {
			event.getKeyValuePairs().forEach((pair) -> Visible.assertVisible(String.valueOf(pair.value)));
		}
		for (IThrowableProxy each = event.getThrowableProxy(); each != null; each = each.getCause()) {
			Visible.assertVisible(String.valueOf(each.getMessage()));
		}
	}

	private static void assertRecord(Object value) {
		if (value instanceof String text) {
			Visible.assertVisible(text.replace("\n", "").replace("\t", ""));
		}
		else if (value instanceof Iterable<?> all) {
			all.forEach(HostileTextTests::assertRecord);
		}
		else if (value instanceof Record record) {
			for (RecordComponent component : record.getClass().getRecordComponents()) {
				try {
					component.getAccessor().setAccessible(true);
					Object member = component.getAccessor().invoke(record);
					if (member != null) {
						assertRecord(member);
					}
				}
				catch (ReflectiveOperationException ex) {
					throw new AssertionError(ex);
				}
			}
		}
	}

	/**
	 * A sink that fails with what it was given.
	 */
	static class Failing implements AuditSink {

		@Override
		public String name() {
			return "failing";
		}

		@Override
		public void write(List<ReplAuditEvent> events) {
			throw new IllegalStateException("No room for " + events.get(0).actor().principal(),
					new IllegalArgumentException(HOSTILE));
		}

	}

}
