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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * MariaDB's own programs, on a database of a test.
 */
final class MariaDbClient {

	private final Path folder;

	private final URI server;

	MariaDbClient(Path folder, String url) {
		this.folder = folder;
		this.server = URI.create(url.substring("jdbc:".length()));
	}

	/**
	 * Run a script in {@code mariadb}.
	 * @param script the script
	 * @param options the client's options
	 * @return what the client says
	 */
	String run(Path script, String... options) throws IOException, InterruptedException {
		List<String> command = command("mariadb");
		command.addAll(List.of(options));
		command.add(database());
		return output(new ProcessBuilder(command).redirectInput(script.toFile()));
	}

	/**
	 * Everything that is in the database.
	 * @return the lines of {@code mariadb-dump}, sorted
	 */
	List<String> dump() throws IOException, InterruptedException {
		List<String> command = command("mariadb-dump");
		command.addAll(
				List.of("--hex-blob", "--skip-comments", "--skip-extended-insert", "--single-transaction", database()));
		// numbers of AUTO_INCREMENT go on
		return output(new ProcessBuilder(command)).replaceAll(" AUTO_INCREMENT=[0-9]+", "").lines().sorted().toList();
	}

	private String database() {
		return this.server.getPath().substring(1);
	}

	private List<String> command(String program) {
		return new ArrayList<>(List.of(program, "--no-defaults", "-h", "127.0.0.1", "-P",
				String.valueOf(this.server.getPort()), "-u", "root"));
	}

	private String output(ProcessBuilder builder) throws IOException, InterruptedException {
		Path output = this.folder.resolve("output");
		Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
		assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
		return Files.readString(output, StandardCharsets.UTF_8);
	}

}
