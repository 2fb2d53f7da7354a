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

package dev.replboot.runtime.launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;

import dev.replboot.runtime.EvaluationScope;
import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.StopCause;
import dev.replboot.runtime.TestBeans;
import dev.replboot.runtime.TestRuntime;
import dev.replboot.runtime.ThreadContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IsolatedRuntime}.
 */
@Tag("optimized")
class IsolatedRuntimeTests {

	private static final String HARMFUL = "(java.util.TimeZone/setDefault (java.util.TimeZone/getDefault))";

	private static final String CLOSE = "(.close ^java.io.Closeable x)";

	private static final List<String> guarded = new CopyOnWriteArrayList<>();

	private static final GuardListener LISTENER = new GuardListener() {

		@Override
		public void refused(String what) {
			guarded.add("refused " + what);
		}

		@Override
		public void permitted(String what) {
			guarded.add("permitted " + what);
		}

	};

	private static GenericApplicationContext context;

	private static TestRuntime repl;

	@BeforeAll
	static void open() {
		System.setProperty("clojure.server.bare", "{:port 0 :accept clojure.core.server/repl}");
		context = TestBeans.context();
		repl = TestRuntime.isolated(Map.of("ctx", context), LISTENER);
	}

	@AfterAll
	static void close() {
		System.clearProperty("clojure.server.bare");
		repl.close();
		context.close();
	}

	@Test
	void evaluates() {
		assertThat(repl.eval("(+ 1 2)")).isEqualTo("3");
		assertThat(repl.runtime().clojureVersion()).startsWith("1.12");
	}

	@Test
	void systemPropertiesStartNoBareServer() {
		assertThat(repl.eval("(deref #'clojure.core.server/servers)")).isEqualTo("{}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(System/exit 1)", "(eval '(System/exit 1))", "(run! System/exit [1])",
			"(.exit (Runtime/getRuntime) 1)", "(let [f (fn [r] (.halt r 1))] (f (Runtime/getRuntime)))",
			"(.invoke (.getMethod System \"exit\" (into-array Class [Integer/TYPE])) nil (object-array [(int 1)]))",
			"(shutdown-agents)", "(.close repl.host/ctx)", "(with-open [c ^java.io.Closeable repl.host/ctx])",
			"@(future (System/exit 1))", "(Thread/setDefaultUncaughtExceptionHandler nil)", "(System/setOut nil)",
			"(org.springframework.boot.SpringApplication/exit repl.host/ctx (make-array org.springframework.boot.ExitCodeGenerator 0))" })
	void harmfulCallIsRefused(String form) {
		guarded.clear();
		assertThat(repl.eval(form)).contains("really!");
		assertThat(guarded).singleElement().asString().startsWith("refused ");
		assertThat(context.isActive()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 3000 })
	void guardsAreInAMethodHoweverLarge(int calls) {
		assertThat(repl.eval(large(CLOSE, calls, HARMFUL))).contains("really!");
	}

	@Test
	void aMethodThatIsTooLargeForAllHasPollsAndGuards() {
		// what is tracked when it is made takes seven bytes more
		String tracked = "(java.net.ServerSocket.)";
		assertThat(repl.eval(large(tracked, 4500, HARMFUL))).contains("really!");
		TestRuntime.Running running = repl.start(large(tracked, 4500, "(loop [] (recur))"));
		await(() -> running.scope.cpuNanos() > 0);
		assertThat(running.output).isNotDone();
		assertThat(running.stop()).isNotNegative();
	}

	@Test
	void aMethodThatIsTooLargeForPollsAndGuardsIsRefused() {
		assertThat(repl.eval(large(CLOSE, 6500, "(loop [] (recur))")))
			.contains("is too large: with what it takes to stop it", "It was not defined");
		assertThat(repl.eval("(+ 1 2)")).isEqualTo("3");
	}

	private static String large(String call, int calls, String last) {
		return "((eval (list 'fn '[x] (list 'if '(nil? x) (cons 'do (repeat " + calls + " '" + call + "))) '" + last
				+ ")) (java.io.ByteArrayInputStream. (byte-array 1)))";
	}

	@Test
	void harmfulCallIsPermittedWhenMeant() {
		guarded.clear();
		assertThat(repl.eval("(dev.replboot.runtime.stop.Scopes/permitting"
				+ " (fn [] (java.util.Locale/setDefault (java.util.Locale/getDefault)) :done))"))
			.isEqualTo(":done");
		assertThat(guarded).containsExactly("permitted Locale/setDefault");
	}

	@Test
	void permissionIsNotPassedOnToOtherThreads() {
		assertThat(repl.eval("(dev.replboot.runtime.stop.Scopes/permitting (fn [] @(future (System/exit 1))))"))
			.contains("really!");
	}

