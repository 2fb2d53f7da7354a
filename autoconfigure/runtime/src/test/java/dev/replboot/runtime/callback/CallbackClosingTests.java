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

package dev.replboot.runtime.callback;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.runtime.TestRuntime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for closing a REPL whose code runs on the application's threads.
 */
@Tag("optimized")
class CallbackClosingTests extends CallbackTests {

	@Test
	void closingNeitherInterruptsNorAwaitsWhatTheApplicationDoesBehindAFilter() throws Exception {
		TestRuntime own = repl(Duration.ofMinutes(1));
		give(own, "behind", "(reify CallbackTests$Filter (doFilter [_ request next]"
				+ " (.doFilter ^CallbackTests$Next next request)))");
		give(own, "allocates", "(fn [] (loop [] (byte-array 1000000) (recur)))");
		assertThat(elsewhere(() -> {
			CallbackTests.<Runnable>given("allocates").run();
			return true;
		})).isEqualTo(true);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CompletableFuture<Object> first = onThread(() -> {
			CallbackTests.<Filter>given("behind").doFilter("first", (request) -> {
				begun.countDown();
				pause(release);
			});
			return true;
		});
		CompletableFuture<Object> others = onThread(() -> {
			while (!first.isDone()) {
				CallbackTests.<Filter>given("behind").doFilter("other", (request) -> pause(10));
			}
			return true;
		});
		begun.await();
		assertThat(own.runtime().unload(Duration.ofMinutes(1)).leftovers()).isEmpty();
		release.countDown();
		assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(true);
		assertThat(others.get(60, TimeUnit.SECONDS)).isEqualTo(true);
	}

	private static void pause(CountDownLatch release) {
		try {
			release.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void closingDoesntWaitForACallbackThatLoops() throws Exception {
		TestRuntime own = repl(Duration.ofMinutes(1));
		assertThat(own.eval("(.put ^java.util.Map dev.replboot.runtime.callback.CallbackTests/GIVEN \"endless\""
				+ " (reify java.util.concurrent.Callable (call [_] (.put"
				+ " ^java.util.Map dev.replboot.runtime.callback.CallbackTests/GIVEN \"begun\" 1) (while true))))"))
			.isEqualTo("nil");
		CompletableFuture<Object> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				result.complete(Optional.ofNullable(CallbackTests.<Callable<?>>given("endless").call()));
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		}, "application");
		thread.start();
		while (!GIVEN.containsKey("begun")) {
			Thread.onSpinWait();
		}
		assertThat(own.unload().leftovers()).isEmpty();
		assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(Optional.empty());
	}

}
