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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.util.StringValueResolver;

import dev.replboot.runtime.TestRuntime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that code of an evaluation does nothing and throws nothing on the application's
 * threads after the REPL was closed.
 */
@Tag("optimized")
class CallbackClosedTests extends CallbackTests {

	private static TestRuntime closed;

	private static TestRuntime open;

	@BeforeAll
	static void load() {
		closed = repl(Duration.ofMinutes(1));
		open = repl(Duration.ofMillis(100));
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

	@AfterAll
	static void close() {
		open.close();
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

}
