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
