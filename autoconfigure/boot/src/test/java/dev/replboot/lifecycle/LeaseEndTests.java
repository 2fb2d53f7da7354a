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

package dev.replboot.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.audit.AuditType;
import dev.replboot.session.ReplSession;
import dev.replboot.testsupport.MovableClock;
import dev.replboot.testsupport.MovableLease;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what happens after the end of the lease while nobody gets to close the REPL: a
 * process that was suspended is in the same state for a moment.
 */
class LeaseEndTests {

	private static final String ENDED = "The lease has ended.";

	private static final String EFFECT = "(System/setProperty \"repl.after.end\" \"1\")";

	private static final String READ_EFFECT = "#=(java.lang.System/setProperty \"repl.after.end\" \"1\")";

	@Test
	void nothingIsEvaluatedAfterTheEndAlthoughTheReplIsNotClosedYet() {
		try (TestRepl repl = TestRepl.closedWith(new Class<?>[] { MovableLease.class, Slow.class },
				"repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.prepl.enabled=true", "repl.prepl.port=0",
				"repl.limits.sessions-per-principal=8")) {
			MovableClock clock = repl.context().getBean(MovableClock.class);
			Slow slow = repl.context().getBean(Slow.class);
			CompletableFuture<Void> holder = slow
				.hold(() -> repl.lifecycle().open(TestPrincipal.ADMIN, Duration.ofMinutes(30), null));
			String token = repl.token(TestPrincipal.USER);
			try (ReplClient idle = repl.login();
					ReplClient reading = repl.login();
					ReplClient half = repl.login();
					ReplClient busy = repl.login();
					ReplClient awaiting = repl.login();
					ReplClient prepl = login(repl, "prepl", token + "\n", "<token>");
					ReplClient editor = login(repl, "nrepl", eval(token), "done")) {
				half.send("(do ");
				busy.send("(do (println 1) (Thread/sleep 60000) " + EFFECT + ")\n");
				busy.readUntil("1\n");
				awaiting.send("(do (println 1) (read-line) " + EFFECT + ")\n");
				awaiting.readUntil("1\n");
				// what computes when the lease ends is stopped a moment later
				Awaitility.await()
					.until(() -> repl.lifecycle()
						.status()
						.sessions()
						.stream()
						.map(ReplSession::evaluations)
						.anyMatch((each) -> each.activity().isBusy() && each.isAwaitingInput()));
				clock.forward(Duration.ofMinutes(31));
				awaiting.send("a line\n");
				idle.send(EFFECT + "\n");
				reading.send(READ_EFFECT + "\n");
				half.send(READ_EFFECT + " " + EFFECT + ")\n");
				prepl.send(EFFECT + "\n");
				for (ReplClient client : List.of(idle, reading, half, awaiting)) {
					assertThat(client.readUntil("opens the REPL again.\n")).contains("Evaluation stopped: " + ENDED);
				}
				assertThat(busy.readUntil("opens the REPL again.\n")).contains("Evaluation stopped: " + ENDED);
				assertThat(prepl.readUntil("opens the REPL again.")).contains(ENDED);
				editor.send(eval(EFFECT));
				assertThat(editor.readUntil("interrupted")).contains(ENDED);
				editor.send("d2:id1:22:op11:completions6:prefix2:mae");
				assertThat(editor.readUntil("completions-error")).contains(ENDED);
				editor.send("d2:id1:32:op5:clonee");
				assertThat(editor.readUntil("refused")).contains(ENDED);
				try (ReplClient late = repl.connect()) {
					late.send(token + "\n" + EFFECT + "\n");
					assertThat(late.readToEnd()).startsWith("That is no valid token.");
				}
				assertThat(repl.lifecycle().status().state()).isEqualTo(ReplState.OPEN);
				assertThat(repl.lifecycle().status().remaining(clock.instant())).isZero();
				slow.release();
				holder.join();
				assertThat(idle.readToEnd()).contains(ENDED);
			}
			finally {
				// or else the context waits for its turn to close
				slow.release();
			}
			Awaitility.await().until(() -> repl.lifecycle().status().state() == ReplState.CLOSED);
			assertThat(System.getProperty("repl.after.end")).isNull();
			assertThat(repl.events(AuditType.REPL_CLOSED)).singleElement().satisfies((event) -> {
				assertThat(event.getAuditEvent().getPrincipal()).isEqualTo("lease");
				assertThat(event.getAuditEvent().getData()).containsEntry("stoppedEvaluations", 2);
			});
			assertThat(repl.events(AuditType.REPL_EVALUATING)).hasSize(2);
		}
	}

