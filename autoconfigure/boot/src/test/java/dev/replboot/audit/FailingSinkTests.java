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

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Sinks of the application, and listeners behind them, that throw whatever they like:
 * while one that is required does, nothing happens; when it doesn't any more, everything
 * does, without the REPL being opened again.
 */
@NullUnmarked
class FailingSinkTests {

	private static final String REFUSED = "The session was not started, because it could not be recorded";

	@ParameterizedTest
	@EnumSource(Failure.class)
	void sessionsBeginAgainAsSoonAsAListenerOfEventsIsMended(Failure failure) {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Listening.class }, "repl.limits.sessions=2",
				"repl.limits.sessions-per-principal=2")) {
			Listening listening = repl.context().getBean(Listening.class);
			String token = repl.token(TestPrincipal.ADMIN);
			listening.failure = failure;
			for (int i = 0; i < 4; i++) {
				assertThat(refusal(repl, token)).contains(REFUSED)
					.contains(failure.words)
					.contains("the sink events is required (repl.audit.required)")
					.contains("Repair the audit log");
			}
			assertThat(repl.lifecycle().status().sessions()).isEmpty();
			assertThatThrownBy(() -> repl.token(TestPrincipal.ADMIN)).isInstanceOf(ReplRefusedException.class)
				.hasMessageContaining("No token was issued, because that could not be recorded");
			listening.failure = null;
			try (ReplClient one = repl.login(); ReplClient other = repl.login()) {
				assertThat(one.eval("(+ 1 2)")).isEqualTo("3");
				listening.failure = failure;
				assertThat(other.eval("(+ 1 2)")).contains("Nothing was evaluated, because it could not be recorded")
					.contains("the sink events is required");
				listening.failure = null;
				assertThat(other.eval("(+ 1 2)")).isEqualTo("3");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(Failure.class)
	void listenerOfEventsThatFailsStopsNothingWhereEventsAreNotRequired(Failure failure) {
		try (TestRepl repl = TestRepl.closedWith(new Class<?>[] { Listening.class }, "repl.audit.required=log")) {
			Listening listening = repl.context().getBean(Listening.class);
			listening.failure = failure;
			repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
			try (ReplClient client = repl.login()) {
				assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			}
			assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(Failure.class)
	void sinkThatFailedIsTriedAgain(Failure failure) {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Sinking.class }, "repl.audit.required=own");
				ReplClient client = repl.login()) {
			OwnSink sink = repl.context().getBean(OwnSink.class);
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			for (int i = 0; i < 3; i++) {
				sink.failure = failure;
				assertThat(client.eval("(+ 1 2)")).contains("Nothing was evaluated, because it could not be recorded")
					.contains(failure.words + "; the sink own is required");
				sink.failure = null;
				assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			}
			String token = repl.token(TestPrincipal.ADMIN);
			sink.failure = failure;
			assertThat(refusal(repl, token)).contains(REFUSED).contains("the sink own is required");
			sink.failure = null;
			repl.lifecycle().close(TestPrincipal.ADMIN);
			repl.lifecycle().open(TestPrincipal.ADMIN, null, "again");
			try (ReplClient again = repl.login()) {
				assertThat(again.eval("(+ 1 2)")).isEqualTo("3");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "own", "events" })
	void listenerOfLossesThatThrowsMakesNoMoreOfThem(String required) {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Sinking.class, Losing.class },
				"repl.audit.required=" + required); ReplClient client = repl.login()) {
			OwnSink sink = repl.context().getBean(OwnSink.class);
			Losing losing = repl.context().getBean(Losing.class);
			sink.failure = Failure.ERROR;
			String answer = client.eval("(+ 1 2)");
			Awaitility.await().until(() -> losing.told);
			sink.failure = null;
			assertThat(answer).contains(required.equals("own") ? "could not be recorded" : "3");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			repl.lifecycle().close(TestPrincipal.ADMIN);
			assertThat(sink.last).isEqualTo("REPL_CLOSED");
		}
	}

	@Test
	void sinkThatCannotSayWhenToFlushGoesOn() {
		try (TestRepl repl = TestRepl.with(new Class<?>[] { Sinking.class }, "repl.audit.required=own");
				ReplClient client = repl.login()) {
			repl.context().getBean(OwnSink.class).flushFailure = Failure.ERROR;
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	private static String refusal(TestRepl repl, String token) {
		try (ReplClient client = repl.connect()) {
			client.send(token + "\n");
			return client.readToEnd();
		}
	}

	enum Failure {

		EXCEPTION("no room"), ERROR("java.lang.AssertionError: no room"),
		LINKAGE("java.lang.NoClassDefFoundError: no/Room"), STACK("java.lang.StackOverflowError");

		private final String words;

		Failure(String words) {
			this.words = words;
		}

		private void thrown() {
			switch (this) {
				case EXCEPTION -> throw new IllegalStateException("no room");
				case ERROR -> throw new AssertionError("no room");
				case LINKAGE -> throw new NoClassDefFoundError("no/Room");
				case STACK -> throw new StackOverflowError();
			}
		}

	}

	static class Listening {

		private volatile Failure failure;

		@EventListener
		void listen(AuditApplicationEvent event) {
			Failure failure = this.failure;
			if (failure != null) {
				failure.thrown();
			}
		}

	}

	static class Sinking {

		@Bean
		OwnSink ownSink() {
			return new OwnSink();
		}

	}

	static class Losing implements AuditLossListener {

		private volatile boolean told;

		@Override
		public void lost(String sink, int events) {
			this.told = true;
			throw new AssertionError("who counts fails as well");
		}

	}

	static class OwnSink implements AuditSink {

		private volatile Failure failure;

		private volatile Failure flushFailure;

		private volatile String last = "";

		@Override
		public String name() {
			return "own";
		}

		@Override
		public void write(List<ReplAuditEvent> events) {
			Failure failure = this.failure;
			if (failure != null) {
				failure.thrown();
			}
			this.last = events.get(events.size() - 1).type().name();
		}

		@Override
		public Duration flushAfter() {
			Failure failure = this.flushFailure;
			if (failure != null) {
				failure.thrown();
			}
			return null;
		}

	}

}
