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

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.access.Denial;
import dev.replboot.access.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AccessAudit}: what is recorded of those who are turned away.
 */
@Tag("plain")
class AccessAuditTests {

	private static final int MOST = 30;

	private static final Duration LONG = Duration.ofHours(1);

	private final List<ReplAuditEvent> events = new CopyOnWriteArrayList<>();

	private final AuditTrail trail = new AuditTrail(new AuditSource("test-app", "here"), List.of(new Memory()),
			new AuditTrail.Delivery(java.util.Set.of(), 10, Duration.ofSeconds(1)), new Masking(List.of(Masking.NAMES)),
			(sink, number) -> {
			}, Clock.systemUTC());

	private AccessAudit audit = new AccessAudit(this.trail, MOST, true, LONG);

	@AfterEach
	void close() {
		this.audit.stop();
	}

	private void deny(int times, String door, Denial.Reason reason, String address) {
		for (int i = 0; i < times; i++) {
			this.audit.denied(new Denial(reason, door, null, null, Peer.at(address), "mallory"));
		}
	}

	private long recorded(Predicate<ReplAuditEvent> which) {
		return this.events.stream().filter((event) -> event.type() == AuditType.REPL_REFUSED).filter(which).count();
	}

	private long figures(Predicate<ReplAuditEvent> which) {
		return this.events.stream()
			.filter((event) -> event.type() == AuditType.REPL_REFUSALS)
			.filter(which)
			.mapToLong((event) -> ((Number) event.data().get("unrecorded")).longValue())
			.sum();
	}

	private static Predicate<ReplAuditEvent> at(String door) {
		return (event) -> door.equals(event.actor().protocol());
	}

	private static Predicate<ReplAuditEvent> because(String reason) {
		return (event) -> reason.equals(event.data().get("reason"));
	}

	@Test
	void figuresComeWhenAWindowEndsWithoutAnotherDenialAndTheTimerEnds() {
		this.audit = new AccessAudit(this.trail, MOST, true, Duration.ofMillis(50));
		deny(100_000, "http", Denial.Reason.CREDENTIALS, "192.0.2.1");
		deny(1, "socket", Denial.Reason.TOKEN, "127.0.0.1:4711");
		Awaitility.await().untilAsserted(() -> {
			assertThat(recorded(at("http")) + figures(at("http"))).isEqualTo(100_000);
			assertThat(timers()).isZero();
		});
		assertThat(recorded(at("socket"))).isOne();
		assertThat(figures(at("socket"))).isZero();
		deny(MOST, "prepl", Denial.Reason.TOKEN, "127.0.0.1:4711");
		assertThat(timers()).as("nothing to say later").isZero();
	}

	private static long timers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("repl-audit-figures"))
			.count();
	}

	@Test
	void noiseHidesNoFirstDenialOfAnotherDoorAddressOrReason() {
		deny(10_000, "http", Denial.Reason.CREDENTIALS, "192.0.2.1");
		deny(1, "socket", Denial.Reason.TOKEN, "127.0.0.1:4711");
		deny(1, "http", Denial.Reason.CREDENTIALS, "192.0.2.2");
		deny(1, "http", Denial.Reason.ROLE, "192.0.2.1");
		assertThat(recorded(at("socket"))).isOne();
		assertThat(recorded((event) -> Peer.at("192.0.2.2").equals(event.actor().peer()))).isOne();
		assertThat(recorded(because("role"))).isOne();
		assertThat(recorded(at("http"))).isEqualTo(MOST + 2);
	}

	@Test
	void howeverManyAddressesAndReasonsTheAuditLogIsBoundedAndTheSumIsTrue() {
		for (int i = 0; i < 10_000; i++) {
			Denial.Reason reason = Denial.Reason.values()[i % Denial.Reason.values().length];
			deny(1, "http", reason, "192.0." + (i >> 8) + "." + (i & 0xff));
		}
		assertThat(recorded(at("http"))).isLessThanOrEqualTo(2 * MOST + Denial.Reason.values().length);
		this.audit.stop();
		assertThat(recorded(at("http")) + figures(at("http"))).isEqualTo(10_000);
		assertThat(this.events).hasSizeLessThan(2 * MOST + 2 * Denial.Reason.values().length);
		for (Denial.Reason reason : Denial.Reason.values()) {
			assertThat(recorded(because(reason.label())) + figures(because(reason.label()))).as(reason.label())
				.isBetween(10_000L / Denial.Reason.values().length, 10_000L / Denial.Reason.values().length + 1);
		}
	}

	@Test
	void closingOfTheReplWritesTheFiguresOnce() {
		deny(100, "http", Denial.Reason.THROTTLED, "192.0.2.1");
		this.trail.closing();
		this.trail.closing();
		assertThat(recorded(at("http"))).isEqualTo(MOST);
		assertThat(figures(at("http"))).isEqualTo(100 - MOST);
		ReplAuditEvent figure = this.events.get(this.events.size() - 1);
		assertThat(figure.data()).containsEntry("reason", "throttled").containsEntry("from", List.of("192.0.2.1"));
		assertThat(figure.actor().principal()).isEqualTo("anonymous");
		deny(5, "http", Denial.Reason.THROTTLED, "192.0.2.1");
		this.audit.stop();
		assertThat(recorded(at("http"))).as("of the window that goes on").isEqualTo(MOST);
		assertThat(figures(at("http"))).isEqualTo(105 - MOST);
	}

	@Test
	void attemptedNamesCanBeLeftOut() {
		deny(1, "http", Denial.Reason.CREDENTIALS, "192.0.2.1");
		assertThat(this.events.get(0).data()).containsEntry("attempted", "mallory");
		this.audit = new AccessAudit(this.trail, MOST, false, LONG);
		deny(1, "http", Denial.Reason.CREDENTIALS, "192.0.2.1");
		assertThat(this.events.get(1).data()).doesNotContainKey("attempted").containsEntry("reason", "credentials");
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
			AccessAuditTests.this.events.addAll(written);
		}

	}

}
