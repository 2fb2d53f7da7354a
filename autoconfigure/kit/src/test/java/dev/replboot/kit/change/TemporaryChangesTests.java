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

package dev.replboot.kit.change;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.audit.AuditSink;
import dev.replboot.audit.AuditSource;
import dev.replboot.audit.AuditTrail;
import dev.replboot.audit.AuditType;
import dev.replboot.audit.Masking;
import dev.replboot.audit.ReplAuditEvent;
import dev.replboot.audit.UnrecordedException;
import dev.replboot.kit.KitAudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link TemporaryChanges}.
 */
@NullUnmarked
@Tag("plain")
class TemporaryChangesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final ChangeKind A = new ChangeKind('a', "lamps", 4, AuditType.REPL_APPLICATION_CHANGED,
			AuditType.REPL_CHANGE_REVERTED);

	private static final ChangeKind B = new ChangeKind('b', "doors", 4, AuditType.REPL_PATCHED,
			AuditType.REPL_PATCH_REVERTED);

	private final List<String> log = new ArrayList<>();

	private boolean full;

	private volatile CountDownLatch writing = new CountDownLatch(0);

	private final TemporaryChanges ledger = new TemporaryChanges(
			new KitAudit(new AuditTrail(new AuditSource("test-app", "here"), List.of(new Memory()),
					new AuditTrail.Delivery(Set.of("memory"), 10, PATIENCE), new Masking(List.of(Masking.NAMES)),
					(sink, number) -> {
					}, Clock.systemUTC())));

	@AfterEach
	void endAll() {
		this.ledger.endAll(Lamp.class, this, (lamp) -> true, "the test is over", null);
	}

	private Lamp add(ChangeKind kind, String what, Duration duration) {
		Lamp lamp = new Lamp(kind, this.ledger.nextId(kind), what);
		this.ledger.begin(lamp, duration);
		return lamp;
	}

	private List<String> log() {
		synchronized (this.log) {
			return List.copyOf(this.log);
		}
	}

	private List<String> ids() {
		return this.ledger.all().stream().map(TemporaryChange::id).toList();
	}

	@Test
	void idsOfEachKindHaveNoGapsAndAreNotGivenAgain() {
		add(A, "one", null);
		this.full = true;
		assertThatExceptionOfType(UnrecordedException.class).isThrownBy(() -> add(A, "unrecorded", null));
		this.full = false;
		Lamp second = add(A, "two", null);
		add(B, "three", null);
		assertThat(ids()).containsExactly("a1", "a2", "b1");
		this.ledger.revert(second);
		add(A, "four", null);
		assertThat(ids()).containsExactly("a1", "b1", "a3");
	}

	@Test
	void thereAreNoMoreThanItsKindAllows() {
		for (String what : List.of("one", "two", "three", "four")) {
			add(A, what, null);
		}
		assertThatIllegalStateException().isThrownBy(() -> add(A, "five", null))
			.withMessage("There are 4 lamps already. Revert some of them with (revert! …) first.");
		assertThat(add(B, "six", null).id()).isEqualTo("b1");
		this.ledger.revert(this.ledger.all().get(2));
		assertThat(add(A, "seven", null).id()).isEqualTo("a5");
	}

	@Test
	void newestEndsFirstAndOneThatFailsKeepsNoOther() {
		add(A, "one", null);
		add(A, "two", null).broken = new AssertionError("stuck");
		add(A, "three", null);
		add(A, "four", null);
		this.log.clear();
		assertThat(this.ledger.endAll(Lamp.class, this, (lamp) -> !lamp.id().equals("a1"), "asked", null))
			.extracting(TemporaryChange::id)
			.containsExactly("a2", "a3", "a4");
		assertThat(log()).containsExactly("a4 undone", "REPL_CHANGE_REVERTED four: asked", "a3 undone",
				"REPL_CHANGE_REVERTED three: asked",
				"REPL_CHANGE_REVERTED two: asked, java.lang.AssertionError: stuck");
		assertThat(ids()).containsExactly("a1");
	}

	@Test
	void changeThatIsBeingMadeEndsWithTheOthers() throws Exception {
		Object lock = new Object();
		this.writing = new CountDownLatch(1);
		Lamp lamp = new Lamp(A, "a1", "one", lock);
		Thread making = new Thread(() -> {
			synchronized (lock) {
				this.ledger.begin(lamp, null);
			}
		});
		Thread ending = new Thread(() -> this.ledger.endAll(Lamp.class, lock, (each) -> true, "the REPL closed", null));
		making.start();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(making.getState()));
		ending.start();
		Awaitility.await().atMost(PATIENCE).until(() -> ending.getState() == Thread.State.BLOCKED);
		this.writing.countDown();
		making.join(PATIENCE.toMillis());
		ending.join(PATIENCE.toMillis());
		assertThat(lamp.undone).isTrue();
		assertThat(ids()).isEmpty();
	}

	@Test
	void failureThatCannotBeDescribedIsRecordedAndKeepsNoOther() {
		add(A, "one", null);
		add(A, "two", null).broken = new AssertionError("stuck") {

			@Override
			public String toString() {
				throw new IllegalStateException("no text");
			}

		};
		this.ledger.endAll(Lamp.class, this, (lamp) -> true, "asked", null);
		assertThat(ids()).isEmpty();
		assertThat(log()).contains("a1 undone")
			.anyMatch((line) -> line.startsWith("REPL_CHANGE_REVERTED two: asked, "));
	}

	@Test
	void checkedExceptionOfAnUndoKeepsNothingListed() {
		Lamp lamp = add(A, "one", null);
		lamp.broken = new IOException("undeclared");
		assertThat(this.ledger.revert(lamp)).isTrue();
		assertThat(ids()).isEmpty();
		assertThat(log()).last()
			.isEqualTo(
					"REPL_CHANGE_REVERTED one: asked for by code of the application, java.io.IOException: undeclared");
	}

	@Test
	void whatIsInForceUnlessUndoneStaysListedAndCanBeRevertedLater() {
		Lamp lamp = add(A, "one", null);
		lamp.stays = true;
		lamp.broken = new IllegalStateException("no scheduler");
		assertThatIllegalStateException().isThrownBy(() -> this.ledger.revert(lamp))
			.withMessage("a1, one, could not be reverted and is still in force: java.lang.IllegalStateException:"
					+ " no scheduler");
		assertThat(ids()).containsExactly("a1");
		this.ledger.open();
		this.ledger.close();
		Awaitility.await().atMost(PATIENCE).until(() -> threads().isEmpty());
		assertThat(ids()).containsExactly("a1");
		lamp.broken = null;
		assertThat(this.ledger.revert(lamp)).isTrue();
		assertThat(lamp.undone).isTrue();
		assertThat(ids()).isEmpty();
	}

	@Test
	void durationThatIsTooLongChangesNothing() {
		assertThatExceptionOfType(ArithmeticException.class)
			.isThrownBy(() -> add(A, "one", Duration.ofSeconds(Long.MAX_VALUE)));
		assertThat(ids()).isEmpty();
		assertThat(log()).isEmpty();
	}

	@Test
	void itEndsWithItsTime() {
		add(A, "one", Duration.ofMillis(1));
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(log()).containsExactly("REPL_APPLICATION_CHANGED one", "a1 undone",
					"REPL_CHANGE_REVERTED one: its time was over"));
		assertThat(ids()).isEmpty();
	}

	@Test
	void timeOfAReplacedChangeNoLongerCounts() {
		Lamp first = add(A, "one", Duration.ofHours(1));
		Lamp second = new Lamp(A, "a1", "one");
		this.ledger.begin(second, Duration.ofMillis(1));
		Awaitility.await().atMost(PATIENCE).until(() -> ids().isEmpty());
		assertThat(this.ledger.revert(first)).isFalse();
		assertThat(first.undone).isFalse();
		assertThat(second.undone).isTrue();
		assertThat(this.ledger.nextId(A)).isEqualTo("a2");
	}

	@Test
	void changeThatIsBeingPutBackIsListedAndNothingElseWaitsForIt() throws Exception {
		Lamp slow = add(A, "one", null);
		Lamp other = add(B, "two", null);
		slow.goOn = new CountDownLatch(1);
		Thread ending = new Thread(() -> this.ledger.revert(slow));
		ending.start();
		try {
			assertThat(slow.begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(ids()).containsExactly("a1", "b1");
			CountDownLatch ran = new CountDownLatch(1);
			this.ledger.execute(ran::countDown);
			assertThat(ran.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(this.ledger.revert(other)).isTrue();
		}
		finally {
			slow.goOn.countDown();
			ending.join(PATIENCE.toMillis());
		}
		assertThat(this.ledger.revert(slow)).isFalse();
		assertThat(ids()).isEmpty();
	}

	@Test
	void threadIsThereWhileTheReplIsOpenOrSomethingIsChanged() {
		this.ledger.execute(() -> note("never"));
		Awaitility.await().atMost(PATIENCE).until(() -> threads().isEmpty());
		this.ledger.open();
		assertThat(threads()).hasSize(1);
		add(A, "one", Duration.ofHours(1));
		this.ledger.close();
		assertThat(threads()).hasSize(1);
		endAll();
		Awaitility.await().atMost(PATIENCE).until(() -> threads().isEmpty());
		assertThat(log()).doesNotContain("never");
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("repl-reverts"))
			.toList();
	}

	@Test
	void itIsFoundByItsIdAndByWhatIsChangedUnlessThatIsSeveral() {
		Lamp one = add(A, "the lamp\n", null);
		Lamp two = add(A, "the door", null);
		assertThat(this.ledger.find("a1")).isSameAs(one);
		assertThat(this.ledger.find("the lamp\n")).isSameAs(one);
		assertThat(this.ledger.find("the door")).isSameAs(two);
		assertThat(this.ledger.find("a3")).isNull();
		add(B, "the door", null);
		assertThatIllegalStateException().isThrownBy(() -> this.ledger.find("the door"))
			.withMessage("There are several changes of the door: a2, b1. Give one of these.");
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> T undeclared(Throwable thrown) throws T {
		throw (T) thrown;
	}

	private void note(String text) {
		synchronized (this.log) {
			this.log.add(text);
		}
	}

	/**
	 * Something that is switched on for a while.
	 */
	private final class Lamp extends TemporaryChange {

		private final CountDownLatch begun = new CountDownLatch(1);

		private CountDownLatch goOn = new CountDownLatch(0);

		private Throwable broken;

		private boolean stays;

		private boolean undone;

		private Lamp(ChangeKind kind, String id, String what) {
			this(kind, id, what, new Object());
		}

		private Lamp(ChangeKind kind, String id, String what, Object lock) {
			super(kind, id, what, "on", "the end", null, lock);
		}

		@Override
		protected boolean isInForceUnlessUndone() {
			return this.stays;
		}

		@Override
		protected Map<String, Object> details(boolean ended) {
			return new LinkedHashMap<>(Map.of("what", what()));
		}

		@Override
		protected void undo(String why) {
			this.begun.countDown();
			try {
				this.goOn.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			if (this.broken != null) {
				throw TemporaryChangesTests.<RuntimeException>undeclared(this.broken);
			}
			this.undone = true;
			note(id() + " undone");
		}

	}

	/**
	 * Keeps events.
	 */
	private final class Memory implements AuditSink {

		@Override
		public String name() {
			return "memory";
		}

		@Override
		public boolean isDirect() {
			return true;
		}

		@Override
		public void write(List<ReplAuditEvent> written) {
			try {
				TemporaryChangesTests.this.writing.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			if (TemporaryChangesTests.this.full) {
				throw new IllegalStateException("The disk is full.");
			}
			for (ReplAuditEvent event : written) {
				Map<String, Object> data = event.data();
				note(event.type() + " " + data.get("what") + ((data.get("why") != null) ? ": " + data.get("why") : "")
						+ ((data.get("failure") != null) ? ", " + data.get("failure") : ""));
			}
		}

	}

}
