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

package dev.replboot.test.twin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command that was run to its end.
 *
 * @param status the exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record TwinProcess(int status, String out, String err) {

	static final Path JAR = Path.of("../sample-app/target/sample-app.jar");

	static TwinProcess run(Path folder, String input, List<String> arguments) throws Exception {
		return run(folder, input, java(), arguments);
	}

	/**
	 * Run a command to its end.
	 * @param folder for what it writes
	 * @param input what it reads
	 * @param command the command
	 * @param arguments what comes after it
	 */
	static TwinProcess run(Path folder, String input, ProcessBuilder command, List<String> arguments) throws Exception {
		Path out = folder.resolve("out");
		Path err = folder.resolve("err");
		Process process = start(command, arguments, out, err);
		try (OutputStream stream = process.getOutputStream()) {
			stream.write(input.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			// a command may end without having read its input
			assertThat(ex).hasMessageContaining("Broken pipe");
		}
		if (!process.waitFor(240, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new IllegalStateException("It didn't end:\n" + Files.readString(err));
		}
		return new TwinProcess(process.exitValue(), Files.readString(out), Files.readString(err));
	}

	static Process start(List<String> arguments, Path out, Path err) throws IOException {
		return start(java(), arguments, out, err);
	}

	private static ProcessBuilder java() {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
				"-XX:TieredStopAtLevel=1");
	}

	private static Process start(ProcessBuilder command, List<String> arguments, Path out, Path err)
			throws IOException {
		List<String> all = new ArrayList<>(command.command());
		all.addAll(arguments);
		return command.command(all).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
	}

}
