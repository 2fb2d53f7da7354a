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

package dev.replboot.listener.nrepl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.BrokenForms;
import dev.replboot.testsupport.FormOracle;
import dev.replboot.testsupport.Hits;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends what can't be read, as a whole message: the first error of the reader ends it,
 * and only what stands before has run. Plain Clojure says what can't be read.
 * {@code -Dbroken.forms} sets how many.
 */
class NreplBrokenFormsTests {

	private static final long SEED = Long.getLong("broken.seed", 16);

	private static final int FORMS = Integer.getInteger("broken.forms", 18_000);

	private static final int MOST_FAILURES = 5;

	private static TestRepl repl;

	private static FormOracle oracle;

	@BeforeAll
	static void open() {
		oracle = new FormOracle();
		repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.audit.log=false",
				"repl.limits.allocation=2GB");
	}

	@AfterAll
	static void close() {
		repl.close();
		oracle.close();
	}

	@Test
	void nothingOfAFormThatCannotBeReadRunsNorWhatStandsBehind() {
		BrokenForms forms = new BrokenForms(SEED);
		Map<String, String> failures = new LinkedHashMap<>();
		int refused = 0;
		try (NreplClient client = NreplClient.login(repl)) {
			Sender eval = new Sender(client, client.newSession(), false);
			Sender file = new Sender(client, client.newSession(), true);
			for (int i = 0; i < FORMS && failures.size() < MOST_FAILURES; i++) {
				Sender sender = (i % 10 == 9) ? file : eval;
				String text = (i % 50 == 0) ? forms.nextValid()
						: forms.next((candidate) -> oracle.isReadable(candidate, sender.readCond));
				Result result = sender.send(text);
				refused += (result.expected.refused() != null) ? 1 : 0;
				if (result.isWrong()) {
					String small = BrokenForms.shrink(text, (candidate) -> sender.send(candidate).isWrong());
					failures.putIfAbsent(small, text + " " + sender.send(small));
				}
				if (i % 500 == 0) {
					repl.forgetEvents();
				}
			}
		}
		assertThat(failures).as("broken.seed=" + SEED).isEmpty();
		assertThat(refused).as("refused by the reader").isGreaterThan(FORMS * 3 / 4);
	}

	@Test
	void errorSaysHowMuchBehindItWasNotEvaluated() {
		try (NreplClient client = NreplClient.login(repl)) {
			Sender sender = new Sender(client, client.newSession(), false);
			for (String code : List.of("(dry-run {:note} (hit 1))", "(when false {:a} (hit 1))", "#nope 1 (hit 1)",
					"(hit 900) 1a (hit 1)", "(#(#(hit 1))) (hit 2)", "(do \\foo (hit 1)) (hit 2)", "#<x> (hit 1)",
					"#inst \"x\" (hit 1)", "'#<x> (hit 1)", ") (hit 1)")) {
				List<Map<String, Object>> answers = client.roundTrip("op", "eval", "session", sender.session, "code",
						code);
				assertThat(Hits.take()).as(code).isEqualTo(code.startsWith("(hit 900)") ? List.of(900L) : List.of());
				assertThat(NreplClient.text("err", answers)).as(code).containsPattern("\\d+ characters");
				assertThat(NreplClient.all("status", answers)).as(code)
					.anySatisfy((status) -> assertThat(status).asString().contains("eval-error"));
			}
		}
	}

	@Test
	void errorAtTheVeryEndTellsOfNothingBehindIt() {
		try (NreplClient client = NreplClient.login(repl)) {
			Sender sender = new Sender(client, client.newSession(), false);
			for (String code : List.of("(hit 900) {:a}", "(hit 900) (foo", "(hit 900) \"foo", "(hit 900) )")) {
				List<Map<String, Object>> answers = client.roundTrip("op", "eval", "session", sender.session, "code",
						code);
				assertThat(Hits.take()).as(code).containsExactly(900L);
				assertThat(NreplClient.text("err", answers)).as(code)
					.contains("Syntax error reading source")
					.doesNotContain("characters");
			}
		}
	}

	@Test
	void largeLiteralIsAValueOrTheErrorSaysWhatIsTooLarge() {
		try (NreplClient client = NreplClient.login(repl)) {
			String session = client.newSession();
			for (String literal : new String[] { "\"" + "x".repeat(200_000) + "\"", "[" + "1 ".repeat(100_000) + "]",
					"[" + "(inc 1) ".repeat(25_000) + "]",
					"{" + ":a{} ".repeat(1) + "\"" + "x".repeat(200_000) + "\" 1}",
					"(do " + "(inc 1) ".repeat(25_000) + ")" }) {
				String shown = literal.substring(0, 10);
				List<Map<String, Object>> answers = client.roundTrip("op", "eval", "session", session, "code", literal);
				String err = NreplClient.text("err", answers);
				boolean value = !NreplClient.all("value", answers).isEmpty();
				assertThat(value || err.contains("too large")).as(shown + ": " + err).isTrue();
				if (!value) {
					assertThat(err).as(shown)
						.containsPattern("(?i)string|vector|form|literal|constant")
						.doesNotContain("Method code")
						.hasSizeLessThan(2000);
				}
			}
		}
	}

	/**
	 * One session, for either operation.
	 */
	private static final class Sender {

		private final NreplClient client;

		private final String session;

		private final boolean file;

		private final boolean readCond;

		private int sent;

		private Sender(NreplClient client, String session, boolean file) {
			this.client = client;
			this.session = session;
			this.file = file;
			client.eval(session, Hits.DEFINITION);
			this.readCond = answers("#?(:clj (hit 1))") && !Hits.take().isEmpty();
			Hits.take();
		}

		private boolean answers(String text) {
			return !perform(text).isEmpty();
		}

		private Result send(String text) {
			Hits.take();
			FormOracle.Answer expected = oracle.run(text, this.readCond, this.file);
			String output = NreplClient.text("err", perform(text));
			List<Long> hits = new ArrayList<>(Hits.take());
			this.sent++;
			if (this.sent % 10 == 0) {
				this.client.eval(this.session, "(hit 777)");
			}
			return new Result(expected, hits, Hits.take(), (this.sent % 10 == 0), output);
		}

		private List<Map<String, Object>> perform(String text) {
			return this.file
					? this.client.roundTrip("op", "load-file", "session", this.session, "file", text, "file-path",
							"/tmp/broken.clj")
					: this.client.roundTrip("op", "eval", "session", this.session, "code", text);
		}

	}

	private record Result(FormOracle.Answer expected, List<Long> hits, List<Long> behind, boolean sentinel,
			String output) {

		private boolean isWrong() {
			return !this.hits.equals(this.expected.hits())
					|| !this.behind.equals(this.sentinel ? List.of(777L) : List.of())
					|| (this.expected.refused() != null && this.output.isEmpty());
		}

	}

}
