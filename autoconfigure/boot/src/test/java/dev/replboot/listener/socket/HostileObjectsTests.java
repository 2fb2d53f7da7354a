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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What looks after evaluations and closes the REPL runs nothing that an evaluation's
 * objects override, and what a step asks these objects can be stopped.
 */
class HostileObjectsTests {

	private static TestRepl repl;

	private static ReplClient other;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.limits.time=400ms", "repl.limits.sessions=100", "repl.audit.log=false");
		other = repl.login();
	}

	@AfterAll
	static void close() {
		assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
		other.close();
		repl.close();
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"(do (.start (proxy [Thread] [] (run [] L) (interrupt [] L) (getState [] L) (getId [] L) (getStackTrace [] L)"
					+ " (hashCode [] L) (equals [o] L) (toString [] L) (getContextClassLoader [] L) (isInterrupted [] L))) L)",
			"(let [pool (java.util.concurrent.ForkJoinPool/commonPool)]"
					+ " (.start (proxy [java.util.concurrent.ForkJoinWorkerThread] [pool] (interrupt [] L) (getState [] L)"
					+ " (getStackTrace [] L) (hashCode [] L) (getId [] L) (run [] (deref (future L))))) L)",
			"(do (.start (Thread. (fn [] (throw (proxy [RuntimeException] [] (toString [] L)))))) L)",
			"(do (.start (doto (Thread. (fn [] (throw (Exception.)))) (.setUncaughtExceptionHandler"
					+ " (reify Thread$UncaughtExceptionHandler (uncaughtException [_ t e] L))))) (Thread/sleep 10) 1)",
			"(do (send (agent 0 :error-handler (fn [_ e] L)) (fn [_] (throw (Exception.)))) L)",
			"(do (def socket (proxy [java.net.Socket] [] (close [] L))) L)",
			"(do (set-validator! #'*e (fn [_] L)) (/ 1 0))", "(do (set-validator! #'*1 (fn [_] L)) 1)",
			"(throw (doto (Exception. \"x\") (.addSuppressed (proxy [RuntimeException] [] (getStackTrace [] L)))))",
			"(throw (doto (Exception. \"x\") (.addSuppressed (proxy [RuntimeException] [] (getCause [] L)))))",
			"(throw (proxy [RuntimeException] [] (setStackTrace [x] L) (fillInStackTrace [] L)))",
			"(sorted-map (reify Comparable (compareTo [_ o] L)) 1 (reify Comparable (compareTo [_ o] L)) 2)",
			"(hash-set (reify Object (hashCode [_] L)) 2)", "#{(reify Object (hashCode [_] L))}",
			"(do (set! *out* (proxy [java.io.Writer] [] (write ([a] L) ([a b c] L)) (flush [] L) (close []))) 1)",
			"(do (set! *err* (proxy [java.io.Writer] [] (write ([a] L) ([a b c] L)) (flush [] L) (close []))) (/ 1 0))" })
	void whatObjectsOverrideIsStopped(String form) {
		try (ReplClient client = repl.login()) {
			String answer = client.eval(form.replaceAll("\\bL\\b", "(while true)"));
			// some return, and are stopped in the background
			assertThat(answer).matches("(?s)1|Execution error.*|.*repl\\.limits\\.time.*");
		}
		assertThat(other.eval("(while true)")).contains("repl.limits.time");
	}

}
