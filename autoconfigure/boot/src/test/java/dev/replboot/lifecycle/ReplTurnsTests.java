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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;

import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nobody waits for somebody else who opens or closes the REPL.
 */
@Timeout(180)
class ReplTurnsTests {

	private static final int MANY = 90;

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch goOn = new CountDownLatch(1);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	// an event that takes its time, as a record on a slow disk does
	private void holdAt(TestRepl repl, AuditType type) {
		repl.context().addApplicationListener((event) -> {
			if (event instanceof AuditApplicationEvent audit && audit.getAuditEvent().getType().equals(type.name())
					&& this.reached.getCount() > 0) {
				this.reached.countDown();
				await(this.goOn);
			}
		});
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void assertConflict(TestRepl repl, String state) {
		assertThatExceptionOfType(ReplRefusedException.class)
			.isThrownBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, null))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.CONFLICT))
			.withMessage("The REPL is " + state + ". Try again in a moment.");
		assertThatExceptionOfType(ReplRefusedException.class)
			.isThrownBy(() -> repl.lifecycle().close(TestPrincipal.ADMIN))
			.withMessage("The REPL is " + state + ". Try again in a moment.");
	}

	@Test
	void whileItOpensOthersAreSentAwayAndMayLook() throws Exception {
		try (TestRepl repl = TestRepl.closed()) {
			holdAt(repl, AuditType.REPL_OPENED);
			Future<OpenedRepl> first = this.threads
				.submit(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, null));
			await(this.reached);
			for (int i = 0; i < MANY; i++) {
				assertConflict(repl, "opening");
			}
			assertThat(repl.lifecycle().status(TestPrincipal.VIEWER).state()).isEqualTo(ReplState.OPENING);
			assertThat(repl.lifecycle().isRunning()).isTrue();
			this.goOn.countDown();
			assertThat(first.get().opened()).isTrue();
			assertThat(repl.lifecycle().open(TestPrincipal.ADMIN, null, null).opened()).isFalse();
		}
		finally {
			this.threads.shutdownNow();
		}
	}

	@Test
	void whileItClosesOthersAreSentAway() throws Exception {
		try (TestRepl repl = TestRepl.open()) {
			holdAt(repl, AuditType.REPL_CLOSED);
			Future<CloseReport> first = this.threads.submit(() -> repl.lifecycle().close(TestPrincipal.ADMIN));
			await(this.reached);
			assertConflict(repl, "closing");
			assertThat(repl.lifecycle().status(TestPrincipal.VIEWER).state()).isEqualTo(ReplState.CLOSING);
			this.goOn.countDown();
			assertThat(first.get().wasOpen()).isTrue();
			assertThat(repl.lifecycle().open(TestPrincipal.ADMIN, null, null).opened()).isTrue();
		}
		finally {
			this.threads.shutdownNow();
		}
	}

	@Test
	void tokenWhoseRecordTakesLongKeepsNobodyElseWaitingAndIsNoTokenWhenItIsClosedMeanwhile() throws Exception {
		try (TestRepl repl = TestRepl.open()) {
			holdAt(repl, AuditType.REPL_TOKEN_ISSUED);
			Future<OpenedRepl> slow = this.threads.submit(() -> repl.lifecycle().open(TestPrincipal.USER, null, null));
			await(this.reached);
			assertThat(repl.token(TestPrincipal.ADMIN)).hasSize(32);
			assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).wasOpen()).isTrue();
			this.goOn.countDown();
			assertThat(slow).failsWithin(Patience.PATIENCE)
				.withThrowableThat()
				.withCauseInstanceOf(ReplRefusedException.class);
		}
		finally {
			this.threads.shutdownNow();
		}
	}

	@Test
	void manyAtOnceOneOpensIt() throws Exception {
		try (TestRepl repl = TestRepl.closed()) {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<OpenedRepl>> all = new ArrayList<>();
			for (int i = 0; i < MANY; i++) {
				all.add(this.threads.submit(() -> {
					await(start);
					return repl.lifecycle().open(TestPrincipal.ADMIN, null, null);
				}));
			}
			start.countDown();
			int opened = 0;
			for (Future<OpenedRepl> each : all) {
				try {
					opened += each.get().opened() ? 1 : 0;
				}
				catch (java.util.concurrent.ExecutionException ex) {
					assertThat(ex.getCause()).isInstanceOfSatisfying(ReplRefusedException.class,
							(refused) -> assertThat(refused.getReason()).isEqualTo(Reason.CONFLICT));
				}
			}
			assertThat(opened).isEqualTo(1);
			assertThat(repl.events(AuditType.REPL_OPENED)).hasSize(1);
		}
		finally {
			this.threads.shutdownNow();
		}
	}

}
