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

package dev.replboot.test.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills the sample application in the middle of evaluations: nothing that ran is missing
 * from the record.
 */
@NullUnmarked
@Timeout(300)
class AuditCrashTests {

	private static final Pattern FORM = Pattern.compile("REPL_EVALUATING.*\\(spit .*\\\\\"(\\d+)\\\\\\\\n");

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "second", "record" })
	void whatRanIsOnRecord(String fsync) throws Exception {
		Path record = this.folder.resolve("audit.jsonl");
		Path effects = this.folder.resolve("effects");
		try (SampleProcess sample = SampleProcess.start("--repl.audit.file=" + record, "--repl.audit.required=file",
				"--repl.audit.fsync=" + fsync)) {
			String token = sample.token("admin");
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort())) {
				OutputStream out = socket.getOutputStream();
				out.write((token + "\n").getBytes(StandardCharsets.UTF_8));
				Thread feeder = new Thread(() -> feed(out, effects), "feeder");
				feeder.start();
				while (lines(effects).size() < 50) {
					int read = socket.getInputStream().read(new byte[4096]);
					assertThat(read).isPositive();
				}
				sample.process().destroyForcibly().waitFor(60, TimeUnit.SECONDS);
				feeder.join();
			}
		}
		Set<String> recorded = Files.readString(record)
			.lines()
			.map(FORM::matcher)
			.filter(Matcher::find)
			.map((matcher) -> matcher.group(1))
			.collect(Collectors.toSet());
		assertThat(recorded).hasSizeGreaterThanOrEqualTo(50).containsAll(lines(effects));
		// no context is started for this, so that the broken property doesn't matter
		Process verify = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-jar", "../sample-app/target/sample-app.jar",
				"--repl.audit.verify=" + record, "--server.port=nonsense")
			.redirectErrorStream(true)
			.start();
		String report = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(verify.waitFor()).as(report).isZero();
		assertThat(report).startsWith("Files: audit.jsonl\n").contains("Intact").doesNotContain("Spring");
	}

	@Test
	void aFormThatKillsTheProcessIsOnRecord() throws Exception {
		Path record = this.folder.resolve("audit.jsonl");
		try (SampleProcess sample = SampleProcess.start("--repl.audit.file=" + record, "--repl.audit.required=file")) {
			String token = sample.token("admin");
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort())) {
				socket.getOutputStream()
					.write((token + "\n(really! (.halt (Runtime/getRuntime) 3))\n").getBytes(StandardCharsets.UTF_8));
				assertThat(sample.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
			}
		}
		assertThat(Files.readString(record)).contains("\"form\":\"(really! (.halt (Runtime/getRuntime) 3))\"",
				"REPL_GUARD_PERMITTED");
	}

	private static void feed(OutputStream out, Path effects) {
		try {
			for (int i = 0;; i++) {
				String form = "(spit \"" + effects + "\" \"" + i + "\\n\" :append true)\n";
				out.write(form.getBytes(StandardCharsets.UTF_8));
			}
		}
		catch (SocketException ex) {
			// killed
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> lines(Path file) throws IOException {
		return Files.exists(file) ? Files.readAllLines(file) : List.of();
	}

}
