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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What allocates more than is left is refused before it happens; where that can't be
 * seen, the first {@link OutOfMemoryError} ends the evaluation.
 */
class AllocationTests {

	private static TestRepl repl;

	private static ReplClient client;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.limits.allocation=64MB", "repl.limits.time=1m", "repl.audit.log=false");
		client = repl.login();
	}

	@AfterAll
	static void close() {
		client.close();
		repl.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(long-array 200000000)", "(byte-array 70000000)", "(long-array 20000000 7)",
			"(object-array 200000000)", "(boolean-array 100000000)", "(make-array Long/TYPE 200000000)",
			"(make-array String 20000 20000)", "(into-array Long/TYPE (repeat 200000000 1))",
			"(do (def a20 (byte-array 20000000)) (dotimes [_ 9] (aclone ^bytes a20)))",
			"(java.util.Arrays/copyOf (long-array 10) 200000000)",
			"(java.util.Arrays/copyOf ^longs (long-array 10) 200000000)",
			"(java.util.Arrays/copyOfRange (byte-array 10) 1 200000000)", "(java.util.ArrayList. 200000000)",
			"(java.util.ArrayList. (int 200000000))", "(java.util.HashMap. 200000000)", "(StringBuilder. 200000000)",
			"(.ensureCapacity (StringBuilder.) 200000000)", "(doto (StringBuilder.) (.setLength 200000000))",
			"(.repeat \"ab\" 100000000)", "(let [f #(.repeat %1 %2)] (f \"ab\" 100000000))",
			"(format \"%999999999d\" 1)", "(format \"%-500000000s%500000000s\" 1 2)", "(format \"%.999999999f\" 1.0)",
			"(java.nio.ByteBuffer/allocate 200000000)", "(java.nio.ByteBuffer/allocateDirect 200000000)",
			"(java.nio.LongBuffer/allocate 20000000)", "(.shiftLeft (biginteger 1) 2000000000)",
			"(.pow (biginteger 3) 2000000000)", "(.setBit (biginteger 1) 2000000000)",
			"(java.io.ByteArrayOutputStream. 200000000)", "(java.util.BitSet. 2000000000)",
			"(clojure.string/join (repeat 9 (.repeat \"x\" 20000000)))", "(eval '(long-array 200000000))",
			"@(future (long-array 200000000))",
			"(.invoke (.getMethod String \"repeat\" (into-array Class [Integer/TYPE])) \"ab\" (object-array [(int 100000000)]))",
			"(loop [s \"x\"] (recur (str s s)))", "(loop [s \"x\"] (recur (.concat s s)))",
			"(loop [] (java.nio.ByteBuffer/allocateDirect 2000000) (recur))" })
	void largeAllocationEndsTheEvaluation(String form) {
		assertThat(client.eval(form)).contains("Evaluation stopped: It ", "repl.limits.allocation");
		assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(long-array 2000000000)", "(make-array Object 2000000000)", "(.repeat \"ab\" 900000000)",
			"@(future (long-array 2000000000))", "(.toArray (java.util.Collections/nCopies Integer/MAX_VALUE 1))",
			"(.get (.submit clojure.lang.Agent/soloExecutor ^Callable (fn [] (.toArray (java.util.Collections/nCopies Integer/MAX_VALUE 1)))))",
			"@(future (.toArray (java.util.Collections/nCopies Integer/MAX_VALUE 1)))",
			"(throw (OutOfMemoryError. \"Java heap space\"))" })
	void whoCatchesEverythingDoesNotGoOn(String form) {
		for (String loop : new String[] { "(while true (pass) (try %s (catch Throwable _)))",
				"(loop [] (pass) (try %s (catch Error e (str e))) (recur))",
				"(loop [] (pass) (try (try %s (finally (pass))) (catch Throwable _)) (recur))" }) {
			client.eval("(def passes (atom 0))");
			String typed = loop.replace("(pass)", "(swap! passes inc)").replace("%s", form);
			assertThat(client.eval(typed)).as(typed).contains("Evaluation stopped: ");
			assertThat(client.eval("@passes")).as(typed).matches("[12]");
		}
		assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
	}

	@Test
	void errorThatNobodyCatchesIsAStop() {
		int before = repl.events(AuditType.REPL_EVALUATED).size();
		assertThat(client.eval("(.toArray (java.util.Collections/nCopies Integer/MAX_VALUE 1))"))
			.startsWith("Evaluation stopped: The JVM had no memory left for it (OutOfMemoryError).");
		assertThat(repl.events(AuditType.REPL_EVALUATED).get(before).getAuditEvent().getData()).containsEntry("outcome",
				"allocation");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(alength (long-array 1000000))", "(alength (aclone (byte-array 2000000)))",
			"(count (format \"%1$100000s\" 1))", "(count (format \"%999999999$s\" 1))",
			"(count (java.util.Arrays/copyOfRange (byte-array 3000000) 2999990 3000000))",
			"(count (.repeat \"ab\" 1000000))", "(.capacity (java.nio.ByteBuffer/allocateDirect 2000000))",
			"(.bitLength (.pow (biginteger 1) 2000000000))", "(.bitLength (.shiftLeft (biginteger 0) 2000000000))" })
	void whatIsLeftCanBeAllocated(String form) {
		assertThat(client.eval(form)).doesNotContain("stopped");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(.newInstance (.getConstructor java.util.Date (into-array Class [])) %s)",
			"(.invoke (.getMethod java.util.Arrays \"copyOfRange\""
					+ " (into-array Class [(Class/forName \"[B\") Integer/TYPE Integer/TYPE])) nil %s)" })
	void reflectiveCallWithWrongArgumentsFailsAsInJava(String form) {
		assertThat(client.eval(form.replace("%s", "(object-array [(int 5)])"))).contains("wrong number of arguments");
	}

	@Test
	void limitsOfAPartCount() {
		assertThat(client.eval("(with-limits {:allocation \"200MB\"} (alength (byte-array 70000000)))"))
			.isEqualTo("70000000");
		assertThat(client.eval("(with-limits {:allocation \"1MB\"} (alength (byte-array 2000000)))"))
			.contains("It asked for 1 MB at once, which is more than is left of 1 MB (with-limits)");
	}

	@Test
	void loadingALibraryHasAnAllowanceOfItsOwn() {
		System.setProperty("dev.replboot.greedy", "200");
		assertThat(client.eval("(do (require 'dev.replboot.runtime.greedy) 1)")).isEqualTo("1");
		assertThat(client.eval("(do (require 'dev.replboot.runtime.greedy :reload) (byte-array 63000000) 1)"))
			.isEqualTo("1");
		assertThat(client.eval("(do (require 'dev.replboot.runtime.greedy :reload) (byte-array 70000000) 1)"))
			.contains("more than is left of 64 MB (repl.limits.allocation)");
		System.setProperty("dev.replboot.greedy", "100000");
		assertThat(client.eval("(do (require 'dev.replboot.runtime.greedy :reload) 1)"))
			.contains("(repl.limits.allocation)");
		System.clearProperty("dev.replboot.greedy");
	}

}
