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

package dev.replboot.access;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AttemptThrottle}.
 */
@Tag("plain")
class AttemptThrottleTests {

	private static final int LIMIT = 20;

	private static final int MOST = 50;

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);

	private final AttemptThrottle throttle = new AttemptThrottle(LIMIT, MOST, this.now::get);

	private AttemptThrottle.Attempt begin(String address, String name) {
		return this.throttle.begin("basic", ClientAddress.of(address), name);
	}

	private boolean fails(String address, String name) {
		AttemptThrottle.Attempt attempt = begin(address, name);
		attempt.failed();
		return !attempt.isRefused();
	}

	private boolean succeeds(String address, String name) {
		AttemptThrottle.Attempt attempt = begin(address, name);
		attempt.succeeded();
		return !attempt.isRefused();
	}

	private void attack(String address, String name) {
		while (fails(address, name)) {
			this.now.incrementAndGet();
		}
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	@Test
	void addressIsRefusedAfterSoManyFailuresUntilAMinuteIsOver() {
		for (int i = 0; i < LIMIT; i++) {
			assertThat(fails("192.0.2.1", "name" + i)).isTrue();
		}
		pass(Duration.ofSeconds(20));
		AttemptThrottle.Attempt refused = begin("192.0.2.1", "ann");
		assertThat(refused.isRefused()).isTrue();
		assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(40));
		// what was refused isn't counted, so hammering doesn't make it longer
		refused.failed();
		pass(Duration.ofSeconds(40));
		assertThat(succeeds("192.0.2.1", "ann")).isTrue();
	}

	@Test
	void attackOnANameLeavesEveryOtherAddressItsOwnAttempts() {
		for (int i = 0; i < MOST / 2; i++) {
			attack("192.0.2." + i, "ann");
		}
		assertThat(fails("198.51.100.1", "ann")).isTrue();
		assertThat(fails("198.51.100.1", "ann")).isTrue();
		assertThat(succeeds("198.51.100.1", "ann")).isTrue();
	}

	@Test
	void attackOnANameFromEverywhereHasLittleWorkForEachAddress() {
		int looked = 0;
		for (int i = 0; i < MOST; i++) {
			for (int j = 0; j < 100; j++) {
				looked += fails("192.0.2." + i, (j % 2 == 0) ? "ann" : " ANN") ? 1 : 0;
			}
		}
		assertThat(looked).isLessThanOrEqualTo(LIMIT + 3 * MOST);
	}

	@Test
	void nameThatGotInIsNotRefusedForOthersFailuresFromItsAddress() {
		assertThat(succeeds("192.0.2.1", "ann")).isTrue();
		attack("192.0.2.1", "bob");
		attack("192.0.2.2", "ann");
		assertThat(begin("192.0.2.1", "carl").isRefused()).isTrue();
		for (int i = 0; i < LIMIT; i++) {
			assertThat(fails("192.0.2.1", "ann")).isTrue();
		}
		assertThat(fails("192.0.2.1", "ann")).isFalse();
	}

	@Test
	void ownSuccessesGiveNobodyMoreGuesses() {
		int looked = 0;
		for (int i = 0; i < 200; i++) {
			looked += fails("192.0.2.1", "ann") ? 1 : 0;
			succeeds("192.0.2.1", "mallory");
		}
		assertThat(looked).isEqualTo(LIMIT);
	}

	@Test
	void sideBySideNoMoreAreLookedAtThanTheBoundSays() {
		List<AttemptThrottle.Attempt> looked = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			AttemptThrottle.Attempt attempt = begin("192.0.2.1", "ann");
			if (!attempt.isRefused()) {
				looked.add(attempt);
			}
		}
		assertThat(looked).hasSize(100);
		assertThat(begin("192.0.2.1", "ann").retryAfter()).isEqualTo(Duration.ofSeconds(1));
		// right ones of a whole team, all at once
		looked.forEach(AttemptThrottle.Attempt::succeeded);
		assertThat(succeeds("192.0.2.1", "ann")).isTrue();
	}

	@Test
	void addressesBeyondTheBoundShareACount() {
		int looked = 0;
		for (int i = 0; i < 20_000; i++) {
			looked += fails("2001:db8:" + Integer.toHexString(i >> 16) + ":" + Integer.toHexString(i & 0xffff) + "::1",
					"name" + i) ? 1 : 0;
		}
		assertThat(looked).isEqualTo(MOST + LIMIT);
		assertThat(this.throttle.size()).isLessThanOrEqualTo(3 * MOST);
		pass(Duration.ofMinutes(2));
		assertThat(succeeds("192.0.2.1", "ann")).isTrue();
	}

	@Test
	void attackFromVeryManyAddressesHasOnePasswordAtATimeLookedAtAndKeepsNobodyOutWhoGotIn() {
		AttemptThrottle wide = new AttemptThrottle(LIMIT, 10_000, this.now::get);
		wide.begin("basic", ClientAddress.of("198.51.100.1"), "ann").succeeded();
		int looked = 0;
		List<AttemptThrottle.Attempt> sideBySide = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			ClientAddress address = ClientAddress.of("10.0." + (i >> 8) + "." + (i & 0xff));
			AttemptThrottle.Attempt attempt = wide.begin("basic", address, "ann");
			if (!attempt.isRefused()) {
				looked++;
				sideBySide.add(attempt);
			}
			if (sideBySide.size() == 50) {
				sideBySide.forEach(AttemptThrottle.Attempt::failed);
				sideBySide.clear();
			}
		}
		assertThat(looked).isBetween(10 * LIMIT, 10 * LIMIT + 50);
		assertThat(wide.begin("basic", ClientAddress.of("198.51.100.1"), "ann").isRefused()).isFalse();
		sideBySide.forEach(AttemptThrottle.Attempt::failed);
		assertThat(wide.begin("basic", ClientAddress.of("198.51.100.2"), "ann").isRefused()).isFalse();
	}

	@Test
	void addressesOfOneSiteHaveOneCount() {
		attack("2001:db8:1:2::1", "ann");
		assertThat(begin("2001:db8:1:2:ffff::7", "bob").isRefused()).isTrue();
		assertThat(succeeds("2001:db8:1:3::1", "bob")).isTrue();
	}

	@Test
	void eachKindOfCredentialsHasACountOfItsOwn() {
		attack("192.0.2.1", "ann");
		assertThat(this.throttle.begin("bearer", ClientAddress.of("192.0.2.1"), null).isRefused()).isFalse();
	}

	@Test
	void whatNobodySaysAnythingAboutCountsAsNothing() {
		for (int i = 0; i < 1000; i++) {
			AttemptThrottle.Attempt attempt = begin("192.0.2.1", "ann");
			assertThat(attempt.isRefused()).isFalse();
			attempt.end();
			attempt.failed();
		}
		assertThat(this.throttle.size()).isZero();
	}

	@Test
	void withoutALimitNothingIsRefusedOrRemembered() {
		AttemptThrottle none = new AttemptThrottle(0, MOST);
		for (int i = 0; i < 1000; i++) {
			AttemptThrottle.Attempt attempt = none.begin("basic", ClientAddress.of("192.0.2.1"), "ann");
			assertThat(attempt.isRefused()).isFalse();
			attempt.failed();
		}
		assertThat(none.size()).isZero();
	}

	@Test
	void trustEndsAfterHalfADay() {
		assertThat(succeeds("192.0.2.1", "ann")).isTrue();
		pass(Duration.ofNanos(TimeUnit.HOURS.toNanos(12) + 1));
		attack("192.0.2.1", "bob");
		assertThat(begin("192.0.2.1", "ann").isRefused()).isTrue();
	}

}