	@Test
	void contextIsEnteredOnEveryThread() throws Exception {
		List<String> entered = new CopyOnWriteArrayList<>();
		ThreadContext threadContext = () -> {
			entered.add("in");
			return () -> entered.add("out");
		};
		TestRuntime.Running running = repl.start("(do @(future 1) (.join (doto (Thread. (fn [])) (.start)))"
				+ " (.get (java.util.concurrent.CompletableFuture/supplyAsync (fn [] 1))))", threadContext);
		assertThat(running.output.get(60, TimeUnit.SECONDS)).isEqualTo("1");
		await(running.scope::isOver);
		assertThat(entered).hasSize(8).filteredOn("in"::equals).hasSize(4);
	}

	@Test
	void allocationIsCountedOnChildThreadsToo() throws Exception {
		TestRuntime.Running running = repl
			.start("(do @(future (count (byte-array 30000000))) (count (byte-array 20000000)))");
		running.output.get(60, TimeUnit.SECONDS);
		assertThat(running.scope.allocatedBytes()).isBetween(50_000_000L, 80_000_000L);
	}

	@Test
	void workThatGoesOnAfterTheBodyCanBeStopped() throws Exception {
		TestRuntime.Running running = repl.start("(do (future (while true)) :returned)");
		assertThat(running.output.get(60, TimeUnit.SECONDS)).isEqualTo(":returned");
		await(running.scope::isBodyOver);
		assertThat(running.scope.isOver()).isFalse();
		assertThat(running.stop()).isNotNegative();
	}

	@ParameterizedTest
	@ValueSource(strings = { "@(future 1)", "(deref (future (throw (Exception.))) 60000 9)",
			"(run! deref (repeatedly 9 #(future 1)))", "(deref (future (Thread/sleep 1)) 60000 nil)",
			"(.get (.submit clojure.lang.Agent/soloExecutor ^Callable (fn [] 1)))",
			"(.get (.submit clojure.lang.Agent/pooledExecutor ^Runnable (fn [] 1)))",
			"(let [f (future (Thread/sleep 60000))] (future-cancel f))" })
	void whoeverHasWaitedForAFutureFindsNothingRunning(String form) throws Exception {
		for (int i = 0; i < 100; i++) {
			TestRuntime.Running running = repl.start(form);
			running.output.get(60, TimeUnit.SECONDS);
			if (form.contains("cancel")) {
				// nobody can wait for what a cancelled future still does
				await(running.scope::isOver);
			}
			assertThat(running.scope.isOver()).as("time %s", i).isTrue();
		}
	}

	@Test
	void scopeThatIsOverTakesNoStop() {
		TestRuntime.Running running = repl.start("1");
		await(running.scope::isOver);
		assertThat(running.scope.stop(new StopCause(StopCause.Kind.TIME, "late"))).isFalse();
		assertThat(running.scope.stopCause()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(let [xs (list 1 2 3)] (delay (%s) (vec xs)))",
			"(let [xs (list 1 2 3)] (delay (try (%s) (catch Throwable t (throw (RuntimeException. t)))) (vec xs)))",
			"(let [xs (list 1 2 3)] (delay @(delay (%s)) (vec xs)))",
			"(let [xs (list 1 2 3)] (map (fn [x] (%s) x) xs))", "(let [xs (list 1 2 3)] (lazy-seq (%s) xs))",
			"(filter (fn [x] (%s) x) (vec (range 100)))", "(map (fn [x] (if (= 3 x) (%s)) x) (list 1 2 3 4))" })
	void whatWasStoppedHalfWaySaysSo(String lazy) {
		// the wait is interrupted, the loop polled
		for (String once : List.of("(Thread/sleep 600000)", "(loop [] (recur))")) {
			repl.eval("(do (def times (atom 0)) (def began (promise))"
					+ " (defn once [] (when (= 1 (swap! times inc)) (deliver began 1) " + once + ")) (def d "
					+ lazy.formatted("once") + "))");
			TestRuntime.Running running = repl.start("(vec (if (seq? d) d @d))");
			assertThat(repl.eval("(deref began 30000 :never)")).isEqualTo("1");
			assertThat(running.stop()).isNotNegative();
			assertThat(repl.eval("(vec (if (seq? d) d @d))")).contains("was stopped while it was realized",
					"Make it again.");
			assertThat(repl.eval("@times")).isEqualTo("1");
		}
	}

	@Test
	void delayOfALibraryIsRealisedToItsEnd() {
		repl.eval("(require 'acme.repl.once)");
		TestRuntime.Running running = repl.start("(do @acme.repl.once/table (loop [] (recur)))");
		assertThat(repl.eval("(deref acme.repl.once/began 30000 :never)")).isEqualTo("true");
		assertThat(running.stop()).isNotNegative();
		assertThat(repl.eval("@acme.repl.once/table")).isEqualTo("[:a :b :c]");
	}

	@Test
	void failureIsWhatADelayGives() {
		repl.eval("(do (def times (atom 0)) (def d (delay (swap! times inc) (throw (ex-info \"no\" {})))))");
		assertThat(repl.eval("@d")).contains("no");
		assertThat(repl.eval("@d")).contains("no");
		assertThat(repl.eval("@times")).isEqualTo("1");
	}

