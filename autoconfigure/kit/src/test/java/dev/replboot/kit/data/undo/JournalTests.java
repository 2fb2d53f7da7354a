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

package dev.replboot.kit.data.undo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;
import dev.replboot.kit.data.json.JsonLineReader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link Journal}.
 */
@Tag("plain")
class JournalTests {

	private static final TableImage TABLE = new TableImage("postgresql", new TableId("a \"b\"", "T\n1"),
			List.of(new ImageColumn("id", "integer", false, false, ImageColumn.Identity.ALWAYS, true),
					new ImageColumn("x", "text", true, true, ImageColumn.Identity.NONE, false)),
			true);

	@TempDir
	private Path folder;

	private Path file;

	private Journal journal;

	@BeforeEach
	void create() {
		this.file = this.folder.resolve("fixes.jsonl");
		this.journal = new Journal(this.file, 10_000_000);
	}

	private static FixHeader header(String id) {
		return new FixHeader(id, "2026-01-01T00:00:00Z", "because \"so\"", null, "shop", "17", null);
	}

	private static ImageSpool spool(String id, List<ImageChange> changes) throws IOException {
		ImageSpool spool = new ImageSpool(id);
		for (ImageChange change : changes) {
			spool.accept(change);
		}
		return spool;
	}

	private static List<ImageChange> changes(int seed, int rows) {
		Random random = new Random(seed);
		List<ImageChange> changes = new ArrayList<>();
		for (int i = 0; i < rows; i++) {
			RowImage before = (random.nextInt(3) == 0) ? null : row(random);
			changes.add(new ImageChange(TABLE, before, (before != null && random.nextBoolean()) ? null : row(random)));
		}
		return changes;
	}

