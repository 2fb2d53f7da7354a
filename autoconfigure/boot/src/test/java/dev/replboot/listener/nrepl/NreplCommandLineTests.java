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

package dev.replboot.listener.nrepl;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.testsupport.OsUser;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The terminal client that nREPL itself has ({@code nrepl.cmdline --connect}, Debian's
 * libnrepl-clojure), in a process of its own. Left out where it isn't installed.
 */
class NreplCommandLineTests {

	private static final Path JAR = Path.of("/usr/share/java/nrepl.jar");

	@BeforeAll
	static void find() {
		Assumptions.assumeTrue(Files.isRegularFile(JAR), "libnrepl-clojure is not installed");
	}

	private static String connect(String input, String... where) {
		String jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> entry.contains("org" + File.separator + "clojure"))
			.collect(Collectors.joining(File.pathSeparator));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-classpath",
						jars + File.pathSeparator + JAR, "clojure.main", "-m", "nrepl.cmdline", "--connect"));
		command.addAll(List.of(where));
		return OsUser.run(input, command);
	}

	// it reads forms by itself, so that the token has to be one
	private static String input(TestRepl repl) {
		return '"' + repl.token(TestPrincipal.ADMIN) + "\"\n(* 1001 7)\n(println \"pr\" \"inted\")\n(/ 1 0)\n"
				+ "(do (in-ns 'elsewhere) :moved)\n";
	}

	private static void assertWalked(String output) {
		assertThat(output).contains("You are ann", "7007", "pr inted", "Divide by zero", ":moved", "elsewhere=> ");
	}

	@Test
	void connectsToThePort() {
		try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0")) {
			assertWalked(connect(input(repl), "--host", "127.0.0.1", "--port",
					String.valueOf(repl.address("nrepl").port())));
		}
	}

	@Test
	void connectsToTheSocketFile(@TempDir Path folder) {
		Path file = folder.resolve("own/nrepl.sock");
		try (TestRepl repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.path=" + file)) {
			assertWalked(connect(input(repl), "--socket", file.toString()));
		}
	}

}
