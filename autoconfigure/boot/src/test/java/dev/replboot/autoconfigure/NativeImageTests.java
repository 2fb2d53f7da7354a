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

package dev.replboot.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The starter recognizes a native image by a property that the JVM has from its start.
 */
@Timeout(300)
class NativeImageTests {

	@Test
	void nativeImageWithTheEndpointFailsToStartAndSaysWhatToDo() throws Exception {
		assertThat(start("-Dorg.graalvm.nativeimage.imagecode=runtime")).doesNotContain("started")
			.contains("a native image can't load them", "Leave repl-spring-boot-starter out", "--repl.twin");
	}

	@Test
	void sameBeansStartOnTheJvm() throws Exception {
		assertThat(start()).isEqualTo("started\n");
	}

	private static String start(String... options) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(options));
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				NativeImageStart.class.getName()));
		// what is logged goes to the standard error stream or isn't about it
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return said.lines()
			.filter((line) -> !line.matches("\\d\\d:\\d\\d:\\d\\d.*"))
			.reduce("", (all, line) -> all + line + "\n");
	}

}
