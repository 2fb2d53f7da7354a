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

package dev.replboot.twin.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Who can read what was typed.
 */
@Tag("plain")
class HistoryFileTests {

	private static final String NAME = ".repl_twin_history";

	@TempDir
	private Path home;

	@Test
	void nobodyElseReadsIt() throws Exception {
		assertThat(HistoryFile.prepare(this.home)).isEqualTo(this.home.resolve(NAME)).isEmptyFile();
		assertThat(permissions()).isEqualTo("rw-------");
	}

	@Test
	void fileThatOthersCouldReadIsTheirsNoLonger() throws Exception {
		Files.writeString(this.home.resolve(NAME), "1:(+ 1 2)\n");
		Files.setPosixFilePermissions(this.home.resolve(NAME), PosixFilePermissions.fromString("rw-rw-r--"));
		assertThat(HistoryFile.prepare(this.home)).hasContent("1:(+ 1 2)");
		assertThat(permissions()).isEqualTo("rw-------");
	}

	@Test
	void linkIsNotFollowed() throws Exception {
		Path target = Files.writeString(this.home.resolve("target"), "precious");
		Files.createSymbolicLink(this.home.resolve(NAME), target);
		assertThatIOException().isThrownBy(() -> HistoryFile.prepare(this.home))
			.withMessageEndingWith("isn't a regular file of yours");
		Files.delete(target);
		assertThatIOException().isThrownBy(() -> HistoryFile.prepare(this.home))
			.withMessageEndingWith("isn't a regular file of yours");
		assertThat(target).doesNotExist();
	}

	@Test
	void fileOfAnotherUserIsRefused() throws Exception {
		assumeThat(System.getProperty("user.name")).as("only root can give it away").isEqualTo("root");
		Path file = Files.createFile(this.home.resolve(NAME));
		Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
		assertThatIOException().isThrownBy(() -> HistoryFile.prepare(this.home))
			.withMessageEndingWith("isn't a regular file of yours");
	}

	@Test
	void lineThatWasCutOffInACharacterIsMended() throws Exception {
		Files.write(this.home.resolve(NAME), new byte[] { '1', ':', 'a', '\n', '2', ':', 'b', (byte) 0xc3 });
		assertThat(HistoryFile.prepare(this.home)).hasContent("1:a\n2:b\ufffd");
		assertThat(permissions()).isEqualTo("rw-------");
	}

	@Test
	void userWithoutFolderHasNone() {
		assertThatIOException().isThrownBy(() -> HistoryFile.prepare(Path.of("?")))
			.withMessageEndingWith("has no home folder");
		assertThatIOException().isThrownBy(() -> HistoryFile.prepare(this.home.resolve("gone")))
			.withMessageEndingWith("has no home folder");
	}

	private String permissions() throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.home.resolve(NAME)));
	}

}
