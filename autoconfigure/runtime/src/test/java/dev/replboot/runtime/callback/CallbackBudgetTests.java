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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aop.framework.ProxyFactory;

import dev.replboot.runtime.TestRuntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests that code of an evaluation has a budget on the application's threads while the
 * REPL is open.
 */
@Tag("optimized")
class CallbackBudgetTests extends CallbackTests {

	private static TestRuntime open;

	// whose budget nobody passes, however busy the machine
	private static TestRuntime patient;

	@BeforeAll
	static void load() {
		open = repl(Duration.ofMillis(100));
		patient = repl(Duration.ofMinutes(5));
	}

	@AfterAll
	static void close() {
		open.close();
		patient.close();
	}

	@Test
	void fileThatACallbackReadsStaysOpenWhenItIsStopped(@TempDir Path folder) throws IOException {
		// each read takes milliseconds
		Path file = Files.write(folder.resolve("index"), new byte[1 << 26]);
		try (FileChannel channel = FileChannel.open(file)) {
			GIVEN.put("channel", channel);
			GIVEN.put("buffer", ByteBuffer.allocateDirect(1 << 26));
			for (int i = 0; i < 3; i++) {
				give(open, "reader",
						"(let [^java.util.function.Supplier f (fn [] (while true (.read ^java.nio.channels.FileChannel"
								+ " (.get ^java.util.Map CallbackTests/GIVEN \"channel\") (.clear ^java.nio.ByteBuffer"
								+ " (.get ^java.util.Map CallbackTests/GIVEN \"buffer\")) 0)))] f)");
				assertThat(CallbackTests.<Supplier<Object>>given("reader").get()).isNull();
				assertThat(channel.isOpen()).isTrue();
			}
		}
	}

	@Test
	void whatAFilterPassesOnToIsntStoppedWithIt() throws Exception {
		give(open, "passes", "(reify CallbackTests$Filter (doFilter [_ request next] (.doFilter next request)))");
		give(open, "loops first", "(reify org.aopalliance.intercept.MethodInterceptor (invoke [_ call] (while true)))");
		List<String> requests = new ArrayList<>();
		assertThat(elsewhere(() -> {
			CallbackTests.<Filter>given("passes").doFilter("request", (request) -> {
				pause(300);
				requests.add(request);
			});
			return proxied("loops first").getAsInt();
		})).isEqualTo(0);
		assertThat(requests).containsExactly("request");
		// on a busy machine it may pass its budget before it passes the call on
		Awaitility.await().until(() -> {
			give(open, "wraps", "(reify org.aopalliance.intercept.MethodInterceptor (invoke [_ call]"
					+ " (let [r (.proceed ^org.aopalliance.intercept.MethodInvocation call)] (while true) r)))");
			return elsewhere(() -> proxied("wraps").getAsInt());
		}, (value) -> value.equals(42));
	}

	private static IntSupplier proxied(String interceptor) {
		ProxyFactory factory = new ProxyFactory(IntSupplier.class, (MethodInterceptor) (call) -> {
			pause(300);
			return 42;
		});
		factory.addAdvice(0, CallbackTests.<MethodInterceptor>given(interceptor));
		return (IntSupplier) factory.getProxy();
	}

	@Test
	void exceptionsThatCantBeDescribedDontReachTheApplication() throws Exception {
		give(patient, "endless causes",
				"(do (defn mk [] (proxy [RuntimeException] [\"mine\"] (getCause [] (mk))))" + " (fn [] (throw (mk))))");
		give(open, "endless data", "(fn [] (throw (ex-info \"mine\" {:all (range)})))");
		give(open, "endless message", "(fn [] (throw (proxy [RuntimeException] [] (getMessage [] (while true)))))");
		assertThat(elsewhere(() -> {
			assertThatIllegalStateException().isThrownBy(CallbackTests.<Runnable>given("endless causes")::run)
				.withMessageContaining("don't end")
				.withNoCause();
			CallbackTests.<Runnable>given("endless data").run();
			CallbackTests.<Runnable>given("endless message").run();
			return true;
		})).isEqualTo(true);
	}

	@Test
	void callbackThatAsksForTooMuchIsEndedBeforeItHasIt() throws Exception {
		give(open, "array", "(fn [] (long-array 2000000000))");
		assertThat(elsewhere(() -> {
			CallbackTests.<Runnable>given("array").run();
			return true;
		})).isEqualTo(true);
	}

	@Test
	void loopingCallbackIsEndedAndItsCallerGoesOn() throws Exception {
		give(open, "loop", "(reify CallbackTests$Kinds (text [_ a] (while true)) (yes [_] (while true) true)"
				+ " (number [_ a b] (reduce + (range))) (maybe [_] (try (while true) (catch Throwable _ (while true))))"
				+ " (several [_] @(promise)) (each [_] (Thread/sleep 100000)) (goesOn [_] (while true) true))");
		assertThat(elsewhere(() -> {
			Kinds kinds = given("loop");
			assertThat(kinds.text("a")).isNull();
			assertThat(kinds.yes()).isFalse();
			assertThat(kinds.number(1, 2)).isZero();
			assertThat(kinds.maybe()).isEmpty();
			assertThat(kinds.several()).isEmpty();
			assertThat(kinds.each()).isEmpty();
			assertThat(kinds.goesOn()).isTrue();
			return Thread.interrupted();
		})).isEqualTo(false);
	}

	@Test
	void loopingFunctionIsEndedAndItsCallerGoesOn() throws Exception {
		give(open, "loops", "(fn [& _] (while true))");
		give(open, "looping", "(let [^java.util.function.Predicate f (fn [a] (while true))] f)");
		assertThat(elsewhere(() -> {
			CallbackTests.<Runnable>given("loops").run();
			assertThat(CallbackTests.<Callable<?>>given("loops").call()).isNull();
			return CallbackTests.<Predicate<Object>>given("looping").test(1);
		})).isEqualTo(false);
	}

	@Test
	void whatACallbackThrowsReachesItsCaller() throws Exception {
		give(patient, "throws",
				"(reify java.util.concurrent.Callable (call [_] (throw (java.io.IOException. \"mine\"))))");
		assertThat(elsewhere(() -> {
			try {
				return CallbackTests.<Callable<?>>given("throws").call();
			}
			catch (IOException ex) {
				return ex.getMessage();
			}
		})).isEqualTo("mine");
	}

	@Test
	void callbackThatPassesItsBudgetAgainAndAgainIsSwitchedOff() throws Exception {
		// on a busy machine a call may pass its budget before it is counted
		assertThat(Awaitility.await().until(() -> {
			give(open, "calls", "0");
			give(open, "often", "(let [calls (atom 0)] (reify java.util.function.BiFunction"
					+ " (apply [_ a b] (swap! calls inc) (give \"calls\" @calls) (while true))))");
			return elsewhere(() -> {
				BiFunction<Object, Object, Object> often = given("often");
				for (int i = 0; i < 50; i++) {
					often.apply(1, 2);
				}
				return given("calls");
			});
		}, (calls) -> (Long) calls >= 3)).isEqualTo(3L);
	}

	@Test
	void whatAnEvaluationRunsItselfHasNoBudget() {
		assertThat(open.eval("(let [r (reify java.util.concurrent.Callable (call [_] (Thread/sleep 200) :done))]"
				+ " [(.call r) @(future (.call r))"
				+ " (let [p (promise)] (.start (Thread. (fn [] (Thread/sleep 200) (deliver p :started)))) @p)])"))
			.isEqualTo("[:done :done :started]");
	}

}