	// those of the macros' specs are run when a macro is used for the first time
	@Test
	void stopWhileAMacroIsCheckedHarmsNoOtherUseOfIt() {
		try (TestRuntime fresh = TestRuntime.isolated(Map.of())) {
			TestRuntime.Running running = fresh
				.start("(loop [n 0] (eval '(defn f [v w o] (let [[a & b] v] (str a w o))))" + " (recur (inc n)))");
			running.scope.stop(new StopCause(StopCause.Kind.INTERRUPTED, "stopped by the test"));
			running.stop();
			assertThat(fresh.eval("(defn f [v w o] (let [[a & b] v] (str a w o)))")).isEqualTo("#'user/f");
		}
	}

	@Test
	void interruptDoesNotReachWhatThePooledThreadDoesNext() {
		for (int i = 0; i < 20; i++) {
			TestRuntime.Running running = repl.start("@(future (Thread/sleep 100000))");
			await(() -> running.scope.threads().size() == 2);
			assertThat(running.stop()).isNotNegative();
			assertThat(repl.eval("@(future (Thread/sleep 2) :undisturbed)")).isEqualTo(":undisturbed");
		}
	}

	@Test
	void stopActionIsRunOnce() {
		List<String> actions = new CopyOnWriteArrayList<>();
		TestRuntime.Running running = repl.start("(while true)");
		running.scope.onStop(() -> actions.add("stopped"));
		EvaluationScope.Registration registration = running.scope.onStop(() -> actions.add("closed before"));
		registration.close();
		running.stop();
		await(() -> !actions.isEmpty());
		assertThat(actions).containsExactly("stopped");
	}

	@Test
	void severalEvaluationsAreStoppedAtOnceAndOthersGoOn() {
		TestRuntime.Running bystander = repl.start("(loop [i 0] (recur (inc i)))");
		List<TestRuntime.Running> stopped = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			stopped.add(repl.start("(loop [] (try (reduce + (range 1000)) (catch Throwable _)) (recur))"));
		}
		stopped.forEach((running) -> running.scope.stop(new StopCause(StopCause.Kind.TIME, "all")));
		stopped.forEach((running) -> assertThat(running.stop()).isNotNegative());
		assertThat(bystander.output).isNotDone();
		assertThat(bystander.stop()).isNotNegative();
	}

	@Test
	void libraryWhoseLoadingWasStoppedCanBeLoadedAgain() {
		System.setProperty("dev.replboot.slow", "true");
		TestRuntime.Running running = repl.start("(require 'dev.replboot.runtime.slow)");
		await(() -> System.getProperty("dev.replboot.slow").equals("loading"));
		assertThat(running.stop()).isNotNegative();
		System.setProperty("dev.replboot.slow", "false");
		assertThat(repl.eval("(do (require 'dev.replboot.runtime.slow) @(resolve 'dev.replboot.runtime.slow/answer))"))
			.isEqualTo("42");
		System.clearProperty("dev.replboot.slow");
	}

	@Test
	void librariesThreadsOutliveTheEvaluationThatNeededThemFirst() {
		TestRuntime.Running running = repl.start("(do (require '[clojure.core.async :as a])"
				+ " (a/<!! (a/timeout 10)) (a/<!! (a/go (a/<! (a/timeout 1))))"
				+ " (System/setProperty \"dev.replboot.async\" \"used\") (while true))");
		await(() -> System.getProperty("dev.replboot.async") != null);
		assertThat(running.stop()).isNotNegative();
		assertThat(repl.eval("(do (require '[clojure.core.async :as a]) (a/<!! (a/go (a/<! (a/timeout 1)) :passed)))"))
			.isEqualTo(":passed");
	}

	@Test
	void eachFormThatNeedsWhatCouldNotBeLoadedIsTold() {
		try (TestRuntime broken = TestRuntime.isolated("dev.replboot.runtime.broken")) {
			for (int i = 0; i < 3; i++) {
				assertThat(broken.eval("(do (name-of-the-kit))")).contains("could not be loaded", "jar is gone")
					.doesNotContain("Unable to resolve");
			}
			assertThat(broken.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void functionCalledAfterClosingDoesNothing() throws Exception {
		TestRuntime other = TestRuntime.isolated(Map.of());
		List<Runnable> kept = new ArrayList<>();
		TestRuntime.Running running = other.start("(fn [] (+ 1 2))");
		running.output.get(60, TimeUnit.SECONDS);
		kept.add((Runnable) running
			.value("(reify Runnable (run [_] (System/setProperty \"dev.replboot.kept\" \"run\")))"));
		kept.get(0).run();
		assertThat(System.clearProperty("dev.replboot.kept")).isEqualTo("run");
		assertThat(other.unload().leftovers()).isEmpty();
		kept.get(0).run();
		assertThat(System.getProperty("dev.replboot.kept")).isNull();
		assertThat(repl.eval("(+ 1 2)")).isEqualTo("3");
	}

	private static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("Waited too long").isLessThan(deadline);
			LockSupport.parkNanos(1_000_000);
		}
	}

}