	private static RowImage row(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(200); i > 0; i--) {
			text.append((char) random.nextInt((random.nextInt(4) == 0) ? 0x10000 : 0x80));
		}
		return new RowImage(
				Arrays.asList(String.valueOf(random.nextInt()), random.nextBoolean() ? null : text.toString()));
	}

	@Test
	void everyTextComesBack() throws IOException {
		for (int seed = 0; seed < 50; seed++) {
			this.journal.prepare(header("fix-" + seed), spool("fix-" + seed, changes(seed, seed * 3)));
		}
		for (int seed = 0; seed < 50; seed++) {
			FixImage found = new Journal(this.file, 1).find("fix-" + seed);
			assertThat(found.header()).isEqualTo(header("fix-" + seed));
			assertThat(found.changes(1000)).isEqualTo(changes(seed, seed * 3));
		}
		assertThat(this.journal.find("fix-50")).isNull();
		assertThat(Files.readString(this.file).lines()).allSatisfy((line) -> JsonLineReader.read(line));
	}

	@Test
	void whatBecameOfACorrectionIsKnown() throws IOException {
		for (String id : List.of("fix-a", "fix-b", "fix-c")) {
			this.journal.prepare(header(id), spool(id, changes(1, 2)));
		}
		this.journal.mark("fix-b", "committed", null);
		this.journal.mark("fix-b", "undone", "fix-c");
		this.journal.mark("fix-c", "failed", null);
		assertThat(this.journal.find("fix-a").state()).isEqualTo(FixImage.State.PREPARED);
		assertThat(this.journal.find("fix-b").state()).isEqualTo(FixImage.State.COMMITTED);
		assertThat(this.journal.find("fix-b").undoneBy()).isEqualTo("fix-c");
		assertThat(this.journal.find("fix-c").state()).isEqualTo(FixImage.State.FAILED);
	}

	@Test
	void whatADeadProcessWasAboutToUndoIsUnknown() throws IOException {
		this.journal.prepare(header("fix-a"), spool("fix-a", changes(1, 2)));
		this.journal.prepare(undoing("fix-b", "fix-a"), spool("fix-b", changes(2, 2)));
		this.journal.prepare(undoing("fix-c", "fix-x"), spool("fix-c", changes(3, 2)));
		assertThat(this.journal.find("fix-a").unknown()).containsExactly("fix-b");
		assertThat(this.journal.find("fix-a").undoneBy()).isNull();
		this.journal.mark("fix-b", "committed", null);
		assertThat(this.journal.find("fix-a").unknown()).isEmpty();
		assertThat(this.journal.find("fix-a").undoneBy()).isEqualTo("fix-b");
		this.journal.prepare(undoing("fix-d", "fix-b"), spool("fix-d", changes(4, 2)));
		assertThat(this.journal.find("fix-a").unknown()).containsExactly("fix-d");
		this.journal.mark("fix-d", "committed", null);
		assertThat(this.journal.find("fix-a").undoneBy()).isNull();
		assertThat(this.journal.find("fix-b").undoneBy()).isEqualTo("fix-d");
		this.journal.prepare(undoing("fix-e", "fix-a"), spool("fix-e", changes(5, 2)));
		this.journal.mark("fix-e", "failed", null);
		assertThat(this.journal.find("fix-a").unknown()).isEmpty();
		assertThat(this.journal.find("fix-a").undoneBy()).isNull();
	}

	private static FixHeader undoing(String id, String undoes) {
		return new FixHeader(id, "2026-01-01T00:00:00Z", "because", null, "shop", "17", undoes);
	}

	@Test
	void ownerAloneMayRead() throws IOException {
		this.journal.prepare(header("fix-a"), spool("fix-a", changes(1, 2)));
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.file))).isEqualTo("rw-------");
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("rw-r--r--"));
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.journal.prepare(header("fix-b"), spool("fix-b", changes(1, 2))))
			.withMessageContaining("chmod 600");
	}

	@Test
	void fullJournalRefuses() throws IOException {
		Journal small = new Journal(this.file, 2000);
		small.prepare(header("fix-a"), spool("fix-a", changes(1, 2)));
		String before = Files.readString(this.file);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> small.prepare(header("fix-b"), spool("fix-b", changes(1, 20))))
			.withMessageContaining("repl.kit.data.journal-max-size");
		assertThat(Files.readString(this.file)).isEqualTo(before);
	}

	@Test
	void fullDiskRefuses() throws IOException {
		assumeThat(Path.of("/dev/full")).exists();
		Files.createSymbolicLink(this.file, Path.of("/dev/full"));
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.journal.prepare(header("fix-a"), spool("fix-a", changes(1, 20))))
			.withMessageContaining("repl.kit.data.journal");
	}

	@Test
	void whatAProcessLeftThatDiedWhileItWroteCountsAsNothing() throws IOException {
		this.journal.prepare(header("fix-a"), spool("fix-a", changes(1, 5)));
		byte[] whole = Files.readAllBytes(this.file);
		Path other = this.folder.resolve("other");
		new Journal(other, 1_000_000).prepare(header("fix-b"), spool("fix-b", changes(2, 5)));
		byte[] torn = Files.readAllBytes(other);
		for (int length = 1; length < torn.length; length += 97) {
			Files.write(this.file, whole);
			Files.write(this.file, Arrays.copyOf(torn, length), StandardOpenOption.APPEND);
			assertThat(this.journal.find("fix-b")).isNull();
			this.journal.prepare(header("fix-c"), spool("fix-c", changes(3, 5)));
			assertThat(this.journal.find("fix-a").changes(10)).isEqualTo(changes(1, 5));
			assertThat(this.journal.find("fix-b")).isNull();
			assertThat(this.journal.find("fix-c").changes(10)).isEqualTo(changes(3, 5));
		}
	}

	@Test
	void rowThatWasEditedIsRefused() throws IOException {
		this.journal.prepare(header("fix-a"), spool("fix-a", changes(1, 5)));
		String text = Files.readString(this.file);
		int digit = text.indexOf("\"after\":[\"") + 11;
		Files.writeString(this.file,
				text.substring(0, digit) + ((text.charAt(digit) == '1') ? '2' : '1') + text.substring(digit + 1),
				StandardCharsets.UTF_8);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.journal.find("fix-a").changes(10))
			.withMessageContaining("SHA-256");
	}

	@Test
	void severalThreadsMayWrite() throws Exception {
		Map<String, Thread> threads = new LinkedHashMap<>();
		for (int i = 0; i < 8; i++) {
			String id = "fix-" + i;
			int seed = i;
			Thread thread = new Thread(() -> {
				try {
					new Journal(this.file, 10_000_000).prepare(header(id), spool(id, changes(seed, 50)));
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			threads.put(id, thread);
			thread.start();
		}
		for (Thread thread : threads.values()) {
			thread.join();
		}
		for (int i = 0; i < 8; i++) {
			assertThat(this.journal.find("fix-" + i).changes(50)).isEqualTo(changes(i, 50));
		}
	}

	@Test
	void largeCorrectionsAreKeptInAFile() throws IOException {
		RowImage large = new RowImage(Arrays.asList("1", "é".repeat(3_000_000)));
		ImageSpool spool = spool("fix-a", List.of(new ImageChange(TABLE, large, null)));
		this.journal.prepare(header("fix-a"), spool);
		assertThat(this.journal.find("fix-a").changes(1).get(0).before()).isEqualTo(large);
		spool.close();
	}

}
