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

package dev.replboot.test.kit;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import kotlin.collections.unsigned.UArraysKt;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.AwaitKt;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import kotlinx.coroutines.Job;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.ReflectionUtils;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Watches functions that Kotlin's compiler has made: suspending ones, and those that take
 * value classes.
 */
@NullUnmarked
class KotlinWatchTests {

	private static final AtomicBoolean OVER = new AtomicBoolean();

	private static final Method SORT = Objects
		.requireNonNull(ReflectionUtils.findMethod(UArraysKt.class, "sort--ajY-9A", int[].class));

	private static TestRepl repl;

	private static Thread application;

	@BeforeAll
	static void start() {
		ReflectionUtils.makeAccessible(SORT);
		repl = TestRepl.open();
		application = new Thread(KotlinWatchTests::callAgainAndAgain, "coroutines");
		application.start();
	}

	private static void callAgainAndAgain() {
		while (!OVER.get()) {
			CompletableDeferred<Object> later = CompletableDeferredKt.CompletableDeferred(null);
			CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS).execute(() -> later.complete("done"));
			try {
				BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE,
						(scope, caller) -> AwaitKt.joinAll(new Job[] { later }, caller));
				BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE, (scope, caller) -> later.await(caller));
			}
			catch (InterruptedException ex) {
				return;
			}
			// neither Java's compiler nor its source knows such a name
			ReflectionUtils.invokeMethod(SORT, null, new int[] { 3, 1 });
		}
	}

	@AfterAll
	static void stop() throws InterruptedException {
		OVER.set(true);
		application.join();
		repl.close();
	}

	@Test
	void aSuspendingFunctionIsOneCallFromItsBeginningToItsEnd() {
		try (ReplClient client = repl.login()) {
			String shown = client.eval(
					"(watch \"kotlinx.coroutines.AwaitKt\" \"joinAll(Job[])\" {:limit 2 :for \"60s\" :show (juxt :ms :result)})");
			assertThat(shown).doesNotContain("SUSPENDED")
				.containsPattern("\\[\\d+\\.\\d+ #object \\[kotlin\\.Unit]]")
				.containsPattern("from " + KotlinWatchTests.class.getName().replace(".", "\\.") + "\\.lambda\\$");
			assertThat(client.eval(
					"(some #(<= 1.0 (first (:shown %))) (:shown (watch \"kotlinx.coroutines.AwaitKt\" \"joinAll(Job[])\""
							+ " {:limit 20 :for \"60s\" :show (juxt :ms)})))"))
				.endsWith("true");
			// a busy machine may look at nothing in as little time
			Awaitility.await()
				.untilAsserted(() -> assertThat(
						client.eval("(time-tree \"kotlinx.coroutines.AwaitKt\" \"joinAll(Job[])\" {:for \"500ms\"})"))
					.contains("%  suspended")
					.doesNotContain(":samples 0"));
		}
	}

	@Test
	void aFunctionThatTakesValueClassesIsFoundByItsNameInTheSource() {
		try (ReplClient client = repl.login()) {
			assertThat(client.eval(
					"(watch \"kotlin.collections.UArraySortingKt\" \"sortArray(int[], int, int)\" {:limit 1 :for \"60s\"})"))
				.contains("[[3 1] 0 2] => nil");
		}
	}

}
