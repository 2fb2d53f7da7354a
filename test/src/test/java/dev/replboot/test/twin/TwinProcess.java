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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
		Path out = folder.resolve("out");
		Path err = folder.resolve("err");
		Process process = start(arguments, out, err);
		process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
		process.getOutputStream().close();
		if (!process.waitFor(120, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new IllegalStateException("It didn't end:\n" + Files.readString(err));
		}
		return new TwinProcess(process.exitValue(), Files.readString(out), Files.readString(err));
	}

	static Process start(List<String> arguments, Path out, Path err) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Xmx512m");
		command.addAll(arguments);
		return new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
	}

}
