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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.AwaitKt;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import kotlinx.coroutines.Deferred;
import kotlinx.coroutines.Job;
import kotlinx.coroutines.channels.BufferOverflow;
import kotlinx.coroutines.flow.FlowCollector;
import kotlinx.coroutines.flow.MutableSharedFlow;
import kotlinx.coroutines.flow.SharedFlowKt;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Patches suspending functions that Kotlin's compiler has made. {@code joinAll} has a
 * state of its own and is entered again when it goes on; {@code awaitAll} gives a list.
 */
@NullUnmarked
class KotlinPatchTests {

	private static final String JOIN = "\"kotlinx.coroutines.AwaitKt\" \"joinAll(Job[])\"";

	private static final String AWAIT = "\"kotlinx.coroutines.AwaitKt\" \"awaitAll(Deferred[])\"";

	private static TestRepl repl;

	private static ReplClient client;

	private final CompletableDeferred<Object> later = CompletableDeferredKt.CompletableDeferred(null);

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.limits.callback=1m");
		client = repl.login();
	}

	@AfterAll
	static void close() {
		client.close();
		repl.close();
	}

	@AfterEach
	void revertAll() {
		client.eval("(revert-all!)");
	}

	// runs a coroutine to its end, on a thread of its own
	private static CompletableFuture<Object> started(Body body) {
		return CompletableFuture.supplyAsync(() -> run(body));
	}

	private static Object run(Body body) {
		try {
			return BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE, (scope, caller) -> body.call(caller));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private CompletableFuture<Object> joining() {
		return started((caller) -> AwaitKt.joinAll(new Job[] { this.later }, caller));
	}

	private Object awaited() {
		return run((caller) -> AwaitKt.awaitAll(deferred(), caller));
	}

	@SuppressWarnings("unchecked")
	private Deferred<Object>[] deferred() {
		return (Deferred<Object>[]) new Deferred<?>[] { this.later };
	}

	private static void patch(String method, String body) {
		assertThat(client.eval("(:id (patch! " + method + " (fn [this args proceed] " + body + ")))"))
			.matches("\"p\\d+\"");
	}

	private static String counted() {
		return client.eval("((juxt :calls :errors) (first (patches)))");
	}

	@Test
	void callThatIsSuspendedWhenThePatchComesGoesOn() throws Exception {
		CompletableFuture<Object> joined = joining();
		awaitWaiting();
		patch(JOIN, "(throw (IllegalStateException. \"mine\"))");
		this.later.complete("done");
		assertThat(joined.get(1, TimeUnit.MINUTES)).isSameAs(Unit.INSTANCE);
		assertThat(counted()).isEqualTo("[0 0]");
	}

	@Test
	void callThatIsSuspendedWhenThePatchEndsGoesOn() throws Exception {
		patch(JOIN, "(proceed)");
		CompletableFuture<Object> joined = joining();
		awaitWaiting();
		assertThat(client.eval("(map (juxt :calls :errors) (revert-all!))")).isEqualTo("([1 0])");
		this.later.complete("done");
		assertThat(joined.get(1, TimeUnit.MINUTES)).isSameAs(Unit.INSTANCE);
	}

	@Test
	void proceedGivesAFutureOfTheResult() throws Exception {
		patch(JOIN, "(.thenApply (proceed) (fn [_] \"whatever\"))");
		CompletableFuture<Object> joined = joining();
		awaitWaiting();
		this.later.complete("done");
		assertThat(joined.get(1, TimeUnit.MINUTES)).isSameAs(Unit.INSTANCE);
		client.eval("(revert-all!)");
		patch(AWAIT, "(.thenApply (proceed) (fn [all] (conj (vec all) :more)))");
		assertThat(awaited()).isEqualTo(List.of("done", "more"));
		assertThat(counted()).isEqualTo("[1 0]");
	}

	@Test
	void whatThePatchGivesIsWhatKotlinDeclares() {
		patch(AWAIT, "[(count args) (nil? this)]");
		assertThat(awaited()).isEqualTo(List.of(1, true)).isInstanceOf(ArrayList.class);
		client.eval("(revert-all!)");
		patch(JOIN, "nil");
		assertThat(joining().join()).isSameAs(Unit.INSTANCE);
		assertThat(counted()).isEqualTo("[1 0]");
	}

	@Test
	void exceptionOfTheOriginalReachesItsCaller() {
		patch(AWAIT, "(proceed)");
		CompletableFuture<Object> failed = started((caller) -> AwaitKt.awaitAll(deferred(), caller));
		awaitWaiting();
		this.later.completeExceptionally(new IllegalStateException("later"));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> failed.get(1, TimeUnit.MINUTES))
			.havingRootCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessage("later");
		assertThat(counted()).isEqualTo("[1 0]");
	}

	@Test
	void watchOfAFunctionOfAnOpenClassFollowsItToItsEnd() throws Exception {
		MutableSharedFlow<Object> flow = SharedFlowKt.MutableSharedFlow(1, 0, BufferOverflow.SUSPEND);
		assertThat(flow.tryEmit("first")).isTrue();
		try (ReplClient watcher = repl.login()) {
			watcher.send("(watch \"kotlinx.coroutines.flow.SharedFlowImpl\" \"collect(FlowCollector)\""
					+ " {:limit 1 :for \"60s\" :show :thrown})\n");
			Awaitility.await().until(() -> client.eval("(count (watches))").equals("1"));
			FlowCollector<Object> collector = (value, caller) -> {
				if (value.equals("second")) {
					throw new IllegalStateException("enough");
				}
				return Unit.INSTANCE;
			};
			CompletableFuture<Object> collected = started((caller) -> flow.collect(collector, caller));
			Awaitility.await().until(() -> ((Number) flow.getSubscriptionCount().getValue()).intValue() == 1);
			flow.tryEmit("second");
			assertThat(watcher.readUntil("user=> ")).contains("enough").doesNotContain("suspended");
			assertThat(collected).failsWithin(Duration.ofMinutes(1));
		}
	}

	// the thread of the coroutine waits, so what it runs is suspended
	private static void awaitWaiting() {
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.values()
				.stream()
				.anyMatch((stack) -> stack.length > 0 && stack[0].getMethodName().equals("park") && Arrays.stream(stack)
					.anyMatch((frame) -> frame.getClassName().equals("kotlinx.coroutines.BlockingCoroutine"))));
	}

	/**
	 * Runs in a coroutine.
	 */
	private interface Body {

		Object call(Continuation<Object> caller);

	}

}
