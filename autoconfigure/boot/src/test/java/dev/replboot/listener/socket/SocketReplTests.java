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

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SocketReplListener} as its users see it.
 */
class SocketReplTests {

	private static TestRepl repl;

	@BeforeAll
	static void open() {
		repl = TestRepl.open();
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	@Test
	void formsAreEvaluatedOneAfterTheOther() {
		try (ReplClient client = repl.login()) {
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			assertThat(client.eval("[*1 (inc *1)]")).isEqualTo("[3 4]");
			assertThat(client.eval("(def x 1) (def y 2) (+ x y)")).isEqualTo("#'user/x\n#'user/y\n3");
			assertThat(client.eval("(do\n (println \"hi\")\n :done)")).isEqualTo("hi\n:done");
		}
	}

	@Test
	void errorsAreToldAsClojureDoes() {
		try (ReplClient client = repl.login()) {
			assertThat(client.eval("(/ 1 0)")).startsWith("Execution error (ArithmeticException) at user/eval")
				.endsWith("Divide by zero");
			assertThat(client.eval("(class *e)")).isEqualTo("java.lang.ArithmeticException");
			assertThat(client.eval("(foo)")).contains("Unable to resolve symbol: foo in this context");
			assertThat(client.eval(")")).contains("Unmatched delimiter: )");
		}
	}

	@Test
	void readLineTakesTheRestOfTheLine() {
		try (ReplClient client = repl.login()) {
			assertThat(client.eval("(read-line) rest of it")).isEqualTo("\" rest of it\"");
		}
	}

	@Test
	void theBannerSaysWhereAndWho() {
		try (ReplClient client = repl.connect()) {
			client.send(repl.token(TestPrincipal.USER) + "\n");
			assertThat(client.readUntil("user=> ")).contains("test-app").contains("You are ulf").contains("(help)");
		}
	}

	@Test
	void quittingEndsTheConnection() {
		try (ReplClient client = repl.login()) {
			client.send(":repl/quit\n");
			assertThat(client.readToEnd()).isEmpty();
		}
	}

	@Test
	void endedInputStillGetsItsAnswers() {
		try (ReplClient client = repl.login()) {
			client.send("(+ 1 2) (+ 3 4)\n");
			client.endInput();
			assertThat(client.readToEnd()).isEqualTo("3\n7\nuser=> ");
		}
	}

	@Test
	void testsReportToTheSessionThatWaitedWhileAnotherOneLoadedThem() {
		try (ReplClient first = repl.login(); ReplClient second = repl.login()) {
			second.eval("(create-ns 'no.tests)");
			first.eval("(do (remove-ns 'clojure.test) (require 'clojure.test :reload))");
			assertThat(second.eval("(clojure.test/run-tests 'no.tests)")).contains("Ran 0 tests");
		}
	}

	@Test
	void kitIsThere() {
		try (ReplClient client = repl.login()) {
			assertThat(client.eval("(:principal (who))")).isEqualTo("\"ann\"");
			assertThat(client.eval("(help)")).contains("bean").contains("sessions");
			assertThat(client.eval("(env \"spring.application.name\")")).isEqualTo("\"test-app\"");
			assertThat(client.eval("(class (bean 'replLifecycle))")).isEqualTo("dev.replboot.lifecycle.ReplLifecycle");
			assertThat(client.eval("(bean 'replLifecycl)")).contains("Did you mean replLifecycle");
		}
	}

}
