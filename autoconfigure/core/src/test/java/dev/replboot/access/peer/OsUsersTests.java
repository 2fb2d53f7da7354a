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

package dev.replboot.access.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link OsUsers}.
 */
@Tag("plain")
class OsUsersTests {

	@TempDir
	private Path folder;

	@Test
	void nameIsReadFromTheAccounts() throws IOException {
		Path accounts = Files.writeString(this.folder.resolve("passwd"), """
				root:x:0:0:root:/root:/bin/bash
				#ann:x:1000:1000::/home/ann:/bin/sh
				torn:x
				bob:x:1000:1000::/home/bob:/bin/sh
				also:x:1000:1000::/home/also:/bin/sh
				""");
		assertThat(OsUsers.fromAccounts(accounts, 0)).isEqualTo("root");
		assertThat(OsUsers.fromAccounts(accounts, 1000)).isEqualTo("bob");
		assertThat(OsUsers.fromAccounts(accounts, 100)).isNull();
		assertThat(OsUsers.fromAccounts(this.folder.resolve("none"), 0)).isNull();
	}

	@Test
	void numberThatTheJdkShowsForANameIsNoName() {
		assertThat(OsUsers.named(() -> "1000", 1000)).isNull();
		assertThat(OsUsers.named(() -> "bob", 1000)).isEqualTo("bob");
	}

	@Test
	void overflowNumberStandsForAnybody() {
		assertThat(OsUsers.isAnybody(0)).isFalse();
	}

}
