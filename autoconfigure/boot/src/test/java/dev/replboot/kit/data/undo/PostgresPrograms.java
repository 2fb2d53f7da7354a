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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.replboot.testsupport.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Programs of PostgreSQL, run on a database of the tests' server.
 */
final class PostgresPrograms {

	private static final String OVER = "=== over ===";

	private final Path folder;

	private final String database;

	/**
	 * Create it.
	 * @param folder where the programs' files are
	 * @param database the database's name
	 */
	PostgresPrograms(Path folder, String database) {
		this.folder = folder;
		this.database = database;
	}

	/**
	 * What {@code pg_dump} says.
	 * @return the lines, sorted, without the values of sequences
	 */
	List<String> dump() {
		String port = String.valueOf(PostgresServer.get().port());
		return run(List.of("pg_dump", "--inserts", "-h", "127.0.0.1", "-p", port, "-U", "test", this.database)).lines()
			.filter((line) -> !line.contains("setval(") && !line.contains("restrict "))
			.sorted()
			.toList();
	}

	/**
	 * What {@code psql} says each time that it runs a script, one after the other.
	 * @param script the script's lines
	 * @param times how often it runs
	 * @return what it says
	 * @throws IOException if the script can't be written
	 */
	List<String> psql(List<String> script, int times) throws IOException {
		Path file = Files.write(this.folder.resolve("undo.sql"), script);
		String port = String.valueOf(PostgresServer.get().port());
		List<String> command = new ArrayList<>(List.of("psql", "-X", "-h", "127.0.0.1", "-p", port, "-U", "test", "-d",
				this.database, "-v", "ON_ERROR_STOP=1"));
		for (int i = 0; i < times; i++) {
			command.addAll(List.of("-f", file.toString(), "-c", "\\echo " + OVER));
		}
		return List.of(run(command).split(OVER));
	}

	private String run(List<String> command) {
		try {
			Path output = this.folder.resolve("output");
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
			return Files.readString(output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
