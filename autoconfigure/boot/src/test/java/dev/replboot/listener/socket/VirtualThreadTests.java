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

package dev.replboot.listener.socket;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loops in virtual threads leave the application's virtual threads a carrier, and are
 * stopped like others.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTests {

	private static final int MORE_THAN_CARRIERS = Runtime.getRuntime().availableProcessors() + 2;

	private static TestRepl repl;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.limits.time=1m", "repl.audit.log=false");
	}

	@AfterAll
	static void close() {
		assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
		repl.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(.start (Thread/ofVirtual) (fn [] B (loop [i 0] (recur (inc i)))))",
			"(Thread/startVirtualThread (fn [] B (while true)))",
			"(Thread/startVirtualThread (fn [] B ((fn again [n] (if (neg? n) 0 (+ (again (dec n)) (again (dec n))))) 60)))",
			"(.submit (java.util.concurrent.Executors/newVirtualThreadPerTaskExecutor) ^Callable (fn [] B (reduce + (range))))",
			"(let [f (Executors/newVirtualThreadPerTaskExecutor)] (.execute ^Executor f"
					+ " (fn [] B (.matches \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" \"((x|x)+)+y\"))))" })
	void loopsLeaveOthersACarrier(String start) throws Exception {
		try (ReplClient client = repl.login()) {
			client.eval("(import '(java.util.concurrent Executor Executors))");
			client.eval("(def begun (java.util.concurrent.CountDownLatch. " + MORE_THAN_CARRIERS + "))");
			client.eval("(dotimes [_ " + MORE_THAN_CARRIERS + "] " + start.replace("B", "(.countDown begun)") + ")");
			// each of them has had its turn although the others go on
			assertThat(client.eval("(.await begun 30 java.util.concurrent.TimeUnit/SECONDS)")).isEqualTo("true");
			assertThat(runsVirtually()).isTrue();
		}
	}

	private static boolean runsVirtually() throws ReflectiveOperationException, InterruptedException {
		CountDownLatch ran = new CountDownLatch(1);
		Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, (Runnable) ran::countDown);
		return ran.await(30, TimeUnit.SECONDS);
	}

}
