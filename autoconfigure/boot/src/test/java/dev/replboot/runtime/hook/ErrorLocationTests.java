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

package dev.replboot.runtime.hook;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.BareRepl;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Errors are where Clojure's own REPL says that they are, whichever of our classes stands
 * between the user's code and what throws.
 */
class ErrorLocationTests {

	private static final Pattern NUMBERED = Pattern.compile("(eval|__|--)\\d+|(0x|@)[0-9a-f]+");

	private static BareRepl bare;

	private static TestRepl ours;

	private static String token;

	@BeforeAll
	static void open() {
		bare = BareRepl.start();
		ours = TestRepl.open("repl.prepl.enabled=true", "repl.prepl.port=0", "repl.limits.sessions=100");
		token = ours.token(TestPrincipal.ADMIN);
	}

	@AfterAll
	static void close() {
		ours.close();
		bare.close();
	}

	/**
	 * A call of each method that is replaced, on nothing.
	 * @return forms that throw a NullPointerException
	 */
	private static List<String> hookedCalls() {
		List<String> forms = new ArrayList<>();
		for (Class<?> hooks : List.of(RegexHooks.class, LockHooks.class, JoinHooks.class, BlockingHooks.class,
				ReflectionHooks.class, ThreadHooks.class, TimerHooks.class, JdbcHooks.class, ExecutorHooks.class)) {
			for (Method hook : hooks.getDeclaredMethods()) {
				ReplacementFor replaced = hook.getAnnotation(ReplacementFor.class);
				if (replaced != null && !replaced.isStatic()) {
					String name = replaced.method().isEmpty() ? hook.getName() : replaced.method();
					String arguments = Arrays.stream(hook.getParameterTypes())
						.skip(1)
						.map(ErrorLocationTests::nothing)
						.collect(Collectors.joining(" "));
					for (Class<?> owner : replaced.value()) {
						forms.add("(." + name + " " + nothing(owner) + " " + arguments + ")");
						forms.add("(do (defn ff []\n  (inc 1)\n  (." + name + " " + nothing(owner) + " " + arguments
								+ ")) (ff))");
					}
				}
			}
		}
		return forms;
	}

	private static String nothing(Class<?> type) {
		if (type == int.class) {
			return "(int 1)";
		}
		if (type == String.class) {
			return "\"x\"";
		}
		return type.isArray() ? "nil" : "(let [^" + type.getName() + " x (identity nil)] x)";
	}

	@Test
	void whatHookedMethodsThrowIsWhereClojureSaysThatItIs() {
		List<String> forms = hookedCalls();
		assertThat(forms).hasSizeGreaterThan(60);
		compare(forms, ErrorLocationTests::withoutNullPointerMessage);
	}

