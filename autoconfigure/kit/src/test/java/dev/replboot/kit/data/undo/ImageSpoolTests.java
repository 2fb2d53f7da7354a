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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.replboot.kit.data.image.ImageChange;
import dev.replboot.kit.data.image.ImageColumn;
import dev.replboot.kit.data.image.RowImage;
import dev.replboot.kit.data.image.TableId;
import dev.replboot.kit.data.image.TableImage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the changes of one correction.
 */
@Tag("plain")
class ImageSpoolTests {

	private static final TableImage TABLE = new TableImage("postgresql", new TableId("s", "t"),
			List.of(new ImageColumn("k", "text", true, false, ImageColumn.Identity.NONE, true)), true);

	private static List<Path> files() throws IOException {
		try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			// others may just make theirs
			return files.filter((file) -> file.getFileName().toString().matches("repl-(rows|fix).*"))
				.filter((file) -> file.toFile().length() > 0)
				.toList();
		}
	}

	@Test
	void largeCorrectionIsReadAgainAndNobodyFindsItsFile() throws IOException {
		List<Path> before = files();
		try (ImageSpool spool = new ImageSpool("fix-1")) {
			for (int i = 0; i < 3000; i++) {
				spool.accept(new ImageChange(TABLE, null, new RowImage(List.of(i + "x".repeat(1000)))));
			}
			String sha256 = spool.sha256();
			assertThat(files()).isEqualTo(before);
			for (int i = 0; i < 2; i++) {
				try (InputStream lines = spool.open()) {
					byte[] all = lines.readAllBytes();
					assertThat(all.length).isEqualTo((int) spool.bytes()).isGreaterThan(3_000_000);
					assertThat(HexFormat.of().formatHex(ImageSpool.newDigest().digest(all))).isEqualTo(sha256);
				}
			}
		}
		assertThat(files()).isEqualTo(before);
	}

}
