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

package dev.replboot.audit.chain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.audit.chain.Finding.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tampers with the files of a chain in every way that an editor allows.
 */
@NullUnmarked
@Tag("plain")
class ChainTests {

	private static final long LARGE = 1 << 20;

	@TempDir
	private Path folder;

	private ChainFiles files;

	@BeforeEach
	void files() {
		this.files = new ChainFiles(this.folder.resolve("audit.jsonl"));
	}

	@Test
	void whatWasWrittenVerifies() throws IOException {
		write(10, LARGE);
		Verification found = verify();
		assertThat(found.findings()).isEmpty();
		assertThat(found.records()).isEqualTo(10);
		assertThat(found.last().record()).isEqualTo(10);
		assertThat(found.torn()).isNull();
	}

	@Test
	void itGoesOnWhereItEnded() throws IOException {
		write(3, LARGE);
		write(4, LARGE);
		assertThat(verify().isIntact()).isTrue();
		assertThat(verify().last().record()).isEqualTo(7);
	}

	@Test
	void hashesAreThoseThatShaSumGives() throws IOException {
		write(1, LARGE);
		String line = lines().get(0);
		String content = line.substring(0, line.lastIndexOf(",\"hash\":\"")) + "}";
		assertThat(line)
			.endsWith(",\"hash\":\"" + ChainedRecord.sha256(content.getBytes(StandardCharsets.UTF_8)) + "\"}");
	}

