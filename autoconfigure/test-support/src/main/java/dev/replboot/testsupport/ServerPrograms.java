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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the programs of a database server in a folder of its own. Such servers refuse to
 * run as root, so that root runs them as {@code nobody}.
 */
final class ServerPrograms {

	private final Path folder;

	ServerPrograms(String prefix) throws IOException, InterruptedException {
		this.folder = Files.createTempDirectory(prefix);
		if (isRoot()) {
			run(List.of("chown", "nobody", this.folder.toString()));
		}
	}

	Path folder() {
		return this.folder;
	}

	/**
	 * A file beside the folder, which root may write to.
	 * @param extension what its name ends with
	 * @return the file
	 */
	Path beside(String extension) {
		return this.folder.resolveSibling(this.folder.getFileName() + extension);
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	static List<String> asNobody(Path program, String... arguments) {
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
		}
		command.add(program.toString());
		command.addAll(List.of(arguments));
		return command;
	}

	void run(List<String> command) throws IOException, InterruptedException {
		File output = beside(".out").toFile();
		Process process = new ProcessBuilder(command).directory(new File("/"))
			.redirectErrorStream(true)
			.redirectOutput(output)
			.start();
		if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
			throw new IllegalStateException(command + ": " + Files.readString(output.toPath()));
		}
		Files.delete(output.toPath());
	}

	void delete() throws IOException {
		try (Stream<Path> all = Files.walk(this.folder)) {
			all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
	}

}
