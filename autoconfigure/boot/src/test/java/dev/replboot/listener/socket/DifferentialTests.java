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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.BareRepl;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends the same input to our socket REPL and to Clojure's own, and compares what can be
 * seen. The input is in {@code differential.txt}: a paragraph a case, each in a session
 * of its own; those that differ for a reason say so and must differ.
 */
class DifferentialTests {

	private static final String DIFFERS = ";;; differs: ";

	// numbers that count what either has compiled so far, and identities
	private static final Pattern NUMBERED = Pattern.compile("(eval|__|--)\\d+|(0x|@)[0-9a-f]+");

	private static final Pattern LOADER = Pattern.compile("of loader (java.net.URLClassLoader|'repl-\\d+')");

	// below what was evaluated a stack shows whatever evaluates it
	private static final Pattern BELOW = Pattern.compile(
			"\\[clojure\\.lang\\.Compiler eval \"Compiler.java\" \\d+]\\s+\\[(clojure.core\\$eval|dev.replboot|java.lang.Thread run).*?]]}",
			Pattern.DOTALL);

	private static final Pattern NOWHERE = Pattern.compile("\\(REPL:0(:0)?\\)");

	private static final Pattern PLACE = Pattern.compile("\\(REPL:\\d+(:\\d+)?\\)");

	// a future that is not quite over when its session is; see docs/socket-repl.md
	private static final Pattern LEFT_RUNNING = Pattern
		.compile("\n;; What evaluation \\d+ left running was stopped: The session is over.\n");

	@Test
	void sameInputLooksTheSameAsInClojuresOwnSocketRepl() throws Exception {
		List<String> cases = cases();
		assertThat(cases).hasSizeGreaterThan(250);
		try (TestRepl ours = TestRepl.open("repl.limits.sessions=1000", "repl.limits.sessions-per-principal=1000",
				"repl.print.readable=false"); BareRepl bare = BareRepl.start()) {
			String token = ours.token(TestPrincipal.ADMIN);
			SoftAssertions softly = new SoftAssertions();
			for (String text : cases) {
				String input = text.startsWith(DIFFERS) ? text.substring(text.indexOf('\n') + 1) : text;
				String theirs;
				String result;
				try {
					theirs = normalize(bare(bare, input));
					result = normalize(ours(ours, token, input));
				}
				catch (AssertionError ex) {
					softly.fail("No end: " + text, ex);
					continue;
				}
				if (NOWHERE.matcher(theirs).find()) {
					// Clojure has no place for a form that is no list; ours is the form's
					softly.assertThat(result).as(text).doesNotContainPattern(NOWHERE);
					theirs = PLACE.matcher(theirs).replaceAll("(REPL)");
					result = PLACE.matcher(result).replaceAll("(REPL)");
				}
				if (text.startsWith(DIFFERS)) {
					softly.assertThat(result).as(text).isNotEqualTo(theirs);
				}
				else {
					softly.assertThat(result).as(text).isEqualTo(theirs);
				}
			}
			softly.assertAll();
		}
	}

	private static String ours(TestRepl repl, String token, String input) {
		try (ReplClient client = repl.connect()) {
			client.send(token + "\n");
			client.readUntil("user=> ");
			client.send(input + "\n");
			client.endInput();
			return client.readToEnd();
		}
	}

	private static String bare(BareRepl repl, String input) {
		try (ReplClient client = repl.connect()) {
			client.readUntil("user=> ");
			client.send(input + "\n");
			client.endInput();
			return client.readToEnd();
		}
	}

	private static String normalize(String output) {
		String result = BELOW.matcher(output).replaceAll("BELOW]}");
		result = LOADER.matcher(result).replaceAll("of loader LOADER");
		result = LEFT_RUNNING.matcher(result).replaceAll("");
		return NUMBERED.matcher(result).replaceAll("$1$2N");
	}

	private static List<String> cases() throws IOException {
		try (InputStream in = DifferentialTests.class.getResourceAsStream("differential.txt")) {
			assertThat(in).isNotNull();
			String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			List<String> cases = new ArrayList<>();
			for (String paragraph : text.split("\n\\s*\n")) {
				if (!paragraph.isBlank() && !paragraph.startsWith(";;;;")) {
					cases.add(paragraph.strip());
				}
			}
			return cases;
		}
	}

}