	@Test
	void otherErrorsThroughOurClassesAreWhereClojureSaysThatTheyAre() {
		compare(List.of("(loop [i 0] (if (< i 9) (recur (inc i)) (/ 1 0)))",
				"(doseq [i (range 5)]\n  (when (= i 3)\n    (throw (ex-info \"third\" {:i i}))))", "(Thread/sleep -1)",
				"(.sleep Thread -1)", "#\"(a\"", "(re-pattern \"(\")", "(.matches \"a\" \"(\")",
				"(.replaceAll \"aa\" \"a\" \"$5\")", "(.split \"a\" \"(\")", "@(future (/ 1 0))",
				"(.get (java.util.concurrent.CompletableFuture/failedFuture (Exception. \"f\")))",
				"(.join (java.util.concurrent.CompletableFuture/failedFuture (Exception. \"f\")))",
				"(.join (java.util.concurrent.CompletableFuture/supplyAsync\n  (reify java.util.function.Supplier (get [_] (/ 1 0)))))",
				"(.unlock (java.util.concurrent.locks.ReentrantLock.))",
				"(let [l (java.util.concurrent.locks.ReentrantLock.)] (.unlock l))",
				"(.get (.submit (java.util.concurrent.ForkJoinPool/commonPool) ^Callable (fn [] (/ 1 0))))",
				"(.invoke (.getMethod String \"length\" (make-array Class 0)) nil nil)",
				"(.invoke (.getMethod Integer \"parseInt\" (into-array Class [String])) nil (object-array [\"x\"]))",
				"(.newInstance (.getConstructor java.net.URI (into-array Class [String])) (object-array [\":\"]))",
				"(java.net.URL. \"nope\")", "(slurp \"/no/such/file\")", "(.start (Thread/currentThread))",
				"(Integer/parseInt \"x\")", "(java.net.Socket. \"127.0.0.1\" 1)", "(.accept (java.net.ServerSocket.))",
				"(java.net.ServerSocket. -5)", "(.openStream (java.net.URL. \"file:/no/such/file\"))",
				"(.exec (Runtime/getRuntime) \"/no/such/program\")", "(require 'no.such.ns)", "(let [x])",
				"(.addShutdownHook (Runtime/getRuntime) (doto (Thread. (fn [])) (.start) (.join)))",
				"(ns a.b) (defn g [x]\n\n  (.foo x)) (g 1)", "(.awaitAdvance (java.util.concurrent.Phaser.) -1)",
				"(sort (fn [a b] (/ 1 0)) [1 2])", "(proxy [Object] [1 2 3])", "(nth [1] 5)", "(cast String 1)",
				"(map #(/ 1 %) [1 0])", "(reify Object (toString [_] (throw (Exception. \"no text\"))))",
				"(lazy-seq [1 (throw (Exception. \"lazy\"))])", "(eval '(/ 1 0))", "(load-string \"(+ 1\\n (/ 1 0))\")",
				"(.release (java.util.concurrent.Semaphore. 0) -1)", "(dosync (ref-set (ref 1) (/ 1 0)))",
				"(send (agent 1 :validator even?) inc)", "(locking nil 1)",
				"(with-open [x (java.io.FileReader. \"/no/such\")] 1)"), Function.identity());
	}

	// where in it the stack ends is another place each time, also for Clojure
	@Test
	void stackThatOverflowsDoesSoInTheFunctionOfTheForm() {
		assertThat(ours("(defn deep [n] (inc (deep n))) (deep 1)\n"))
			.contains("Execution error (StackOverflowError) at user/deep (REPL:");
	}

	@Test
	void whatAGuardRefusesIsWhereItWasCalled() {
		String answer = ours("(defn leave []\n  (System/exit 0))\n(leave)\n");
		assertThat(answer).contains("at user/leave (REPL:2)").doesNotContain("Scopes");
	}

	@Test
	void anErrorInANamespaceWithANameLikeOursIsThere() {
		assertThat(ours("(ns repl.core)\n(defn leave []\n  (throw (ex-info \"m\" {})))\n(leave)\n"))
			.contains("at repl.core/leave (REPL:3)");
	}

	@Test
	void theStackOfTheLastErrorHasNoFrameOfOurs() {
		String answer = ours(
				"(.lock ^java.util.concurrent.locks.Lock (identity nil))\n(run! println (map str (.getStackTrace *e)))\n"
						+ "(System/exit 0)\n(:trace (Throwable->map *e))\n(try (System/exit 0) (catch Throwable e e))\n");
		assertThat(answer).contains("user$eval").doesNotContainPattern("(\\[|//)(dev\\.replboot|repl\\.kit)");
	}

	private static void compare(List<String> forms, Function<String, String> normalization) {
		SoftAssertions softly = new SoftAssertions();
		for (String form : forms) {
			String theirs = normalization.apply(NUMBERED.matcher(bare(form)).replaceAll("$1$2N"));
			String result = normalization.apply(NUMBERED.matcher(ours(form)).replaceAll("$1$2N"));
			// values are printed in another way
			if (theirs.contains("rror")) {
				softly.assertThat(result).as(form).isEqualTo(theirs);
			}
		}
		softly.assertAll();
	}

	private static String ours(String form) {
		try (ReplClient client = ours.connect()) {
			client.send(token + "\n");
			client.readUntil("user=> ");
			client.send(form + "\n");
			client.endInput();
			return client.readToEnd();
		}
	}

	private static String bare(String form) {
		try (ReplClient client = bare.connect()) {
			client.readUntil("user=> ");
			client.send(form + "\n");
			client.endInput();
			return client.readToEnd();
		}
	}

	// it names the method that was called, which is ours
	private static String withoutNullPointerMessage(String output) {
		return output.replaceAll("Cannot invoke .*", "Cannot invoke");
	}

}
