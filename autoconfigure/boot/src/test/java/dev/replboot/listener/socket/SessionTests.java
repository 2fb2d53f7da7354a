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

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a session keeps and shows.
 */
class SessionTests {

	private static TestRepl repl;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.limits.sessions=100", "repl.limits.sessions-per-principal=100");
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@Test
	void bindingsAreEachSessionsOwn() {
		try (ReplClient one = repl.login(); ReplClient other = repl.login()) {
			assertThat(one.eval(":mine")).isEqualTo(":mine");
			assertThat(one.eval("(set! *print-length* 2)")).isEqualTo("2");
			assertThat(one.eval("(range)")).isEqualTo("(0 1 ...)");
			assertThat(other.eval("*1")).isEqualTo("nil");
			assertThat(other.eval("(range 5)")).isEqualTo("(0 1 2 3 4)");
			one.send("(ns one.own) (/ 1 0)\n");
			assertThat(one.readUntil("one.own=> ")).contains("Divide by zero");
			assertThat(other.eval("[(ns-name *ns*) *e]")).isEqualTo("[user nil]");
		}
	}

	@Test
	void lastValuesAndErrorAreKept() {
		try (ReplClient client = repl.login()) {
			assertThat(client.eval(":a :b :c")).isEqualTo(":a\n:b\n:c");
			assertThat(client.eval("[*1 *2 *3]")).isEqualTo("[:c :b :a]");
			client.eval("(throw (ex-info \"mine\" {:a 1}))");
			assertThat(client.eval("(ex-data *e)")).isEqualTo("{:a 1}");
			assertThat(client.eval("*2")).isEqualTo("[:c :b :a]");
		}
	}

	@Test
	void promptNamesTheNamespace() {
		try (ReplClient client = repl.login()) {
			client.send("(in-ns 'prompt.test)\n");
			assertThat(client.readUntil("prompt.test=> ")).startsWith("#object[clojure.lang.Namespace");
			client.send("(clojure.core/in-ns 'user)\n");
			client.readUntil("user=> ");
		}
	}

	@Test
	void textOfAnyScriptGoesInAndOutInPieces() {
		try (ReplClient client = repl.login()) {
			for (byte next : "\"\ud83d\ude00 \u00e9 \u4e2d\"\n".getBytes(StandardCharsets.UTF_8)) {
				client.sendBytes(new byte[] { next });
			}
			assertThat(client.readUntil("user=> ")).isEqualTo("\"\ud83d\ude00 \u00e9 \u4e2d\"\nuser=> ");
			// the halves of a pair written apart, and one that never gets its other half
			assertThat(client.eval("(do (.write *out* 0xd83d) (.write *out* 0xde00) (newline))"))
				.isEqualTo("\ud83d\ude00\nnil");
			assertThat(client.eval("(do (.write *out* 0xd83d) (newline) :after)")).isEqualTo("?\n:after");
			client.sendBytes(new byte[] { '"', (byte) 0xc3, '(', (byte) 0xf0, '"', '\n' });
			assertThat(client.readUntil("user=> ")).isEqualTo("\"\ufffd(\ufffd\"\nuser=> ");
		}
	}

	@Test
	void outputOfThreadsThatAFormStartedIsShown() {
		try (ReplClient client = repl.login()) {
			assertThat(client.eval("(def p (promise))")).isEqualTo("#'user/p");
			assertThat(client.eval("(do (future @p (println \"from the future\")) nil)")).isEqualTo("nil");
			client.send("(do (deliver p 1) nil)\n");
			// the line ends apart from it, maybe after the value of the form
			client.readUntil("from the future");
		}
	}

	@Test
	void lineThatWasPrintedIsShownWhileTheFormGoesOn() {
		try (ReplClient client = repl.login()) {
			client.send("(do (println \"now\") (println \"and now\") (Thread/sleep 600000))\n");
			client.readUntil("now\nand now\n");
			client.ctrlC();
			assertThat(client.readUntil("user=> ")).contains("Evaluation stopped: It was interrupted");
		}
	}

	@Test
	void outputThatIsSetElsewhereComesBack() {
		try (ReplClient client = repl.login()) {
			client.eval("(def mine *out*)");
			client.eval("(def other (java.io.StringWriter.))");
			assertThat(client.eval("(do (set! *out* other) 1)")).isEmpty();
			assertThat(client.eval("(println \"hidden\")")).isEmpty();
			assertThat(client.eval("(do (set! *out* mine) nil)")).isEqualTo("nil");
			assertThat(client.eval("(str other)")).contains("hidden");
		}
	}

	@Test
	void outputThatCodeClosesStaysOpen() {
		try (ReplClient client = repl.login()) {
			assertThat(client.eval("(do (.close *out*) (.close *err*) 1)")).isEqualTo("1");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

}
