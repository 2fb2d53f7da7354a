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

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.access.Denial;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.Denials;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits, each small.
 */
class LimitsTests {

	private static TestRepl repl;

	// with little time for each form, and for the next
	private static TestRepl hasty;

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { Denials.class }, "repl.limits.output=10KB", "repl.limits.print-length=5",
				"repl.limits.print-depth=3", "repl.limits.request=2KB", "repl.limits.sessions=3");
		hasty = TestRepl.open("repl.limits.time=700ms", "repl.limits.idle=2s");
	}

	// a later client may have the port of one that was turned away by an earlier test,
	// whose sessions end after their connections
	@BeforeEach
	void forgetEarlierClients() {
		Awaitility.await().until(() -> repl.lifecycle().status().sessions().isEmpty());
		Denials.forget(repl);
	}

	@AfterAll
	static void close() {
		repl.close();
		hasty.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(loop [] (recur))", "(Thread/sleep 60000)" })
	void timeIsLimited(String form) {
		try (ReplClient client = hasty.login()) {
			assertThat(client.eval(form)).isEqualTo("Evaluation stopped: It ran longer than 700 ms (repl.limits.time)."
					+ " Raise the property, or do it in smaller steps.");
			// which may take longer than the limit on a busy machine
			Awaitility.await().until(() -> client.eval("(+ 1 2)").equals("3"));
			assertThat(lastOutcome()).isIn("time", "success");
		}
	}

	private static Object lastOutcome() {
		var events = hasty.events(AuditType.REPL_EVALUATED);
		return events.get(events.size() - 1).getAuditEvent().getData().get("outcome");
	}

	@Test
	void waitingForInputIsNotCounted() {
		// what isn't waiting may take longer than the limit on a busy machine
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(answerAfterMoreThanTheLimit()).startsWith("ready\n").doesNotContain("stopped"));
	}

	private static String answerAfterMoreThanTheLimit() {
		try (ReplClient client = hasty.login()) {
			client.send("(do (println \"ready\") (read-line)\n");
			long deadline = System.nanoTime() + Duration.ofMillis(1200).toNanos();
			while (System.nanoTime() < deadline) {
				Thread.onSpinWait();
			}
			client.send(")\nanswer\n");
			return client.readUntil("user=> ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "(dotimes [_ 100000] (print \"0123456789\"))", "(println (apply str (repeat 20000 \\x)))",
			"(apply str (repeat 20000 \\x))", "@(future (dotimes [_ 100000] (println \"0123456789\")))",
			"(try (dotimes [_ 100000] (println 1)) (catch Throwable t (dotimes [_ 100000] (println 2))))" })
	void outputIsLimited(String form) {
		try (ReplClient client = repl.login()) {
			client.send(form + "\n");
			String answer = client.readUntil("user=> ");
			assertThat(answer).hasSizeLessThan(11_000)
				.endsWith("Evaluation stopped: It printed more than 10240 characters (repl.limits.output)."
						+ " Raise the property, or print less.\nuser=> ");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void lengthAndDepthOfWhatIsPrintedAreLimited() {
		try (ReplClient client = repl.login()) {
			assertThat(client.eval("(range)")).isEqualTo("(0 1 2 3 4 ...)");
			assertThat(client.eval("[[[[1]]]]")).isEqualTo("[[[#]]]");
			assertThat(client.eval("(set! *print-length* 7)")).isEqualTo("7");
			assertThat(client.eval("(range)")).isEqualTo("(0 1 2 3 4 5 6 ...)");
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "(do 1 %s)", "[1 \"%s\" (2)]", "\"%s\"", "{:a ; ) \n [%s]}", "(do \\( \"\\\"(\" %s)", "'(%s)" })
	void requestIsLimitedAndTheRestOfTheFormIsNotEvaluated(String form) {
		for (int size : new int[] { 100, 20_000 }) {
			try (ReplClient client = repl.login()) {
				String code = "(System.setProperty \\\"repl.rest\\\" \\\"1\\\") ";
				boolean escaped = form.startsWith("\"") || form.startsWith("[");
				String filler = ((escaped) ? code : code.replace("\\", "")).repeat(size);
				client.send(String.format(form, filler.replace("System.set", "System/set")) + "\n");
				assertThat(client.readUntil("user=> "))
					.contains("The form has more than 2048 characters (repl.limits.request)."
							+ " Put it into a file and load it, or raise the property.");
				assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
				assertThat(System.getProperty("repl.rest")).isNull();
			}
		}
	}

	@Test
	void commentOfTheReadersOwnIsNotTakenForAForm() {
		try (ReplClient client = repl.login()) {
			client.send("#! " + "(System/setProperty \"repl.rest\" \"1\") ".repeat(20_000) + "\n");
			assertThat(client.readUntil("user=> ")).contains("repl.limits.request");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			assertThat(System.getProperty("repl.rest")).isNull();
		}
	}

	@Test
	void skippingTheRestOfAFormCanBeInterrupted() {
		try (ReplClient client = repl.login()) {
			client.send("(" + "x ".repeat(20_000));
			client.readUntil("raise the property.\n");
			client.ctrlC();
			assertThat(client.readUntil("user=> ")).containsAnyOf("no longer waited for", "interrupted with Ctrl-C");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void sessionsAreLimited() {
		try (ReplClient one = repl.login();
				ReplClient two = repl.login();
				ReplClient three = repl.login();
				ReplClient four = repl.connect()) {
			four.send(repl.token(TestPrincipal.USER) + "\n");
			assertThat(four.readToEnd()).isEqualTo("There are already 3 sessions (repl.limits.sessions)."
					+ " End one with DELETE on the repl endpoint, or raise the property.\n");
			assertThat(Denials.await(repl, four)).isEqualTo(Denial.Reason.SESSIONS);
			assertThat(three.eval("1")).isEqualTo("1");
			one.send(":repl/quit\n");
			one.readToEnd();
			try (ReplClient five = repl.login()) {
				assertThat(five.eval("1")).isEqualTo("1");
			}
			assertThat(two.eval("1")).isEqualTo("1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "(foo", "(read-line)\n" })
	void sessionThatSendsNothingIsEnded(String before) {
		try (ReplClient client = hasty.login()) {
			client.send(before);
			assertThat(client.readToEnd()).contains("Nothing was sent for 2 s (repl.limits.idle). Connect again.");
		}
	}

}
