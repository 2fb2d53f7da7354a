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

package dev.replboot.listener;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.testsupport.BrokenForms;
import dev.replboot.testsupport.FormOracle;
import dev.replboot.testsupport.Hits;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends what can't be read over connections on which forms follow each other: what had
 * arrived is dropped, and the next prompt is usable. Plain Clojure says what can't be
 * read. {@code -Dbroken.forms} sets how many.
 */
class BrokenFormsTests {

	private static final long SEED = Long.getLong("broken.seed", 17);

	private static final int FORMS = Integer.getInteger("broken.forms", 18_000) / 3;

	private static final int MOST_FAILURES = 5;

	private static final int MOST_STUCK = 5;

	private static TestRepl repl;

	private static FormOracle oracle;

	@BeforeAll
	static void open() {
		oracle = new FormOracle();
		repl = TestRepl.open("repl.prepl.enabled=true", "repl.prepl.port=0", "repl.limits.sessions=100",
				"repl.audit.log=false", "repl.limits.allocation=2GB");
	}

	@AfterAll
	static void close() {
		repl.close();
		oracle.close();
	}

	@ParameterizedTest
	@CsvSource({ "socket, 4", "prepl, 1" })
	void nothingOfAFormThatCannotBeReadRunsNorWhatCameWithIt(String protocol, int fifths) {
		BrokenForms forms = new BrokenForms(SEED + fifths);
		Map<String, String> failures = new LinkedHashMap<>();
		int number = FORMS * fifths / 5;
		int refused = 0;
		try (FormStream stream = stream(protocol)) {
			for (int i = 0; i < number && failures.size() < MOST_FAILURES; i++) {
				String text = (i % 50 == 0) ? forms.nextValid()
						: forms.next((candidate) -> oracle.isReadable(candidate, true));
				FormStream.Result result = stream.send(text);
				refused += (result.expected().refused() != null) ? 1 : 0;
				if (result.isWrong()) {
					String small = result.isStuck() ? text : BrokenForms.shrink(text, (candidate) -> {
						// each waits until it is given up
						FormStream.Result again = (stream.stuck() < MOST_STUCK) ? stream.send(line(candidate)) : null;
						return again != null && again.isWrong();
					});
					failures.putIfAbsent(small, text + " " + (result.isStuck() ? result : stream.send(line(small))));
				}
				if (i % 500 == 0) {
					repl.forgetEvents();
				}
			}
		}
		assertThat(failures).as("broken.seed=" + SEED).isEmpty();
		assertThat(refused).as("refused by the reader").isGreaterThan(number * 3 / 4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "socket", "prepl" })
	void nothingOfAFormThatCannotBeReadRunsHoweverItIsCutIntoPackets(String protocol) {
		BrokenForms forms = new BrokenForms(SEED + 10);
		Map<String, String> failures = new LinkedHashMap<>();
		try (FormStream stream = stream(protocol)) {
			for (int i = 0; i < FORMS / 12 && failures.size() < MOST_FAILURES; i++) {
				String text = forms.nextClosed();
				FormOracle.Answer expected = oracle.run(text, true, false);
				if (expected.refused() == null || expected.isOpen()) {
					// it was put into a comment, or into a string, which it has ended
					continue;
				}
				List<String> packets = forms.packets(text);
				Hits.take();
				String output = stream.sendPackets(packets);
				List<Long> hits = new ArrayList<>(Hits.take());
				// what comes behind the form's end may be later than its error
				hits.remove(BrokenForms.BEHIND);
				if (!hits.equals(expected.hits()) || output.startsWith("STUCK")) {
					failures.put(String.join("|", packets), hits + " " + output);
				}
			}
		}
		assertThat(failures).as("broken.seed=" + SEED).isEmpty();
	}

