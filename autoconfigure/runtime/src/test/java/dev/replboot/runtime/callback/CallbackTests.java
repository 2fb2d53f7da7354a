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
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.util.StringValueResolver;

import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.runtime.TestRuntime;
import dev.replboot.runtime.launch.Runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for code of an evaluation that runs on the application's threads: while the REPL
 * is open it has a budget, and afterwards it does nothing and throws nothing.
 */
@Tag("optimized")
public class CallbackTests {

	/**
	 * The application's side: what it was given, by name.
	 */
	public static final Map<String, Object> GIVEN = new ConcurrentHashMap<>();

	private static TestRuntime closed;

	private static TestRuntime open;

	// whose budget nobody passes, however busy the machine
	private static TestRuntime patient;

	@BeforeAll
	static void load() {
		closed = repl(Duration.ofMinutes(1));
		open = repl(Duration.ofMillis(100));
		patient = repl(Duration.ofMinutes(5));
		give(closed, "reify", "(reify CallbackTests$Kinds (text [_ a] a) (yes [_] true) (number [_ a b] 5)"
				+ " (maybe [_] (java.util.Optional/of \"a\")) (several [_] [\"a\"]) (each [_] [\"a\"])"
				+ " (later [_] (java.util.concurrent.CompletableFuture.)) (numbers [_] (int-array 3)) (goesOn [_] false)"
				+ " (toString [_] \"mine\") (equals [_ o] true) (hashCode [_] 3))");
		give(closed, "proxy", "(proxy [CallbackTests$Kinds] [] (text [a] a) (yes [] true) (number [a b] 5)"
				+ " (maybe [] (java.util.Optional/of \"a\")) (several [] [\"a\"]) (each [] [\"a\"])"
				+ " (later [] (java.util.concurrent.CompletableFuture.)) (numbers [] (int-array 3)) (goesOn [] false))");
		give(closed, "record", "(do (defrecord Mine [x] CallbackTests$Kinds (text [_ a] a) (yes [_] true)"
				+ " (number [_ a b] 5) (maybe [_] (java.util.Optional/of \"a\")) (several [_] [\"a\"]) (each [_] [\"a\"])"
				+ " (later [_] (java.util.concurrent.CompletableFuture.)) (numbers [_] (int-array 3))"
				+ " (goesOn [_] false)) (->Mine 1))");
		give(closed, "base", "(proxy [CallbackTests$Base] [] (name [] \"mine\") (weight [] 100))");
		give(closed, "filter", "(reify CallbackTests$Filter (doFilter [_ request next] nil))");
		give(closed, "once", "(proxy [CallbackTests$Once] [] (inner [request next] nil))");
		give(closed, "decorator", "(reify CallbackTests$Decorator (decorate [_ task] nil))");
		give(closed, "resolver",
				"(reify org.springframework.util.StringValueResolver (resolveStringValue [_ s] \"b\"))");
		give(closed, "runnable", "(fn [] (throw (Error. \"called\")))");
		give(closed, "var", "(do (defn called [] (throw (Error. \"called\"))) #'called)");
		give(closed, "comparator", "(fn [a b] (< a b))");
		give(closed, "function", "(let [^java.util.function.Function f (fn [a] :called)] f)");
		give(closed, "predicate", "(let [^java.util.function.Predicate f (fn [a] true)] f)");
		give(closed, "long", "(let [^java.util.function.ToLongFunction f (fn [a] 1)] f)");
		give(closed, "int", "(let [^java.util.function.IntBinaryOperator f (fn [a b] 1)] f)");
		give(closed, "reflective",
				"(let [h (java.util.ArrayList.) f (fn [a] false)]"
						+ " (.removeIf ^java.util.ArrayList h f) (.put CallbackTests/GIVEN \"supplier\""
						+ " (let [^java.util.function.Supplier s (fn [] :called)] s)) f)");
		give(closed, "handler", "(reify java.lang.reflect.InvocationHandler (invoke [_ p m a] 5))");
		give(closed, "postprocessor", "(reify org.springframework.beans.factory.config.BeanPostProcessor"
				+ " (postProcessAfterInitialization [_ bean name] \"another\"))");
		give(closed, "authorization", "(reify org.springframework.security.authorization.AuthorizationManager"
				+ " (authorize [_ who what] (org.springframework.security.authorization.AuthorizationDecision. true)))");
		give(closed, "authorizing", "(let [^org.springframework.security.authorization.AuthorizationManager f"
				+ " (fn [who what] (org.springframework.security.authorization.AuthorizationDecision. true))] f)");
		give(closed, "lazy", "(map (fn [x] (inc x)) [1 2 3])");
		give(closed, "delay", "(delay (throw (Error. \"called\")))");
		give(closed, "multi", "(do (defmulti m (fn [x] x)) (defmethod m :default [x] (throw (Error. \"called\"))) m)");
		give(closed, "data", "{:a [1 2 {\"b\" #{3}}] \"c\" '(4 5)}");
		give(closed, "iterator", "(reify java.util.Iterator (hasNext [_] true) (next [_] 1))");
		assertThat(closed.unload().leftovers()).isEmpty();
	}

