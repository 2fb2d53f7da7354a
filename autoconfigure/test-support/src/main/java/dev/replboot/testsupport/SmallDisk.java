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

package dev.replboot.testsupport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A small disk that a test can fill or make read-only. Where the user may not mount, it
 * is a folder like any other.
 */
public final class SmallDisk implements AutoCloseable {

	private final Path path;

	private final boolean mounted;

	/**
	 * Mount it.
	 * @param path the folder to make for it
	 * @param size its size as {@code tmpfs} takes it
	 * @throws Exception if the folder can't be made
	 */
	public SmallDisk(Path path, String size) throws Exception {
		this.path = Files.createDirectory(path);
		this.mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString());
	}

	public Path resolve(String name) {
		return this.path.resolve(name);
	}

	/**
	 * Skip the test where nobody may mount.
	 */
	public void assumeMounted() {
		assumeTrue(this.mounted, "Nobody may mount here");
	}

	/**
	 * Write until the disk is full.
	 * @param filler the file to write, which frees the disk when it is deleted
	 * @throws IOException if the file can't be made
	 */
	public static void fill(Path filler) throws IOException {
		try (OutputStream out = Files.newOutputStream(filler)) {
			assertThatThrownBy(() -> {
				while (true) {
					out.write(new byte[4096]);
				}
			}).hasMessageContaining("No space left");
		}
	}

	/**
	 * Make it read-only.
	 * @throws Exception if that can't be done
	 */
	public void makeReadOnly() throws Exception {
		assertThat(run("mount", "-o", "remount,ro", this.path.toString())).isTrue();
	}

	@Override
	public void close() throws Exception {
		if (this.mounted) {
			assertThat(run("umount", "-l", this.path.toString())).isTrue();
		}
	}

	private static boolean run(String... command) throws IOException, InterruptedException {
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor() == 0;
	}

}
