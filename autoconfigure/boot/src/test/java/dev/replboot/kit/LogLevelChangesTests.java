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

package dev.replboot.kit;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Log levels that the kit changes: they are on record, and put back unless something else
 * has set them since.
 */
class LogLevelChangesTests {

	private static final Class<?>[] APPLICATION = { KitChangesTests.Application.class };

	private static final String LOGGER = "acme.kit.changes";

	@Test
	void logLevelIsPutBackWhenTheReplCloses() {
		try (TestRepl repl = TestRepl.with(APPLICATION)) {
			LoggingSystem loggers = repl.context().getBean(LoggingSystem.class);
			try (ReplClient client = repl.login()) {
				assertThat(client.eval("(log-level! \"" + LOGGER + "\" :trace)")).isEqualTo(":trace");
				assertThat(client.eval("(log-level! \"" + LOGGER + "\" :debug)")).isEqualTo(":debug");
				assertThat(client.eval("(map :to (changes))")).isEqualTo("(\"DEBUG\")");
			}
			assertThat(loggers.getLoggerConfiguration(LOGGER).getConfiguredLevel()).isEqualTo(LogLevel.DEBUG);
			repl.lifecycle().close(TestPrincipal.ADMIN);
			assertThat(loggers.getLoggerConfiguration(LOGGER).getConfiguredLevel()).isNull();
			assertThat(repl.events(AuditType.REPL_APPLICATION_CHANGED)).hasSize(2);
			assertThat(repl.events(AuditType.REPL_CHANGE_REVERTED)).singleElement()
				.extracting((event) -> event.getAuditEvent().getData().get("what"))
				.isEqualTo("log level of " + LOGGER);
		}
	}

	@Test
	void logLevelIsPutBackAfterADuration() throws Exception {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			client.eval("(log-level! \"" + LOGGER + "\" :trace \"50ms\")");
			long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
			while (repl.events(AuditType.REPL_CHANGE_REVERTED).isEmpty() && System.nanoTime() < deadline) {
				Thread.onSpinWait();
			}
			assertThat(client.eval("(changes)")).isEqualTo("[]");
			assertThat(client.eval("(= :trace (log-level \"" + LOGGER + "\"))")).isEqualTo("false");
		}
	}

	@Test
	void unknownLogLevelIsRefusedAndNothingChanges() {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			assertThat(client.eval("(log-level! \"" + LOGGER + "\" :loud)")).contains("There is no log level loud");
			assertThat(repl.events(AuditType.REPL_APPLICATION_CHANGED)).isEmpty();
		}
	}

	@Test
	void levelOfTheRootLoggerIsOneChangeHoweverItIsNamed() {
		try (TestRepl repl = TestRepl.with(APPLICATION)) {
			LoggingSystem loggers = repl.context().getBean(LoggingSystem.class);
			LogLevel before = loggers.getLoggerConfiguration("ROOT").getConfiguredLevel();
			try (ReplClient client = repl.login()) {
				client.eval("(log-level! \"ROOT\" :warn)");
				client.eval("(log-level! \"root\" :error)");
				assertThat(client.eval("(map (juxt :id :what :to) (changes))"))
					.isEqualTo("([\"c1\" \"log level of ROOT\" \"ERROR\"])");
				assertThat(client.eval("(revert! \"log level of ROOT\")")).isEqualTo("true");
			}
			assertThat(loggers.getLoggerConfiguration("ROOT").getConfiguredLevel()).isEqualTo(before);
		}
	}

	@Test
	void levelThatSomethingElseHasSetSinceStays() {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			LoggingSystem loggers = repl.context().getBean(LoggingSystem.class);
			client.eval("(log-level! \"" + LOGGER + "\" :debug)");
			loggers.setLogLevel(LOGGER, LogLevel.ERROR);
			assertThat(client.eval("(revert! \"c1\")")).isEqualTo("The log level of " + LOGGER
					+ " stays as it is (ERROR): something else has set it since it was changed to DEBUG.\ntrue");
			assertThat(loggers.getLoggerConfiguration(LOGGER).getConfiguredLevel()).isEqualTo(LogLevel.ERROR);
			assertThat(client.eval("(changes)")).isEqualTo("[]");
			loggers.setLogLevel(LOGGER, null);
		}
	}

	@Test
	void levelThatSomethingElseHasSetBetweenTwoChangesComesBack() {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			LoggingSystem loggers = repl.context().getBean(LoggingSystem.class);
			client.eval("(log-level! \"" + LOGGER + "\" :debug)");
			loggers.setLogLevel(LOGGER, LogLevel.ERROR);
			client.eval("(log-level! \"" + LOGGER + "\" :trace)");
			assertThat(client.eval("(revert! \"c1\")")).isEqualTo("true");
			assertThat(loggers.getLoggerConfiguration(LOGGER).getConfiguredLevel()).isEqualTo(LogLevel.ERROR);
			loggers.setLogLevel(LOGGER, null);
		}
	}

	@Test
	void closeReportNamesALevelThatStays() {
		try (TestRepl repl = TestRepl.with(APPLICATION)) {
			LoggingSystem loggers = repl.context().getBean(LoggingSystem.class);
			try (ReplClient client = repl.login()) {
				client.eval("(log-level! \"" + LOGGER + "\" :debug)");
			}
			loggers.setLogLevel(LOGGER, LogLevel.ERROR);
			assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).singleElement()
				.asString()
				.startsWith("The log level of " + LOGGER + " stays as it is (ERROR)");
			assertThat(repl.events(AuditType.REPL_CHANGE_REVERTED)).singleElement()
				.extracting((event) -> String.valueOf(event.getAuditEvent().getData().get("left")))
				.asString()
				.contains("stays as it is");
			loggers.setLogLevel(LOGGER, null);
		}
	}

	@Test
	void sessionThatChangedALevelIsToldThatItStaysWhenItsTimeIsOver() {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			LoggingSystem loggers = repl.context().getBean(LoggingSystem.class);
			// it is changed by something else before the form is over, whatever the time
			client.eval("(do (log-level! \"" + LOGGER + "\" :debug \"10s\")" + " (.setLogLevel (bean 'loggingSystem) \""
					+ LOGGER + "\" org.springframework.boot.logging.LogLevel/ERROR))");
			assertThat(client.readUntil("changed to DEBUG."))
				.contains("The log level of " + LOGGER + " stays as it is");
			loggers.setLogLevel(LOGGER, null);
		}
	}

}
