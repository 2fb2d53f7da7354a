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

package dev.replboot.kit.data.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for temporary files.
 */
@Tag("plain")
class TemporaryFileTests {

	private static final int SIZE = 20_000;

	@TempDir
	private Path folder;

	private static void write(TemporaryFile file) throws IOException {
		byte[] bytes = new byte[SIZE];
		bytes[SIZE - 1] = -1;
		file.write(bytes, 0, SIZE, 0);
	}

	@Test
	void roomIsThatOfAllFilesTogether() throws IOException {
		// there is room for one and a half
		long share = Files.getFileStore(this.folder).getUsableSpace() / (SIZE * 3 / 2);
		try (TemporaryFile one = new TemporaryFile(this.folder, share);
				TemporaryFile other = new TemporaryFile(this.folder, share);
				TemporaryFile third = new TemporaryFile(this.folder, share)) {
			write(one);
			write(one);
			assertThatIOException().isThrownBy(() -> write(other))
				.withMessageContaining("more than half of its room. Change fewer rows at a time");
			assertThat(other.isThere()).isFalse();
			other.close();
			one.close();
			write(third);
		}
	}

	@Test
	void fileIsReadWhileItIsOpenAndNothingOfItStays() throws IOException {
		try (TemporaryFile file = new TemporaryFile(this.folder, 2)) {
			write(file);
			try (var files = Files.list(this.folder)) {
				// Linux and macOS delete it at once
				assertThat(files).isEmpty();
			}
			Thread.currentThread().interrupt();
			byte[] bytes = file.input().readAllBytes();
			assertThat(Thread.interrupted()).isTrue();
			assertThat(bytes).hasSize(SIZE).endsWith((byte) -1);
			assertThat(file.input().read()).isZero();
		}
		TemporaryFile closed = new TemporaryFile(this.folder, 2);
		closed.close();
		assertThatIOException().isThrownBy(() -> closed.input().read());
	}

}
