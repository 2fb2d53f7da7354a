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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * nREPL's own server and ours on the same inputs. Either they answer the same, or the
 * input names the reason; the table of all of them is a page of the documentation.
 */
class NreplComparisonTests {

	private static final Path PAGE = Path.of("../../docs/nrepl-comparison.md");

	private static final Path DOCUMENTATION = Path.of("../../docs/nrepl.md");

	private static final List<ComparedInput> INPUTS = inputs();

	private static final Map<ComparedInput, String> ours = new LinkedHashMap<>();

	private static final Map<ComparedInput, String> theirs = new LinkedHashMap<>();

	private static RecordedAnswers recorded;

	private static @Nullable String release;

	private static List<ComparedInput> inputs() {
		List<ComparedInput> inputs = new ArrayList<>(EvaluationInputs.all());
		inputs.addAll(ValueInputs.all());
		inputs.addAll(FileInputs.all());
		inputs.addAll(OperationInputs.all());
		inputs.addAll(NameInputs.all());
		return inputs;
	}

	@BeforeAll
	static void ask() throws IOException {
		recorded = RecordedAnswers.read();
		try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0", "repl.limits.sessions=20",
				"repl.limits.sessions-per-principal=20");
				ComparingClient client = new ComparingClient(NreplClient.login(repl), true)) {
			INPUTS.forEach((input) -> ours.put(input, client.answer(input)));
		}
		try (StockNreplServer stock = StockNreplServer.startIfInstalled()) {
			if (stock != null) {
				release = stock.version();
				askStock(stock);
			}
		}
		if (Boolean.getBoolean("nrepl.comparison.write")) {
			if (release != null) {
				recorded.update(theirs, release);
				recorded.write();
			}
			Files.writeString(PAGE, ComparisonTable.of(ours, recorded));
		}
	}

	// what is known to be answered otherwise by an older release is only asked for anew
	private static void askStock(StockNreplServer stock) {
		boolean write = Boolean.getBoolean("nrepl.comparison.write");
		ComparingClient client = new ComparingClient(stock.connect(), false);
		try {
			for (ComparedInput input : INPUTS) {
				if (write || isComparable(input)) {
					try {
						theirs.put(input, client.answer(input));
					}
					catch (AssertionError | RuntimeException ex) {
						if (!write || RecordedAnswers.RELEASE.equals(release)) {
							throw ex;
						}
						// only to be noted; what follows needs a connection that works
						theirs.put(input, "(nothing)");
						client.close();
						client = new ComparingClient(stock.connect(), false);
					}
				}
			}
		}
		finally {
			client.close();
		}
	}

	// what nREPL's own server answers only now and then, as its threads run, says nothing
	private static boolean isComparable(ComparedInput input) {
		return input.steps().stream().noneMatch((step) -> step.until() == ComparedInput.Until.DONE_HERE)
				&& (RecordedAnswers.RELEASE.equals(release) || !recorded.of(input).olderDiffers());
	}

	@Test
	void answersAreThoseOfNreplUnlessTheInputSaysWhyNot() {
		SoftAssertions softly = new SoftAssertions();
		ours.forEach((input, answer) -> {
			String theirs = recorded.of(input).text();
			if (input.difference() == null) {
				softly.assertThat(answer).as(input.text()).isEqualTo(theirs);
			}
			else {
				softly.assertThat(answer).as("%s no longer differs", input.text()).isNotEqualTo(theirs);
			}
		});
		softly.assertAll();
		assertThat(ours).hasSizeGreaterThan(200);
	}

	@Test
	void recordedAnswersAreThoseOfTheServerThatIsInstalled() {
		Assumptions.assumeTrue(release != null, "libnrepl-clojure is not installed");
		SoftAssertions softly = new SoftAssertions();
		theirs.forEach((input, answer) -> {
			if (isComparable(input)) {
				softly.assertThat(answer)
					.as("nREPL %s: %s", release, input.text())
					.isEqualTo(recorded.of(input).text());
			}
		});
		softly.assertAll();
		assertThat(theirs).hasSizeGreaterThan(100);
	}

	@Test
	void tableIsCurrent() throws IOException {
		assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
			.as("docs/nrepl-comparison.md isn't what the servers answer. Make it anew with"
					+ " ./mvnw -pl autoconfigure/boot -am test -Dtest=NreplComparisonTests"
					+ " -Dsurefire.failIfNoSpecifiedTests=false -Dnrepl.comparison.write=true")
			.isEqualTo(ComparisonTable.of(ours, recorded));
	}

	@Test
	void everyDifferenceIsInTheDocumentation() throws IOException {
		Set<NreplDifference> shown = EnumSet.noneOf(NreplDifference.class);
		INPUTS.stream().map(ComparedInput::difference).filter(Objects::nonNull).forEach(shown::add);
		assertThat(shown).containsExactlyInAnyOrder(NreplDifference.values());
		List<String> rows = Files.readString(DOCUMENTATION)
			.lines()
			.dropWhile((line) -> !line.startsWith("## What differs"))
			.filter((line) -> line.startsWith("| "))
			.toList();
		assertThat(shown).allSatisfy((difference) -> assertThat(rows).as(difference.name())
			.anyMatch((row) -> row.startsWith("| " + difference.subject() + " |")));
	}

}
