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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
 * What a session and its code read from the input, and what is dropped behind a form that
 * can't be read.
 */
class SessionInputTests {

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
	void readerErrorDropsTheRestOfTheLine() {
		try (ReplClient client = repl.login()) {
			assertThat(client.eval("} (+ 1 2)")).startsWith("Syntax error reading source at")
				.contains("Unmatched delimiter: }")
				.endsWith("Nothing of this form was evaluated. 8 characters behind the error were dropped.");
			assertThat(client.eval("1/0x (+ 1 2)")).contains("Invalid number: 1/0x")
				.endsWith("Nothing of this form was evaluated. 8 characters behind the error were dropped.");
			assertThat(client.eval("{:a}")).endsWith("Map literal must contain an even number of forms");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void literalThatNoClassCanHoldSaysWhatIsTooLarge() {
		String text = "x".repeat(200_000);
		String numbers = "1000 ".repeat(40_000);
		try (ReplClient client = repl.login()) {
			assertThat(client.eval("(do \"" + text + "\" 1)")).isEqualTo("1");
			assertThat(client.eval("(count \"" + text + "\")")).contains("A string literal of the form is too large")
				.contains("it has 200000 characters")
				.contains("(slurp");
			assertThat(client.eval("(count [" + numbers + "])")).contains("The form is too large to be compiled")
				.contains("Send it as several forms");
			assertThat(client.eval("(count '{:a [" + numbers + "]})")).contains("The form is too large to be compiled");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	@Test
	void restOfABrokenFormIsDroppedWheneverItComes() {
		try (ReplClient client = repl.login()) {
			long begun = sendBrokenForm(client);
			// on a machine that is so busy that the rest comes as late as a person's next
			// form, again
			while (System.nanoTime() - begun > Duration.ofMillis(900).toNanos()) {
				client.ctrlC();
				client.send("\n:again\n");
				client.readUntil(":again\nuser=> ");
				begun = sendBrokenForm(client);
			}
			assertThat(client.readUntil("user=> ")).contains("The form couldn't be read, so 42 characters");
			assertThat(client.eval("@ran")).isEqualTo("[]");
		}
	}

	private static long sendBrokenForm(ReplClient client) {
		client.eval("(def ran (atom []))");
		long begun = System.nanoTime();
		client.send("(do ::nope/x\n");
		assertThat(client.readUntil("user=> ")).contains("The form isn't complete", "Ctrl-C discards the form");
		client.send("  (swap! ran conj 1)\n");
		client.send("  (swap! ran conj 2))\n");
		return begun;
	}

	@Test
	void brokenFormThatIsGivenUpLeavesAPromptThatCanBeUsed() {
		try (ReplClient client = repl.login()) {
			client.send("(do ::nope/x\n");
			client.readUntil("user=> ");
			assertThat(client.eval("(+ 1 2)")).isEqualTo("3");
			client.send("(do \"\\q\n");
			client.readUntil("user=> ");
			client.ctrlC();
			assertThat(client.eval("(+ 2 3)")).isEqualTo("5");
		}
	}

	@Test
	void formThatAPrefixOwesBelongsToTheBrokenOne() {
		try (ReplClient client = repl.login()) {
			client.eval("(def owed (atom []))");
			for (String broken : new String[] { "^{:a}\n", "^::nope/x\n", "'#<x>", "#nope/tag\n", "@::nope/x ",
					"#_{:a} " }) {
				client.send(broken + "(swap! owed conj 1)\n");
				client.readUntil("user=> ");
				client.ctrlC();
				client.send("\n");
				client.send(":next\n");
				client.readUntil(":next\n");
				client.readUntil("user=> ");
			}
			assertThat(client.eval("@owed")).isEqualTo("[]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "(read)", "(read *in*)", "(read {:eof nil} *in*)", "(read+string)", "(clojure.edn/read)",
			"(eval (read))", "(load-reader *in*)", "(try (read) (catch Exception _ :caught))",
			"(map (fn [_] (read)) [1])", "(do (read-line) (read)) a (\n", "[(read) (read)] (+ 1 2) ",
			"(do (try (read) (catch Exception _)) (read)) {:b} " })
	void restOfAFormThatCodeReadsFromTheInputIsDropped(String reading) {
		try (ReplClient client = repl.login()) {
			client.eval("(def taken (atom []))");
			client.send(reading + "\n(when false {:a} [(swap! taken conj 1)\n'(swap! taken conj 2)])\n");
			assertThat(client.readUntil("user=> "))
				.contains("Nothing of the form that was read from the input was evaluated. 46 characters behind");
			assertThat(client.eval("@taken")).isEqualTo("[]");
		}
	}

	@Test
	void whatCodeReadsWholeFromTheInputDropsNothing() {
		try (ReplClient client = repl.login()) {
			client.send("[(read) (read-line) (try (read) (catch Exception _ :caught)) (read+string)] (a \"b\") c\n"
					+ "1a {:b [2]} (+ 1 2)\n");
			assertThat(client.readUntil("user=> ")).contains("[(a \"b\") \" c\" :caught [{:b [2]} \"{:b [2]}\"]]")
				.contains("3");
		}
	}

	@Test
	void codeThatTheReaderRunsIsRunOnceAndRecordedBefore() {
		try (ReplClient client = repl.login()) {
			client.eval("(def runs (atom 0))");
			assertThat(client.eval("[#=(clojure.core/swap! @#'user/runs clojure.core/inc) 2]")).isNotEmpty();
			assertThat(client.eval("#=(clojure.core/+ 1 2)")).isEqualTo("3");
			List<String> forms = repl.events(AuditType.REPL_EVALUATING)
				.stream()
				.map((event) -> String.valueOf(event.getAuditEvent().getData().get("form")))
				.toList();
			assertThat(forms).containsSubsequence("#=(clojure.core/+ 1 2)", "#=(clojure.core/+ 1 2)");
		}
	}

	@Test
	void inputThatEndsInsideAFormIsAnErrorAndTheEnd() {
		try (ReplClient client = repl.login()) {
			client.send("(+ 1");
			client.endInput();
			assertThat(client.readToEnd()).contains("EOF while reading");
		}
	}

	@Test
	void tenThousandFormsSentAtOnceAreAnsweredInOrder() throws InterruptedException {
		try (ReplClient client = repl.login()) {
			String forms = IntStream.range(0, 10_000).mapToObj((i) -> i + "\n").collect(Collectors.joining());
			Thread sender = new Thread(() -> client.send(forms + ":done\n"));
			sender.start();
			String answer = client.readUntil(":done\nuser=> ");
			sender.join();
			assertThat(answer.replace("user=> ", "")).isEqualTo(forms + ":done\n");
		}
	}

	@Test
	void replInsideTheReplTakesTheInputUntilItIsLeft() {
		try (ReplClient client = repl.login()) {
			client.send(
					"(clojure.main/repl :prompt #(print \"inner> \") :read clojure.core.server/repl-read)\n(+ 1 2) (read-line) the rest\n:repl/quit\n:outer\n");
			assertThat(client.readUntil(":outer\nuser=> ")).contains("3\n")
				.contains("\" the rest\"")
				.doesNotContain("rror");
		}
	}

	@Test
	void inputThatCodeClosesStaysOpen() {
		try (ReplClient client = repl.login()) {
			client.send("(.close *in*)\n");
			assertThat(client.readUntil("nil\n")).isEqualTo("nil\n");
			client.send("(+ 1 2)\n");
			assertThat(client.readUntil("3\nuser=> ")).doesNotContain("Stream closed");
			client.send("(slurp *in*)\nthe\nrest\n");
			client.endInput();
			assertThat(client.readToEnd()).startsWith("\"the\\nrest\\n\"").hasSizeLessThan(1000);
		}
	}

}