	@Test
	void whoComesAfterTheEndFindsTheReplClosed() {
		try (TestRepl repl = TestRepl.closedWith(new Class<?>[] { MovableLease.class })) {
			MovableClock clock = repl.context().getBean(MovableClock.class);
			ReplLifecycle lifecycle = repl.lifecycle();
			lifecycle.open(TestPrincipal.ADMIN, Duration.ofMinutes(5), "first");
			clock.forward(Duration.ofMinutes(5));
			assertThatExceptionOfType(ReplRefusedException.class)
				.isThrownBy(() -> inTurn(() -> lifecycle.open(TestPrincipal.USER, null, null)))
				.withMessageContaining("open the REPL, which is closed");
			lifecycle.open(TestPrincipal.ADMIN, Duration.ofMinutes(5), "second");
			clock.jump(Duration.ofDays(-1));
			clock.pass(Duration.ofMinutes(5));
			inTurn(() -> lifecycle.close(TestPrincipal.ADMIN));
			assertThat(repl.events(AuditType.REPL_CLOSED)).extracting((event) -> event.getAuditEvent().getPrincipal())
				.containsExactly("lease", "lease");
			assertThat(lifecycle.open(TestPrincipal.ADMIN, Duration.ofMinutes(5), "third").opened()).isTrue();
			assertThat(lifecycle.close(TestPrincipal.ADMIN).wasOpen()).isTrue();
			assertThat(repl.events(AuditType.REPL_CLOSED)).hasSize(3);
		}
	}

	// the lease's own timer may be closing the REPL right now: whoever asks is sent away
	private static void inTurn(Runnable request) {
		Awaitility.await().until(() -> {
			try {
				request.run();
				return true;
			}
			catch (ReplRefusedException ex) {
				if (String.valueOf(ex.getMessage()).endsWith("Try again in a moment.")) {
					return false;
				}
				throw ex;
			}
		});
	}

	private static ReplClient login(TestRepl repl, String protocol, String token, String answer) {
		ReplClient client = ReplClient.connect(Objects.requireNonNull(repl.address(protocol).port()));
		client.send(token);
		client.readUntil(answer);
		return client;
	}

	private static String eval(String code) {
		return "d4:code" + code.length() + ":" + code + "2:id1:12:op4:evale";
	}

	/**
	 * Keeps whoever asks for a token, and the REPL from being closed meanwhile.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Slow {

		private volatile CountDownLatch held = new CountDownLatch(0);

		private final CountDownLatch waiting = new CountDownLatch(1);

		@Bean
		LifecycleListener slowListener() {
			return new LifecycleListener() {

				@Override
				public void opened(Lease lease) {
					// whoever opens has the turn, so nobody closes meanwhile
					if (Slow.this.held.getCount() > 0) {
						Slow.this.waiting.countDown();
						await(Slow.this.held);
					}
				}

			};
		}

		CompletableFuture<Void> hold(Runnable opening) {
			this.held = new CountDownLatch(1);
			CompletableFuture<Void> holder = CompletableFuture.runAsync(opening);
			await(this.waiting);
			return holder;
		}

		void release() {
			this.held.countDown();
		}

		private static void await(CountDownLatch latch) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
