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

package dev.replboot.audit.review;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.audit.chain.ChainFiles;
import dev.replboot.audit.chain.ChainLink;
import dev.replboot.audit.chain.ChainVerifier;
import dev.replboot.audit.chain.ChainWriter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code --repl.audit.verify} says that it can't tell: hashes have no key, so
 * whoever can write the file and its head can write another chain that is as good.
 */
@Tag("plain")
class VerifyCommandTests {

	private static final String COULD_BE_FORGED = "could have been emptied, cut off or written anew by somebody who can"
			+ " write the file and its head, and that would not show.";

	private static final int COUNT = 10;

	@TempDir
	private Path folder;

	private ChainFiles files;

	@BeforeEach
	void writeARecord() throws IOException {
		this.files = new ChainFiles(this.folder.resolve("audit.jsonl"));
		write(COUNT, "(+ 1 1)");
	}

	@Test
	void withoutAnAnchorWhatWouldNotShowIsNamed() {
		Report report = verify();
		assertThat(report.status).isZero();
		assertThat(report.text).contains("Records: 10, from 1 to 10", "Intact",
				"No anchor was given: all of it " + COULD_BE_FORGED,
				"It shows with a record's number and hash that were noted down elsewhere",
				"--repl.audit.anchor=NUMBER:HASH");
	}

	@Test
	void withAnAnchorFurtherBackItHoldsUpToThere() throws IOException {
		ChainLink early = end();
		write(5, "(+ 2 2)");
		Report report = verify(early);
		assertThat(report.status).isZero();
		assertThat(report.text).contains("The anchor holds up to record 10. What comes after it " + COULD_BE_FORGED)
			.doesNotContain("No anchor");
	}

	@Test
	void withAnAnchorAtTheEndOnlyWhatCameLaterWouldNotShow() throws IOException {
		Report report = verify(end());
		assertThat(report.status).isZero();
		assertThat(report.text)
			.contains("The anchor holds for all of it. What was written after record 10 and is gone with the head"
					+ " would not show.")
			.doesNotContain("could have been");
	}

	@Test
	void emptiedWithItsHeadIsFoundByAnAnchorAlone() throws IOException {
		assertForged(() -> {
			Files.write(this.files.current(), new byte[0]);
			Files.writeString(this.files.head(), ChainLink.START.toString());
		}, "Records: 0\n");
	}

	@Test
	void writtenAnewWithItsHeadIsFoundByAnAnchorAlone() throws IOException {
		assertForged(() -> {
			Files.delete(this.files.current());
			Files.delete(this.files.head());
			write(COUNT + 2, "(innocent)");
		}, "Records: 12, from 1 to 12\n");
	}

	@Test
	void cutWithItsHeadAdjustedIsFoundByAnAnchorAlone() throws IOException {
		assertForged(() -> {
			List<String> lines = new ArrayList<>(Files.readAllLines(this.files.current()));
			Files.delete(this.files.current());
			Files.delete(this.files.head());
			write(4, "(+ 1 1)");
			assertThat(Files.readAllLines(this.files.current())).isEqualTo(lines.subList(0, 4));
		}, "Records: 4, from 1 to 4\n");
	}

	@Test
	void anchorsThatContradictEachOtherAreAFinding() throws IOException {
		ChainLink end = end();
		ChainLink other = new ChainLink(end.record(), "a".repeat(64));
		for (Report report : List.of(verify(end, other), verify(other, end))) {
			assertThat(report.status).as(report.text).isOne();
			assertThat(report.text).contains("the anchors give record 10 two hashes").doesNotContain("holds");
		}
		assertThat(verify(end, end).status).isZero();
	}

	@Test
	void whatIsNoAnchorOrTwoFilesIsNoVerification() throws IOException {
		String file = "--repl.audit.verify=" + this.files.current();
		assertThat(run(file, "--repl.audit.anchor")).matches(Report::isRefused);
		assertThat(run(file, "--repl.audit.anchor=")).matches(Report::isRefused);
		assertThat(run(file, "--repl.audit.anchor=0:" + end().hash())).matches(Report::isRefused);
		assertThat(run(file, "--repl.audit.anchor=-1:" + end().hash())).matches(Report::isRefused);
		assertThat(run(file, "--repl.audit.anchor=" + ChainLink.START).status).isZero();
		assertThat(run(file, file)).matches(Report::isRefused)
			.satisfies((report) -> assertThat(report.text).contains("was given 2 times"));
	}

	private void assertForged(Forgery forgery, String records) throws IOException {
		ChainLink anchor = end();
		forgery.make();
		Report unanchored = verify();
		assertThat(unanchored.status).as(unanchored.text).isZero();
		assertThat(unanchored.text).contains(records, "No anchor was given: all of it " + COULD_BE_FORGED);
		Report anchored = verify(anchor);
		assertThat(anchored.status).as(anchored.text).isOne();
		assertThat(anchored.text).contains("NOT INTACT").doesNotContain("The anchor holds", "could have been");
	}

	private Report verify(ChainLink... anchors) {
		List<String> arguments = new ArrayList<>(List.of("--repl.audit.verify=" + this.files.current()));
		for (ChainLink anchor : anchors) {
			arguments.add("--repl.audit.anchor=" + anchor);
		}
		return run(arguments.toArray(String[]::new));
	}

	private static Report run(String... arguments) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int status = VerifyCommand.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), arguments);
		return new Report(status, bytes.toString(StandardCharsets.UTF_8));
	}

	private void write(int count, String form) throws IOException {
		try (ChainWriter writer = ChainWriter.open(this.files, 1 << 20)) {
			for (int i = 0; i < count; i++) {
				writer.append(List.of(Map.of("form", form)));
			}
		}
	}

	private ChainLink end() throws IOException {
		return ChainVerifier.verify(this.files, List.of()).last();
	}

	private record Report(int status, String text) {

		boolean isRefused() {
			return this.status == 2 && !this.text.contains("Intact");
		}

	}

	private interface Forgery {

		void make() throws IOException;

	}

}
