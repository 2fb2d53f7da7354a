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
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.replboot.test.sample.SampleProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The script that starts a twin of a process.
 */
@Timeout(600)
class LaunchScriptTests {

	private static final Path SCRIPT = Path.of("../bin/twin").toAbsolutePath().normalize();

	// its own environment and command, as the system has them
	private static final String SELF = """
			(run! (fn [file]
			        (println)
			        (.write *out* (str "SELF " (.encodeToString (java.util.Base64/getEncoder)
			          (java.nio.file.Files/readAllBytes (java.nio.file.Path/of file (make-array String 0)))) "\\n")))
			      ["/proc/self/environ" "/proc/self/cmdline"])""";

	@TempDir
	Path folder;

	@Test
	void twinOfTheSampleApplicationHasItsEnvironmentAndArguments() throws Exception {
		Path trap = this.folder.resolve("trap");
		String hostile = "' \" \\ $(touch " + trap + ") `touch " + trap + "`\n; touch " + trap + "\n\n";
		Path audit = this.folder.resolve("audit.jsonl");
		Map<String, String> environment = Map.of("HOSTILE", hostile, "odd.name-$(touch " + trap + ")", hostile, "IFS",
				"abc", "OPTIND", "x", "JAVA_TOOL_OPTIONS", "-Dtold='a b' -XX:+HeapDumpOnOutOfMemoryError -Xms32m",
				"NOTIFY_SOCKET", "/nowhere");
		List<String> options = List.of("-Xmx400m", "-XX:TieredStopAtLevel=1", "-Dquoted=" + hostile,
				"-Xlog:gc:file=" + this.folder.resolve("gc"),
				"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
				"-XX:ErrorFile=" + this.folder.resolve("crash"));
		try (SampleProcess live = SampleProcess.start(environment, options, "--hostile=" + hostile,
				"--repl.audit.file=" + audit)) {
			long pid = live.process().pid();
			String collected = Files.readString(this.folder.resolve("gc"));
			TwinProcess twin = script("-Dmine=x y", Long.toString(pid), "--repl.twin.strict", "--repl.twin.eval", SELF);
			assertThat(twin.status()).as(twin.err()).isZero();
			assertThat(twin.out()).isEqualTo("nil\n");
			assertThat(twin.err()).contains("twin: left out -Xmx400m\n", "twin: left out -Xlog:gc:file\n",
					"twin: left out -agentlib:jdwp\n", "twin: left out -XX:ErrorFile\n",
					"twin: left out -XX:+HeapDumpOnOutOfMemoryError of JAVA_TOOL_OPTIONS\n");
			List<byte[]> self = twin.err()
				.lines()
				.filter((line) -> line.startsWith("SELF "))
				.map((line) -> Base64.getDecoder().decode(line.substring(5)))
				.toList();
			assertThat(values(self.get(0))).contains("HOSTILE=" + hostile, "JAVA_TOOL_OPTIONS=\"-Dtold=a b\"")
				.containsAll(shared(environment(pid)))
				.noneMatch((value) -> value.startsWith("NOTIFY_SOCKET="));
			assertThat(shared(values(self.get(0)))).isEqualTo(shared(environment(pid)));
			List<String> command = values(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")));
			List<String> expected = new ArrayList<>();
			expected.add(Path.of(command.get(0)).toRealPath().toString());
			expected.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dquoted=" + hostile, "-Xmx512m", "-Dmine=x y"));
			expected.addAll(command.subList(command.indexOf("-jar"), command.size()));
			expected.addAll(List.of("--repl.twin", "--repl.twin.strict", "--repl.twin.eval", SELF));
			assertThat(values(self.get(1))).isEqualTo(expected);
			assertThat(trap).doesNotExist();
			assertThat(Files.readString(this.folder.resolve("gc"))).startsWith(collected).doesNotContain("-Xmx512m");
			assertThat(live.process().isAlive()).isTrue();
		}
	}

	@Test
	void noValueIsOnACommandLineButThoseThatTheProcessHasThere() throws Exception {
		assertNoValueIsShown(List.of("perl"), "S3cret|null|S3cret");
	}

	@Test
	void noValueIsOnACommandLineWithoutPerl() throws Exception {
		// spring.datasource.password is for the twin itself to read
		assertNoValueIsShown(List.of(), "null|/proc/|S3cret");
	}

	// each program that the script runs is one of ours, which notes down its arguments
	private void assertNoValueIsShown(List<String> more, String seen) throws Exception {
		Path programs = Files.createDirectory(this.folder.resolve("programs"));
		Path shown = this.folder.resolve("shown");
		List<String> names = new ArrayList<>(
				List.of("awk", "od", "nice", "cat", "id", "readlink", "mktemp", "rm", "env"));
		names.addAll(more);
		for (String name : names) {
			Path program = programs.resolve(name);
			Files.writeString(program, """
					#!/bin/sh
					printf '%%s\n' "$0" "$@" >> '%s'
					PATH=/usr/bin:/bin exec %s "$@"
					""".formatted(shown, which(name)));
			assertThat(program.toFile().setExecutable(true)).isTrue();
		}
		Path classes = Path.of(Idle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		Path file = Files.writeString(this.folder.resolve("arguments"),
				"-Dtold=S3cret\n-cp \"" + classes + "\"\n" + Idle.class.getName() + " --password=S3cret\n");
		ProcessBuilder builder = new ProcessBuilder(java(), "-Dshown=yes", "@" + file).directory(this.folder.toFile())
			.redirectOutput(this.folder.resolve("idle").toFile());
		builder.environment().put("spring.datasource.password", "S3cret");
		builder.environment().put("DB_PASSWORD", "S3cret");
		Process idle = builder.start();
		try {
			Awaitility.await().until(() -> !idle.isAlive() || Files.size(this.folder.resolve("idle")) > 0);
			TwinProcess twin = script(Map.of("PATH", programs.toString()), Long.toString(idle.pid()), "variables");
			assertThat(twin.status()).as(twin.err()).isZero();
			assertThat(twin.out().replaceAll("/proc/\\d+/environ", "/proc/")).startsWith(seen + "|")
				.contains("|S3cret|[--password=S3cret, --repl.twin, variables]");
			assertThat(twin.out().substring(twin.out().indexOf("COMMAND"))).contains("yes", "@/proc/self/fd/")
				.doesNotContain("S3cret");
			assertThat(Files.readString(shown)).contains("nice").doesNotContain("S3cret");
		}
		finally {
			idle.destroyForcibly();
		}
	}

	private static String which(String name) {
		return List.of("/usr/bin/", "/bin/")
			.stream()
			.map((folder) -> folder + name)
			.filter((path) -> Files.isExecutable(Path.of(path)))
			.findFirst()
			.orElse("/usr/bin/" + name);
	}

	@Test
	void classPathAndArgumentFileAreTaken() throws Exception {
		Path classes = Path.of(Idle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		Path file = Files.writeString(this.folder.resolve("arguments"), """
				# options
				-Xmx3g "-Dtold=a \\"b\\" c"
				-cp '%s'
				%s one "t w\\
				  o"
				""".formatted(classes, Idle.class.getName()));
		Process idle = new ProcessBuilder(java(), "@" + file, "", "@none", "$(x) 'y'\n").directory(this.folder.toFile())
			.redirectOutput(this.folder.resolve("idle").toFile())
			.start();
		try {
			Awaitility.await().until(() -> !idle.isAlive() || Files.size(this.folder.resolve("idle")) > 0);
			TwinProcess twin = script(Long.toString(idle.pid()), "last");
			assertThat(twin.out()).as(twin.err())
				.isEqualTo(this.folder.toRealPath() + "|a \"b\" c|[one, t wo, , @none, $(x) 'y'\n, --repl.twin, last]");
			assertThat(twin.err()).contains("left out -Xmx3g");
			assertThat(twin.status()).isZero();
		}
		finally {
			idle.destroyForcibly();
		}
	}

	@Test
	void aTwinHasNoTwinNorHasAProcessWhoseFolderIsGone() throws Exception {
		Path classes = Path.of(Idle.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		Path gone = Files.createDirectory(this.folder.resolve("gone"));
		assertRefused(idle(classes, this.folder, "--repl.twin.strict"), "The process is a twin itself");
		assertRefused(idle(classes, gone, "leave"), "The folder of process ");
	}

	private TwinProcess idle(Path classes, Path place, String argument) throws Exception {
		Path up = this.folder.resolve("idle");
		Process idle = new ProcessBuilder(java(), "-cp", classes.toString(), Idle.class.getName(), argument)
			.directory(place.toFile())
			.redirectOutput(up.toFile())
			.start();
		try {
			Awaitility.await().until(() -> !idle.isAlive() || Files.size(up) > 0);
			if (!place.equals(this.folder)) {
				Files.delete(place);
			}
			return script(Long.toString(idle.pid()));
		}
		finally {
			idle.destroyForcibly();
		}
	}

	@Test
	void refusalsSayWhatToDo() throws Exception {
		assertRefused(script(), "Which process? Give its number");
		assertRefused(script("order-service"), "order-service is not the number of a process. Find it with");
		Process gone = new ProcessBuilder("true").start();
		gone.waitFor();
		assertRefused(script(Long.toString(gone.pid())), "There is no process " + gone.pid());
		Process sleep = new ProcessBuilder("sleep", "300").start();
		try {
			Awaitility.await().until(() -> sleep.info().command().orElse("").endsWith("sleep"));
			assertRefused(script(Long.toString(sleep.pid())), "is not Java but ");
		}
		finally {
			sleep.destroyForcibly();
		}
	}

	@Test
	void processOfAnotherUserIsRefused() throws Exception {
		assumeThat(System.getProperty("user.name")).as("only root can start one").isEqualTo("root");
		Process other = new ProcessBuilder("setpriv", "--reuid=1", "--clear-groups", "sleep", "300").start();
		try {
			Awaitility.await().until(() -> other.info().command().orElse("").endsWith("sleep"));
			assertRefused(script(Long.toString(other.pid())), "is of another user. Run this as that user: sudo -u '");
		}
		finally {
			other.destroyForcibly();
		}
	}

	private static void assertRefused(TwinProcess refused, String reason) {
		assertThat(refused.err()).startsWith("twin: ").contains(reason);
		assertThat(refused.out()).isEmpty();
		assertThat(refused.status()).isEqualTo(2);
	}

	private TwinProcess script(String... arguments) throws Exception {
		return script(Map.of(), arguments);
	}

	private TwinProcess script(Map<String, String> environment, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
		command.addAll(List.of(arguments));
		Path out = this.folder.resolve("out");
		Path err = this.folder.resolve("err");
		ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
		builder.environment().putAll(environment);
		Process process = builder.start();
		process.getOutputStream().close();
		try {
			assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		return new TwinProcess(process.exitValue(), Files.readString(out), Files.readString(err));
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	private static List<String> environment(long pid) throws IOException {
		return values(Files.readAllBytes(Path.of("/proc/" + pid + "/environ")));
	}

	private static List<String> values(byte[] separated) {
		return Arrays.asList(new String(separated, StandardCharsets.ISO_8859_1).split("\0", -1))
			.subList(0, (int) new String(separated, StandardCharsets.ISO_8859_1).chars().filter((c) -> c == 0).count());
	}

	private static List<String> shared(List<String> environment) {
		return environment.stream()
			.filter((value) -> !value.matches("(?s)(JAVA_TOOL_OPTIONS|NOTIFY_SOCKET|TERM)=.*"))
			.sorted()
			.toList();
	}

	/**
	 * Waits, unless it is a twin.
	 */
	public static final class Idle {

		public static void main(String[] arguments) throws IOException {
			if (Arrays.asList(arguments).contains("variables")) {
				System.out.print(System.getenv("spring.datasource.password") + "|" + System.getenv("REPL_TWIN_ENVIRON")
						+ "|" + System.getenv("DB_PASSWORD") + "|" + System.getProperty("told") + "|"
						+ Arrays.toString(arguments) + "COMMAND" + commandLine());
				return;
			}
			if (Arrays.asList(arguments).contains("--repl.twin")) {
				System.out.print(System.getProperty("user.dir") + "|" + System.getProperty("told") + "|"
						+ Arrays.toString(arguments));
				return;
			}
			System.out.println("up");
			System.in.read();
		}

		private static String commandLine() throws IOException {
			return System.getProperty("shown")
					+ new String(Files.readAllBytes(Path.of("/proc/self/cmdline")), StandardCharsets.ISO_8859_1)
						.replace('\0', ' ');
		}

	}

}