	@Test
	void nobodyElseMayReadTheFiles() throws IOException {
		write(1, LARGE);
		for (Path file : List.of(this.files.current(), this.files.head(), this.files.lock())) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		}
	}

	@Test
	void aSecondWriterIsRefused() throws IOException {
		try (ChainWriter writer = ChainWriter.open(this.files, LARGE)) {
			assertThatThrownBy(() -> ChainWriter.open(this.files, LARGE)).isInstanceOf(IOException.class)
				.hasMessageContaining("being written to by somebody else")
				.hasMessageContaining("give each process a file of its own");
			writer.append(records(1, 1));
		}
		assertThat(verify().isIntact()).isTrue();
	}

	@Test
	void aFullFileIsContinuedInAnother() throws IOException {
		for (int i = 0; i < 5; i++) {
			write(4, 700);
		}
		assertThat(this.files.all()).hasSizeGreaterThan(2);
		Verification found = verify();
		assertThat(found.findings()).isEmpty();
		assertThat(found.records()).isEqualTo(20);
		Files.delete(this.files.all().get(1));
		assertThat(kinds()).containsExactly(Kind.CUT);
	}

	@Test
	void aDeletedFirstFileIsNamedAndMayBeProvedByAnAnchor() throws IOException {
		for (int i = 0; i < 5; i++) {
			write(4, 700);
		}
		ChainLink end = endOf(this.files.all().get(0));
		Files.delete(this.files.all().get(0));
		assertThat(kinds()).containsExactly(Kind.CUT);
		assertThat(ChainVerifier.verify(this.files, List.of(end)).findings()).isEmpty();
	}

	@Test
	void anEditedRecordIsFound() throws IOException {
		write(10, LARGE);
		edit((lines) -> lines.set(4, lines.get(4).replace("\"form\":\"(form 5)\"", "\"form\":\"(harmless)\"")));
		assertThat(kinds()).containsExactly(Kind.EDITED);
		assertThat(verify().findings().get(0).record()).isEqualTo(5);
		assertThat(verify().findings().get(0).toString()).startsWith("edited  audit.jsonl:5  record 5");
	}

	@Test
	void anEditedRecordWithAHashOfItsOwnIsFoundByTheNext() throws IOException {
		write(10, LARGE);
		edit((lines) -> {
			ChainedRecord before = ChainedRecord.read(lines.get(3));
			lines.set(4, ChainedRecord.write(before.link(), Map.of("form", "(harmless)")).text());
		});
		assertThat(kinds()).containsExactly(Kind.SPLICED);
		assertThat(verify().findings().get(0).record()).isEqualTo(6);
	}

	@Test
	void aLineThatIsNoRecordIsFound() throws IOException {
		write(10, LARGE);
		edit((lines) -> lines.set(4, "{}"));
		assertThat(kinds()).containsExactly(Kind.EDITED);
		edit((lines) -> lines.remove(5));
		assertThat(kinds()).containsExactly(Kind.EDITED, Kind.CUT);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 5, 8 })
	void aCutRecordIsFound(int index) throws IOException {
		write(10, LARGE);
		edit((lines) -> lines.remove(index));
		assertThat(kinds()).containsExactly(Kind.CUT);
		assertThat(verify().findings().get(0).sentence()).contains("missing");
	}

	@Test
	void aCutEndIsFoundByTheHead() throws IOException {
		write(10, LARGE);
		edit((lines) -> lines.subList(7, 10).clear());
		assertThat(kinds()).containsExactly(Kind.CUT);
		assertThat(verify().findings().get(0).sentence()).contains("the end was cut off");
		assertThatThrownBy(() -> ChainWriter.open(this.files, LARGE)).isInstanceOf(ChainDamagedException.class)
			.hasMessageContaining("cut off");
	}

	@Test
	void anEmptiedFileIsFoundByTheHead() throws IOException {
		write(10, LARGE);
		edit(List::clear);
		assertThat(kinds()).containsExactly(Kind.CUT);
		Files.delete(this.files.current());
		assertThatThrownBy(this::verify).hasMessageContaining("there is no record at");
		assertThatThrownBy(() -> ChainWriter.open(this.files, LARGE)).isInstanceOf(ChainDamagedException.class);
	}

	@Test
	void swappedRecordsAreFound() throws IOException {
		write(10, LARGE);
		edit((lines) -> Collections.swap(lines, 3, 4));
		assertThat(kinds()).containsExactly(Kind.REORDERED);
		edit((lines) -> Collections.swap(lines, 1, 8));
		assertThat(kinds()).isNotEmpty().containsOnly(Kind.REORDERED);
	}

	@Test
	void aRecordThatStandsTwiceIsFound() throws IOException {
		write(10, LARGE);
		edit((lines) -> lines.add(6, lines.get(2)));
		assertThat(kinds()).containsExactly(Kind.REORDERED);
	}

	@Test
	void recordsOfAnotherChainAreFound() throws IOException {
		write(10, LARGE);
		ChainFiles other = new ChainFiles(this.folder.resolve("other.jsonl"));
		try (ChainWriter writer = ChainWriter.open(other, LARGE)) {
			writer.append(records(1, 10).stream().map((record) -> Map.<String, Object>of("form", "other")).toList());
		}
		List<String> foreign = Files.readAllLines(other.current());
		edit((lines) -> {
			lines.set(4, foreign.get(4));
			lines.set(5, foreign.get(5));
		});
		assertThat(kinds()).containsExactly(Kind.SPLICED, Kind.SPLICED);
	}

	@Test
	void anEndThatWasCutOffAndWrittenAnewIsFoundByTheHead() throws IOException {
		write(10, LARGE);
		edit((lines) -> {
			lines.subList(7, 10).clear();
			ChainLink link = ChainedRecord.read(lines.get(6)).link();
			for (int i = 0; i < 5; i++) {
				ChainedRecord.Line line = ChainedRecord.write(link, Map.of("form", "(innocent)"));
				lines.add(line.text());
				link = line.link();
			}
		});
		assertThat(kinds()).containsExactly(Kind.REWRITTEN);
		assertThat(verify().findings().get(0).record()).isEqualTo(10);
	}

	@Test
	void aChainThatWasWrittenAnewWithItsHeadIsFoundByAnAnchorAlone() throws IOException {
		write(10, LARGE);
		ChainLink anchor = verify().last();
		Files.delete(this.files.current());
		Files.delete(this.files.head());
		write(12, LARGE, "(innocent)");
		assertThat(verify().isIntact()).isTrue();
		Verification found = ChainVerifier.verify(this.files, List.of(anchor));
		assertThat(found.findings()).extracting(Finding::kind).containsExactly(Kind.REWRITTEN);
		Verification beyond = ChainVerifier.verify(this.files, List.of(new ChainLink(50, anchor.hash())));
		assertThat(beyond.findings()).extracting(Finding::kind).containsExactly(Kind.CUT);
	}

	@Test
	void aMissingHeadIsNamed() throws IOException {
		write(10, LARGE);
		Files.delete(this.files.head());
		assertThat(kinds()).containsExactly(Kind.HEAD);
		Files.writeString(this.files.head(), "nonsense");
		assertThat(kinds()).containsExactly(Kind.HEAD);
	}

	@Test
	void aTornLastLineIsNamedAndNoAlarmAndTheNextWriterKeepsIt() throws IOException {
		write(3, LARGE);
		Files.writeString(this.files.current(), "{\"record\":4,\"prev\":\"ab", StandardOpenOption.APPEND);
		Verification found = verify();
		assertThat(found.findings()).isEmpty();
		assertThat(found.torn()).contains("audit.jsonl:4 was not written to its end");
		try (ChainWriter writer = ChainWriter.open(this.files, LARGE)) {
			assertThat(new String(writer.torn(), StandardCharsets.UTF_8)).isEqualTo("{\"record\":4,\"prev\":\"ab");
			writer.append(records(4, 1));
		}
		assertThat(verify().isIntact()).isTrue();
		assertThat(verify().torn()).isNull();
	}

	@Test
	void aTornLineInTheMiddleIsAnAlarm() throws IOException {
		write(10, LARGE);
		edit((lines) -> lines.set(4, lines.get(4).substring(0, 40)));
		assertThat(kinds()).containsExactly(Kind.EDITED);
	}

	@Test
	void textsOfAllKindsAreReadAsTheyWereWritten() throws IOException {
		String nasty = "\"}\n{\"record\":2,\"prev\":\"\",\"hash\":\"\\u0000\u2028\ud83d\ude00 \ud800";
		try (ChainWriter writer = ChainWriter.open(this.files, LARGE)) {
			writer.append(List.of(Map.of("form", nasty, "record", 99, "hash", "x")));
			writer.append(records(2, 1));
		}
		assertThat(lines()).hasSize(2);
		assertThat(verify().findings()).isEmpty();
	}

	private List<Kind> kinds() throws IOException {
		return verify().findings().stream().map(Finding::kind).toList();
	}

	private Verification verify() throws IOException {
		return ChainVerifier.verify(this.files, List.of());
	}

	private void write(int count, long maxSize) throws IOException {
		write(count, maxSize, null);
	}

	private void write(int count, long maxSize, String form) throws IOException {
		try (ChainWriter writer = ChainWriter.open(this.files, maxSize)) {
			for (Map<String, Object> record : records(writer.last().record() + 1, count)) {
				writer.append(List.of((form != null) ? Map.of("form", form) : record));
			}
		}
	}

	private static List<Map<String, Object>> records(long first, int count) {
		List<Map<String, Object>> records = new ArrayList<>();
		for (long number = first; number < first + count; number++) {
			records.add(Map.of("form", "(form " + number + ")"));
		}
		return records;
	}

	private List<String> lines() throws IOException {
		return Files.readAllLines(this.files.current());
	}

	private void edit(Edit edit) throws IOException {
		List<String> lines = new ArrayList<>(lines());
		edit.apply(lines);
		Files.writeString(this.files.current(), lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
	}

	private static ChainLink endOf(Path file) throws IOException {
		String[] lines = Files.readString(file).split("\n");
		return ChainedRecord.read(Arrays.asList(lines).get(lines.length - 1)).link();
	}

	private interface Edit {

		void apply(List<String> lines) throws IOException;

	}

}