	// a broken line needn't be left by Ctrl-C
	@Test
	void promptIsUsableWithoutCtrlC() {
		try (FormStream stream = stream("socket")) {
			for (String line : List.of("{:a}", "(foo {:a})", "1a", "#nope 1", "(when false {:a} (hit 1))", ")", "[1 2}",
					"\\foo", "\"\\q\"", "::nope/x", "#inst \"x\"", "#<x>", "(#(#(1)))", "##Foo", "#?(:clj)", "#\"(\"",
					"^1 x", "#:{}", "1/0", "a/", ":", "{:a} (hit 1) (hit 2)", "[::nope/x \\) \"]\"]",
					"(do {:a} ; )\n (hit 1))", "(do {:a} \\) (hit 1))", "(do {:a} \")\" (hit 1))")) {
				Hits.take();
				stream.client().send(line + "\n");
				String error = stream.client().readUntil("user=> ");
				assertThat(error).as(line).contains("Syntax error reading source");
				assertThat(Hits.take()).as(line).isEmpty();
				stream.client().send("(+ 1 2)\n");
				assertThat(stream.client().readUntil("user=> ")).as(line).isEqualTo("3\nuser=> ");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "socket", "prepl" })
	void errorSaysHowMuchWasDropped(String protocol) {
		try (FormStream stream = stream(protocol)) {
			for (String text : List.of("(dry-run {:note} (hit 1))\n", "(dry-run ::note/x\n  (hit 1))\n",
					"(when false {:a} (hit 1))\n", "#nope 1 (hit 1)\n", "1a (hit 1)\n")) {
				Hits.take();
				stream.client().send(text);
				String answer = stream.client().readUntil(stream.isPrepl() ? ":read-source" : "reading source");
				answer += stream.sentinel();
				assertThat(answer).as(text).containsPattern("\\d+ characters behind the error were dropped");
				assertThat(Hits.take()).as(text).isEmpty();
			}
		}
	}

	@Test
	void pasteThatArrivesLineByLineRunsNothing() {
		try (FormStream stream = stream("socket")) {
			for (String paste : List.of("(dry-run ::note/x\n  (hit 1))\n", "(do {:a}\n  (hit 1)\n  (hit 2))\n",
					"(do \"\\q\n  (hit 1)\" (hit 2)\n  (hit 3))\n", "(list #nope 1\n \\) (hit 1)\n  \")\" (hit 2))\n",
					"[1a ; )]\n (hit 1)\n]\n", "^{:a}\n(hit 1)\n")) {
				Hits.take();
				String answer = paste(stream, paste);
				// what came right behind the form's end would be dropped as well
				answer += stream.client().readUntil("of its rest were dropped.\nuser=> ");
				answer += stream.sentinelAfterQuiet();
				assertThat(Hits.take()).as(paste + answer).isEmpty();
			}
		}
	}

	// on a machine that is so busy that the rest comes as late as a person's next form,
	// again
	private static String paste(FormStream stream, String paste) {
		int first = paste.indexOf('\n') + 1;
		while (true) {
			long begun = System.nanoTime();
			stream.client().send(paste.substring(0, first));
			// what comes before this sentence is dropped with the line
			String answer = stream.client().readUntil("discards the form.");
			for (String line : paste.substring(first).split("(?<=\n)")) {
				stream.client().send(line);
			}
			if (System.nanoTime() - begun < Duration.ofMillis(900).toNanos()) {
				return answer;
			}
			stream.sentinel();
			Hits.take();
		}
	}

	@Test
	void personWhoTypesOnAfterABrokenLineIsAnswered() {
		try (FormStream stream = stream("socket")) {
			for (String line : List.of("(foo ::bad/x", "{:a 1a", "\"\\q", "[1 {:b} (", "^{:a}")) {
				stream.client().send(line + "\n");
				stream.client().readUntil("discards the form.");
				stream.client().send("(+ 1000 2345)\n");
				if (line.equals("^{:a}")) {
					// what the metadata is for was still owed
					stream.sentinel();
				}
				else {
					stream.client().readUntil("3345\n");
					stream.client().readUntil("user=> ");
				}
			}
		}
	}

	@Test
	void interruptMarkEndsWhatIsDropped() {
		try (FormStream stream = stream("socket")) {
			for (String line : List.of("(foo ::bad/x (hit 1)", "{:a} (hit 1)", "(do \"\\q (hit 1)", "^{:a}")) {
				Hits.take();
				stream.client().send(line + "\n");
				stream.client().readUntil("reading source");
				stream.client().send(FormStream.CTRL_C + "(hit 2)\n");
				stream.client().readUntil("2\n");
				stream.sentinel();
				assertThat(Hits.take()).as(line).containsExactly(2L);
			}
		}
	}

	@Test
	void largeLiteralIsAValueOrTheErrorSaysWhatIsTooLarge() throws IOException {
		try (FormStream stream = stream("socket")) {
			// to compile the longest takes a while
			stream.client().socket().setSoTimeout(180_000);
			for (String literal : new String[] { "\"" + "x".repeat(200_000) + "\"", "[" + "1 ".repeat(100_000) + "]",
					"[" + "(inc 1) ".repeat(25_000) + "]", "(do " + "(inc 1) ".repeat(25_000) + ")" }) {
				stream.client().send(literal + "\n");
				String answer = stream.client().readUntil("user=> ");
				String shown = literal.substring(0, 10) + ": " + answer.substring(0, Math.min(1000, answer.length()));
				assertThat(answer).as(shown)
					.satisfiesAnyOf((text) -> assertThat(text).contains("too large").doesNotContain("Method code"),
							(text) -> assertThat(text).doesNotContain("rror"));
			}
		}
	}

	private static FormStream stream(String protocol) {
		return new FormStream(repl, oracle, protocol);
	}

	private static String line(String text) {
		return text.endsWith("\n") ? text : text + "\n";
	}

}
