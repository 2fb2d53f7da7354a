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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a watch counts calls beyond its limit.
 */
@NullUnmarked
@Tag("plain")
class WatchCountsTests {

	@Test
	void callsBeyondTheLimitAreDropped() {
		Watch watch = watch(2, null, null);
		call(watch, 1);
		assertThat(watch.counts()).isEqualTo(new Watch.Counts(1, 0));
		call(watch, 2);
		assertThat(watch.counts()).isEqualTo(new Watch.Counts(2, 0));
		call(watch, 3);
		call(watch, 4);
		assertThat(watch.counts()).isEqualTo(new Watch.Counts(4, 2));
	}

	@Test
	void aCallThatHasntEndedWhenTheLimitIsReachedIsDropped() {
		Watch watch = watch(1, null, null);
		WatchedCall longer = watch.begin(this, new Object[] { 1 });
		assertThat(watch.counts()).isEqualTo(new Watch.Counts(1, 0));
		call(watch, 2);
		assertThat(watch.counts()).isEqualTo(new Watch.Counts(2, 1));
		watch.end(longer, null, null, System.nanoTime());
		assertThat(watch.counts()).isEqualTo(new Watch.Counts(2, 1));
	}

	@Test
	void callsThatAreOfNoInterestArentDropped() {
		Function<WatchedCall, Object> even = (call) -> ((Integer) call.arguments().get(0)) % 2 == 0;
		for (Watch watch : List.of(watch(1, even, null), watch(1, null, even), watch(1, even, even))) {
			for (int i = 1; i <= 6; i++) {
				call(watch, i);
			}
			assertThat(watch.counts()).isEqualTo(new Watch.Counts(6, 2));
		}
	}

	@Test
	void callsThatWaitWhenTheTimeEndsAreDropped() throws InterruptedException {
		Watch watch = watch(10, null, null);
		for (int i = 1; i <= 3; i++) {
			call(watch, i);
		}
		assertThat(watch.next(Duration.ofMinutes(1))).isNotNull();
		assertThat(watch.counts()).isEqualTo(new Watch.Counts(3, 0));
		assertThat(watch.close()).isEqualTo(new Watch.Counts(3, 2));
		call(watch, 4);
		assertThat(watch.counts()).isEqualTo(new Watch.Counts(3, 2));
	}

	@Test
	void aCallThatHasntEndedWhenTheTimeEndsIsDropped() {
		Watch watch = watch(10, null, null);
		WatchedCall longer = watch.begin(this, new Object[] { 1 });
		assertThat(watch.close()).isEqualTo(new Watch.Counts(1, 1));
		watch.end(longer, null, null, System.nanoTime());
		assertThat(watch.counts()).isEqualTo(new Watch.Counts(1, 1));
	}

	@Test
	void ofCallsThatAreChosenThoseThatWaitAreDropped() throws InterruptedException {
		Function<WatchedCall, Object> even = (call) -> ((Integer) call.arguments().get(0)) % 2 == 0;
		for (Watch watch : List.of(watch(10, even, null), watch(10, null, even), watch(10, even, even))) {
			for (int i = 1; i <= 7; i++) {
				call(watch, i);
			}
			assertThat(watch.next(Duration.ofMinutes(1))).isNotNull();
			assertThat(watch.close()).isEqualTo(new Watch.Counts(7, 2));
		}
	}

	@Test
	void underLoadEachCallIsTakenOrDropped() throws Exception {
		for (int round = 0; round < 20; round++) {
			Watch watch = watch(1000, null, null);
			AtomicBoolean going = new AtomicBoolean(true);
			CountDownLatch called = new CountDownLatch(2);
			List<Thread> callers = List.of(caller(watch, going, called), caller(watch, going, called));
			int taken = 0;
			while (taken < 20) {
				taken += (watch.next(Duration.ofMinutes(1)) != null) ? 1 : 0;
				Watch.Counts soFar = watch.counts();
				assertThat(soFar.dropped()).isLessThanOrEqualTo(soFar.calls());
			}
			called.await();
			Watch.Counts counts = watch.close();
			going.set(false);
			for (Thread each : callers) {
				each.join();
			}
			assertThat(counts.calls()).isEqualTo(taken + counts.dropped());
			assertThat(watch.counts()).isEqualTo(counts);
		}
	}

	private Thread caller(Watch watch, AtomicBoolean going, CountDownLatch called) {
		Thread caller = new Thread(() -> {
			for (int i = 0; going.get(); i++) {
				call(watch, i);
				called.countDown();
			}
		});
		caller.setDaemon(true);
		caller.start();
		return caller;
	}

	private static Watch watch(int limit, Function<WatchedCall, Object> when, Function<WatchedCall, Object> whenAfter) {
		return new Watch(new WatchOptions(limit, 100, Duration.ofMinutes(1), true, when, whenAfter, null, null),
				new WatchedValues((value) -> null));
	}

	private void call(Watch watch, int number) {
		WatchedCall call = watch.begin(this, new Object[] { number });
		if (call != null) {
			watch.end(call, number, null, System.nanoTime());
		}
		assertThat(watch.end()).isNull();
	}

}
