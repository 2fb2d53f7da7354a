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

package dev.replboot.twin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.replboot.testsupport.BrokenForms;
import dev.replboot.testsupport.FormOracle;
import dev.replboot.testsupport.HandedServices;
import dev.replboot.testsupport.Hits;
import dev.replboot.testsupport.TestRepl;
import dev.replboot.twin.TwinInputs.Input;
import dev.replboot.twin.TwinInputs.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gives the twin what can't be read: as a script, on its command line, through a pipe.
 * The first form that can't be read ends the input. Plain Clojure says what can't be
 * read. {@code -Dbroken.forms} sets how many.
 */
class TwinBrokenFormsTests {

	private static final long SEED = Long.getLong("broken.seed", 18);

	private static final int FORMS = Integer.getInteger("broken.forms", 18_000) / 18;

	private static final int MOST_FAILURES = 5;

	private static TestRepl repl;

	private static TwinInputs inputs;

	private static FormOracle oracle;

	@TempDir
	private static Path folder;

	@BeforeAll
	static void open() throws Exception {
		oracle = new FormOracle();
		repl = TestRepl.with(new Class<?>[] { HandedServices.Configured.class }, "repl.audit.log=false",
				"repl.limits.allocation=2GB");
		inputs = new TwinInputs(repl.context().getBean(HandedServices.class).services(), folder);
		inputs.perform(Input.COMMAND_LINE, Hits.DEFINITION);
	}

	@AfterAll
	static void close() {
		repl.close();
		oracle.close();
	}

	@ParameterizedTest
	@EnumSource
	void nothingOfAFormThatCannotBeReadRunsNorWhatComesBehindIt(Input input) throws Exception {
		BrokenForms forms = new BrokenForms(SEED + input.ordinal());
		Map<String, String> failures = new LinkedHashMap<>();
		int refused = 0;
		for (int i = 0; i < FORMS && failures.size() < MOST_FAILURES; i++) {
			String text = (i % 50 == 0) ? forms.nextValid()
					: forms.next((candidate) -> oracle.isReadable(candidate, true));
			Result result = perform(input, text);
			refused += (result.expected.refused() != null) ? 1 : 0;
			if (result.isWrong()) {
				String small = BrokenForms.shrink(text, (candidate) -> perform(input, candidate).isWrong());
				failures.putIfAbsent(small, text + " " + perform(input, small));
			}
			if (i % 500 == 0) {
				repl.forgetEvents();
			}
		}
		assertThat(failures).as("broken.seed=" + SEED).isEmpty();
		assertThat(refused).as("refused by the reader").isGreaterThan(FORMS * 3 / 4);
	}

	@Test
	void nothingOfAFormThatCannotBeReadRunsHoweverItComesThroughThePipe() throws Exception {
		BrokenForms forms = new BrokenForms(SEED + 10);
		Map<String, String> failures = new LinkedHashMap<>();
		for (int i = 0; i < FORMS / 6 && failures.size() < MOST_FAILURES; i++) {
			String text = forms.nextClosed();
			FormOracle.Answer expected = oracle.run(text, true, false);
			Hits.take();
			List<String> packets = forms.packets(text);
			String errors = inputs.pipe(packets);
			Result result = new Result(expected, new ArrayList<>(Hits.take()), 0, errors);
			if (result.isWrong()) {
				failures.put(String.join("|", packets), result.toString());
			}
		}
		assertThat(failures).as("broken.seed=" + SEED).isEmpty();
	}

	@Test
	void errorSaysThatTheRestWasDroppedAndTheStatusIsOne() {
		for (Input input : Input.values()) {
			Hits.take();
			Outcome outcome = inputs.perform(input, "(hit 1)\n(dry-run {:note} (hit 2))\n(hit 3)\n");
			assertThat(Hits.take()).as(input.name()).containsExactly(1L);
			assertThat(outcome.errors()).as(input.name())
				.contains("Syntax error reading source", "17 characters behind the error were dropped");
			assertThat(outcome.values()).as(input.name()).isEqualTo("1\n");
			assertThat(outcome.status()).as(input.name()).isOne();
		}
	}

	@Test
	void valuesArePrintedAsDataWhereverTheFormComesFrom() {
		for (Input input : Input.values()) {
			assertThat(inputs
				.perform(input, "[(java.time.LocalDate/of 2026 7 30) (int-array [1]) (Object.) (str (char 27))]")
				.values()).as(input.name())
				.isEqualTo("[#time/local-date \"2026-07-30\" [1] #object[java.lang.Object] \"\\u001b\"]\n");
		}
	}

	@Test
	void formThatFailsEndsAScriptUnlessItIsToldToKeepGoing() throws IOException {
		String text = "(hit 1)\n(hit (/ 2 0))\n(hit 3)\n(throw (ex-info \"no\" {}))\n(hit 5)\n";
		Path script = Files.writeString(folder.resolve("failing.clj"), text);
		for (boolean file : new boolean[] { true, false }) {
			Hits.take();
			Outcome ended = inputs.console(options(file, text, script, false, false));
			assertThat(Hits.take()).containsExactly(1L);
			assertThat(ended.status()).isOne();
			assertThat(ended.errors()).contains("Divide by zero", "the exit status is 1", "--repl.twin.keep-going");
			Outcome gone = inputs.console(options(file, text, script, false, true));
			assertThat(Hits.take()).containsExactly(1L, 3L, 5L);
			assertThat(gone.status()).isZero();
			assertThat(inputs.console(options(file, text, script, true, true)).status()).isOne();
			assertThat(inputs.console(options(file, "(hit 1)", Files.writeString(script, "(hit 1)"), false, false))
				.status()).isZero();
			Files.writeString(script, text);
		}
	}

	private static TwinOptions options(boolean file, String text, Path script, boolean strict, boolean keepGoing) {
		return new TwinOptions(file ? null : text, file ? script.toString() : null, strict, keepGoing, false, false,
				false, List.of());
	}

	private static Result perform(Input input, String text) {
		FormOracle.Answer expected = oracle.run(text, true, false);
		Hits.take();
		Outcome outcome = inputs.perform(input, text);
		return new Result(expected, new ArrayList<>(Hits.take()), outcome.status(), outcome.errors());
	}

	private record Result(FormOracle.Answer expected, List<Long> hits, int status, String errors) {

		private boolean isWrong() {
			return !this.hits.equals(this.expected.hits())
					|| (this.expected.refused() != null && this.errors.isEmpty());
		}

	}

}
