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

package dev.replboot.eval;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.StopCause;
import dev.replboot.runtime.stop.RuntimeScopes;
import dev.replboot.testsupport.Patience;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Watchdog}.
 */
@Tag("plain")
class WatchdogTests {

	@Test
	void checkWithoutMemoryIsRepeated() throws Exception {
		CountDownLatch checks = new CountDownLatch(2);
		Watchdog watchdog = new Watchdog((evaluation) -> {
			checks.countDown();
			throw new OutOfMemoryError("made up by a test");
		});
		RuntimeScopes scopes = RuntimeScopes.isolated("watchdog", GuardListener.NONE, Duration.ZERO);
		try {
			watchdog.watch(evaluation(scopes));
			assertThat(checks.await(Patience.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
		}
		finally {
			watchdog.close();
			scopes.close(new StopCause(StopCause.Kind.INTERRUPTED, "The test is over."));
			scopes.forget();
		}
	}

	// it has no body, so it isn't over
	@SuppressWarnings("NullAway")
	private static RunningEvaluation evaluation(RuntimeScopes scopes) {
		return new RunningEvaluation(null, 1, null, scopes.newScope(() -> () -> {
		}), null, new StopRequests(), null, FormProvenance.TYPED, new EvaluationNotes());
	}

}