	private static TestRuntime repl(Duration budget) {
		TestRuntime repl = new TestRuntime(Runtimes.isolated(GuardListener.NONE, budget)
			.load(new RuntimeSetup(CallbackTests.class.getClassLoader(), Map.of(),
					List.of("dev.replboot.runtime.nokit"), List.of())));
		assertThat(repl.eval("(do (import '(dev.replboot.runtime.callback CallbackTests CallbackTests$Kinds"
				+ " CallbackTests$Base CallbackTests$Filter CallbackTests$Next CallbackTests$Once CallbackTests$Decorator))"
				+ " (defn give [k v] (.put ^java.util.Map CallbackTests/GIVEN k v) nil))"))
			.isEqualTo("#'user/give");
		return repl;
	}

	private static void give(TestRuntime repl, String name, String form) {
		assertThat(repl.eval("(give \"" + name + "\" " + form + ")")).isEqualTo("nil");
	}

	@SuppressWarnings("unchecked")
	private static <T> T given(String name) {
		return (T) GIVEN.get(name);
	}

	@AfterAll
	static void close() {
		open.close();
		patient.close();
		GIVEN.clear();
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
	void objectsOfAClosedReplGiveNeutralValues() {
		for (String name : List.of("reify", "proxy", "record")) {
			Kinds kinds = given(name);
			assertThat(kinds.text("a")).as(name).isNull();
			assertThat(kinds.yes()).isFalse();
			assertThat(kinds.number(1, 2)).isZero();
			assertThat(kinds.maybe()).isEmpty();
			assertThat(kinds.several()).isEmpty();
			assertThat(kinds.each()).isEmpty();
			assertThat(kinds.later()).isDone();
			assertThat(kinds.numbers()).isEmpty();
			assertThat(kinds.goesOn()).isTrue();
		}
	}

	@Test
	void objectsOfAClosedReplCanBeComparedAndPrinted() {
		Kinds mine = given("reify");
		assertThat(mine.toString()).startsWith("user$");
		assertThat(mine.equals(mine)).isTrue();
		assertThat(mine.equals("a")).isFalse();
		assertThat(new HashSet<>(List.of(mine, given("proxy")))).contains(mine);
	}

	@Test
	void whatAnObjectOfAClosedReplOverridesIsCalledInstead() {
		Base base = given("base");
		assertThat(base.name()).isEqualTo("base");
		assertThat(base.twice()).isEqualTo(14);
		BeanPostProcessor processor = given("postprocessor");
		assertThat(processor.postProcessAfterInitialization("bean", "name")).isEqualTo("bean");
	}

	@Test
	void filterOfAClosedReplPassesOn() {
		List<String> requests = new ArrayList<>();
		CallbackTests.<Filter>given("filter").doFilter("request", requests::add);
		assertThat(requests).containsExactly("request");
		CallbackTests.<Once>given("once").doFilter("another", (request) -> requests.add(request.toString()));
		assertThat(requests).containsExactly("request", "another");
	}

	@Test
	void functionsOfAClosedReplGiveNeutralValues() throws Exception {
		CallbackTests.<Runnable>given("runnable").run();
		assertThat(CallbackTests.<Callable<?>>given("runnable").call()).isNull();
		CallbackTests.<Runnable>given("var").run();
		assertThat(CallbackTests.<Comparator<Object>>given("comparator").compare(1, 2)).isZero();
		assertThat(CallbackTests.<Function<Object, Object>>given("function").apply(1)).isNull();
		assertThat(CallbackTests.<Predicate<Object>>given("predicate").test(1)).isFalse();
		assertThat(CallbackTests.<ToLongFunction<Object>>given("long").applyAsLong(1)).isZero();
		assertThat(CallbackTests.<IntBinaryOperator>given("int").applyAsInt(1, 2)).isZero();
		assertThat(CallbackTests.<Supplier<Object>>given("supplier").get()).isNull();
	}

	// what isn't there grants: see AuthorizationFilter
	@ParameterizedTest
	@ValueSource(strings = { "authorization", "authorizing" })
	void authorizationManagerOfAClosedReplDenies(String name) {
		AuthorizationResult result = CallbackTests.<AuthorizationManager<Object>>given(name)
			.authorize(() -> null, "a request");
		assertThat(result).isNotNull().extracting(AuthorizationResult::isGranted).isEqualTo(false);
	}

	@Test
	void proxiesOfAClosedReplGiveNeutralValues() {
		InvocationHandler handler = given("handler");
		Kinds kinds = (Kinds) Proxy.newProxyInstance(CallbackTests.class.getClassLoader(),
				new Class<?>[] { Kinds.class }, handler);
		assertThat(kinds.number(1, 2)).isZero();
		assertThat(kinds.maybe()).isEmpty();
		assertThat(kinds.toString()).contains("closed");
		assertThat(kinds).isEqualTo(kinds).hasSameHashCodeAs(kinds);
	}

	@Test
	void unfinishedWorkOfAClosedReplEndsAndThrowsNothing() throws Exception {
		assertThat(new ArrayList<>(CallbackTests.<Collection<?>>given("lazy"))).allMatch((element) -> element == null);
		Object delayed = given("delay");
		assertThat(delayed.getClass().getMethod("deref").invoke(delayed)).isNull();
		assertThat(CallbackTests.<Callable<?>>given("multi").call()).isNull();
		assertThat(CallbackTests.<Iterator<?>>given("iterator").hasNext()).isFalse();
	}

	@Test
	void dataOfAClosedReplIsTheApplicationsToKeep() {
		Map<?, ?> data = given("data");
		assertThat(data.get("c")).isEqualTo(List.of(4L, 5L));
		assertThat(data.toString()).contains("#{3}");
		assertThat(data).hasSize(2).isEqualTo(new HashMap<>(data));
	}

	@Test
	void whatMakesAnotherOneOfSomethingLeavesItAsItIs() {
		Runnable task = () -> {
		};
		assertThat(CallbackTests.<Decorator>given("decorator").decorate(task)).isSameAs(task);
		assertThat(CallbackTests.<StringValueResolver>given("resolver").resolveStringValue("a")).isEqualTo("a");
	}

	/**
	 * What the application has kept of a closed REPL reaches evaluations of the next one
	 * as well: a handler of observations hears of each of them.
	 */
	@Test
	void evaluationOfAnotherReplIsTurnedAwayAsTheApplicationIs() throws Exception {
		List<Throwable> failures = new ArrayList<>();
		GIVEN.put("all", (Runnable) () -> {
			try {
				objectsOfAClosedReplGiveNeutralValues();
				objectsOfAClosedReplCanBeComparedAndPrinted();
				whatAnObjectOfAClosedReplOverridesIsCalledInstead();
				filterOfAClosedReplPassesOn();
				functionsOfAClosedReplGiveNeutralValues();
				authorizationManagerOfAClosedReplDenies("authorization");
				proxiesOfAClosedReplGiveNeutralValues();
				unfinishedWorkOfAClosedReplEndsAndThrowsNothing();
				dataOfAClosedReplIsTheApplicationsToKeep();
				whatMakesAnotherOneOfSomethingLeavesItAsItIs();
			}
			catch (Throwable ex) {
				failures.add(ex);
			}
		});
		assertThat(open.eval("(.run ^Runnable (.get CallbackTests/GIVEN \"all\"))")).isEqualTo("nil");
		assertThat(open.eval("(deref (future (.run ^Runnable (.get CallbackTests/GIVEN \"all\"))))")).isEqualTo("nil");
		give(open, "callback", "(reify Runnable (run [_] (.run ^Runnable (.get CallbackTests/GIVEN \"all\"))))");
		CallbackTests.<Runnable>given("callback").run();
		assertThat(failures).isEmpty();
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

	// fails if it is interrupted
	private static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
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

	private static CompletableFuture<Object> onThread(Callable<Object> task) {
		CompletableFuture<Object> result = new CompletableFuture<>();
		start(task, result);
		return result;
	}

	private static Thread start(Callable<Object> task, CompletableFuture<Object> result) {
		Thread thread = new Thread(() -> {
			try {
				result.complete(task.call());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		}, "application");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	// on a thread that has nothing to do with the REPL
	private static Object elsewhere(Callable<Object> task) throws Exception {
		CompletableFuture<Object> result = new CompletableFuture<>();
		Thread thread = start(task, result);
		try {
			return result.get(60, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex.getCause());
		}
		catch (TimeoutException ex) {
			AssertionError error = new AssertionError("Still runs");
			error.setStackTrace(thread.getStackTrace());
			throw error;
		}
	}

	/**
	 * A kind of thing that an application calls back.
	 */
	public interface Kinds {

		String text(String argument);

		boolean yes();

		int number(long first, double second);

		Optional<String> maybe();

		List<String> several();

		Iterable<String> each();

		CompletableFuture<String> later();

		int[] numbers();

		default boolean goesOn() {
			return true;
		}

	}

	/**
	 * A class of the application that is extended.
	 */
	public static class Base {

		public String name() {
			return "base";
		}

		protected int weight() {
			return 7;
		}

		public int twice() {
			return 2 * weight();
		}

	}

	/**
	 * Passes on to the next one.
	 */
	public interface Filter {

		void doFilter(String request, Next next);

	}

	/**
	 * Passes on what it gets to a method that takes less of it.
	 */
	public abstract static class Once {

		public final void doFilter(String request, Following next) {
			inner(request, next);
		}

		protected abstract void inner(String request, Following next);

	}

	/**
	 * Takes more than strings.
	 */
	public interface Following {

		void doFilter(CharSequence request);

	}

	/**
	 * Makes another task of a task.
	 */
	public interface Decorator {

		Runnable decorate(Runnable task);

	}

	/**
	 * The next one.
	 */
	public interface Next {

		void doFilter(String request);

	}

}
