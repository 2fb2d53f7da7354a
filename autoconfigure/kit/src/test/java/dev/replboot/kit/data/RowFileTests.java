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

package dev.replboot.kit.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for rows in a temporary file.
 */
@Tag("plain")
class RowFileTests {

	private static final List<String> ROW = List.of("x".repeat(10_000));

	@TempDir
	private Path folder;

	private List<Path> files() throws IOException {
		try (var files = Files.list(this.folder)) {
			return files.toList();
		}
	}

	@Test
	void nobodyFindsTheFileWhileItIsOpenAndNothingOfItStays() throws IOException {
		try (RowFile rows = new RowFile(this.folder, 2)) {
			long first = rows.append(ROW);
			rows.append(ROW);
			// Linux and macOS delete it at once, and it lasts while it is open
			assertThat(files()).isEmpty();
			assertThat(rows.read(first)).isEqualTo(ROW);
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void fewRowsTakeNoRoom() throws IOException {
		try (RowFile rows = new RowFile(this.folder, Long.MAX_VALUE)) {
			assertThat(rows.read(rows.append(ROW))).isEqualTo(ROW);
			assertThat(files()).isEmpty();
		}
	}

	@Test
	void fileThatWouldTakeTooMuchRoomIsNotMade() throws IOException {
		try (RowFile rows = new RowFile(this.folder, Long.MAX_VALUE)) {
			rows.append(ROW);
			assertThatIOException().isThrownBy(() -> rows.append(ROW))
				.withMessageContaining("They take more than half of its room. Change fewer rows at a time");
			assertThat(files()).isEmpty();
		}
	}

}
