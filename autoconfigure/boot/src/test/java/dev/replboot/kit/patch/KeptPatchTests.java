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

package dev.replboot.kit.patch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A patch that is kept outlives its session and the REPL, and ends with its time or the
 * application.
 */
@NullUnmarked
class KeptPatchTests {

	private static final String TARGET = PatchedTarget.NAME;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Test
	void aKeptPatchOutlivesSessionAndReplUntilItIsReverted() {
		try (TestRepl repl = TestRepl.open()) {
			Patches patches = repl.context().getBean(Patches.class);
			try (ReplClient client = repl.login()) {
				UnloadedClojure.remember(client);
				PatchedTarget.patch(client, "{:keep \"2h\"}");
			}
			assertThat(new PatchedTarget().value()).isEqualTo(41);
			assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).singleElement()
				.asString()
				.startsWith("Clojure stays in memory for the patches that are kept: p1 of "
						+ PatchedTarget.class.getName() + ".value() until");
			assertThat(new PatchedTarget().value()).isEqualTo(41);
			assertThat(patches.all()).hasSize(1);
			repl.lifecycle().open(TestPrincipal.ADMIN, null, "again");
			try (ReplClient client = repl.login()) {
				assertThat(client.eval("(mapv :id (patches))")).isEqualTo("[\"p1\"]");
				assertThat(new PatchedTarget().value()).isEqualTo(41);
				assertThat(client.eval("(revert! \"p1\")")).isEqualTo("true");
				assertThat(new PatchedTarget().value()).isEqualTo(1);
			}
			UnloadedClojure.await();
		}
	}

	@Test
	void aKeptPatchThatLoopsIsStoppedInAnEvaluationOfTheNextReplAsWell() {
		try (TestRepl repl = TestRepl.open("repl.limits.callback=200ms")) {
			try (ReplClient client = repl.login()) {
				assertThat(client.eval("(:id (patch! " + TARGET
						+ " \"value\" (fn [this args proceed] (loop [] (recur))) {:keep \"2h\"}))"))
					.isEqualTo("\"p1\"");
			}
			repl.lifecycle().close(TestPrincipal.ADMIN);
			repl.lifecycle().open(TestPrincipal.ADMIN, null, "again");
			try (ReplClient client = repl.login()) {
				// its author's session is over, and this one has another id
				assertThat(client.eval("(.value (" + PatchedTarget.class.getName() + ".))")).isEqualTo("1");
				assertThat(client.eval("(:last-error (first (patches)))"))
					.contains("It ran for longer than 200 ms (repl.limits.callback)");
				assertThat(client.eval("(revert! \"p1\")")).isEqualTo("true");
			}
		}
	}

	@Test
	void aKeptPatchEndsWhenItsTimeIsOver() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			PatchedTarget.patch(client, "{:keep \"300ms\"}");
			Awaitility.await().atMost(PATIENCE).until(() -> new PatchedTarget().value() == 1);
			Awaitility.await().atMost(PATIENCE).until(() -> client.eval("(patches)").equals("[]"));
			assertThat(PatchedTarget.audited(repl, AuditType.REPL_PATCH_REVERTED)).containsEntry("why",
					"its time was over");
		}
	}

	@Test
	void closingTheContextEndsKeptPatches() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			UnloadedClojure.remember(client);
			PatchedTarget.patch(client, "{:keep \"2h\"}");
		}
		assertThat(new PatchedTarget().value()).isEqualTo(1);
		UnloadedClojure.await();
		// it was told to end, which takes its time
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().equals("repl-reverts")));
	}

	@Test
	void theNextStartNamesWhatTheLastRunKept(@TempDir Path folder) throws IOException {
		Path journal = folder.resolve("patches");
		try (TestRepl repl = TestRepl.open("repl.patch.journal=" + journal); ReplClient client = repl.login()) {
			PatchedTarget.patch(client, "{:keep \"2h\" :reason \"INC-42\"}");
			client.eval("(do (patch! " + TARGET + " \"other\" (fn [& _] 5)) :ok)");
			assertThat(Files.readString(journal)).startsWith(PatchedTarget.class.getName() + ".value(), by ann since ")
				.endsWith("(INC-42)\n")
				.doesNotContain("other");
			client.eval("(revert-all!)");
			assertThat(journal).doesNotExist();
			PatchedTarget.patch(client, "{:keep \"2h\" :reason \"INC-43\"}");
		}
		assertThat(Files.readString(journal)).contains("INC-43");
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(PatchJournal.class);
		appender.start();
		logger.addAppender(appender);
		try {
			TestRepl.closed("repl.patch.journal=" + journal).close();
			TestRepl.closed("repl.patch.journal=" + journal).close();
		}
		finally {
			logger.detachAppender(appender);
		}
		assertThat(appender.list).singleElement()
			.extracting(ILoggingEvent::getFormattedMessage)
			.asString()
			.contains("The last run of this application ended with patches", "Target.value(), by ann", "INC-43");
		assertThat(journal).doesNotExist();
		assertThat(new PatchedTarget().value()).isEqualTo(1);
	}

}
