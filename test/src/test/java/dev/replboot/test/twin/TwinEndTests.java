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
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A twin that stays until somebody ends it.
 */
@NullUnmarked
@Timeout(600)
class TwinEndTests {

	private static final Duration START = Duration.ofSeconds(120);

	private static final Pattern TOKEN = Pattern.compile("The token is in (\\S+)\\.\n");

	private static final Pattern PORT = Pattern.compile("nc 127\\.0\\.0\\.1 (\\d+)");

	@TempDir
	private Path folder;

	@Test
	void listenersAreOfferedOnPortsOfTheirOwn() throws Exception {
		Process twin = start("--repl.twin.listen");
		try {
			String messages = awaitMessages(twin, PORT);
			assertThat(messages).doesNotContain("5555");
			Path file = Path.of(found(TOKEN, messages));
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
			String token = Files.readString(file).strip();
			String answer = ask(Integer.parseInt(found(PORT, messages)), token, "(* 6 7)");
			assertThat(answer).contains("This process is a twin").contains("user=> 42");
			twin.getOutputStream().write("(+ 1 2)\n".getBytes(StandardCharsets.UTF_8));
			twin.getOutputStream().close();
			assertThat(twin.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(twin.exitValue()).isZero();
			assertThat(Files.readString(this.folder.resolve("out"))).isEqualTo("3\n");
			assertThat(Files.readString(this.folder.resolve("err"))).doesNotContain(token);
			assertThat(file).doesNotExist();
		}
		finally {
			twin.destroyForcibly();
		}
	}

	@Test
	void listenersAloneStayUntilASignal() throws Exception {
		Process twin = start("--repl.twin.listen=only");
		try {
			twin.getOutputStream().close();
			String messages = awaitMessages(twin, Pattern.compile("or until kill " + twin.pid()));
			String token = Files.readString(Path.of(found(TOKEN, messages))).strip();
			assertThat(ask(Integer.parseInt(found(PORT, messages)), token, "(* 6 7)")).contains("user=> 42");
			assertThat(twin.isAlive()).isTrue();
			twin.destroy();
			assertThat(twin.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(this.folder.resolve("out")).isEmptyFile();
		}
		finally {
			twin.destroyForcibly();
		}
	}

	@Test
	void aSignalEndsItOnRecord() throws Exception {
		Path audit = this.folder.resolve("audit.jsonl");
		Process twin = start("--repl.audit.file=" + audit);
		try {
			twin.getOutputStream().write("(+ 1 2)\n".getBytes(StandardCharsets.UTF_8));
			twin.getOutputStream().flush();
			Awaitility.await().atMost(START).until(() -> !twin.isAlive() || Files.size(this.folder.resolve("out")) > 0);
			twin.destroy();
			assertThat(twin.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(audit).doesNotExist();
			assertThat(Files.readString(this.folder.resolve("audit.jsonl.twin-" + twin.pid()))).contains("\"(+ 1 2)\"",
					"\"REPL_SESSION_STARTED\"", "\"REPL_CLOSED\"");
		}
		finally {
			twin.destroyForcibly();
		}
	}

	@Test
	void aSignalInTheMiddleOfAFormAndWhatWasStartedAreOnRecord() throws Exception {
		Path effects = this.folder.resolve("effects");
		Path audit = this.folder.resolve("audit.jsonl");
		Process twin = TwinProcess.start(
				List.of("-Deffects=" + effects, "-cp", System.getProperty("java.class.path"),
						SideEffects.class.getName(), "--repl.twin", "--repl.audit.file=" + audit),
				this.folder.resolve("out"), this.folder.resolve("err"));
		try {
			// a form that takes its time to be stopped, as one that waits for a database
			// does
			twin.getOutputStream().write("""
					(start! 'poller)
					(do (spit *out* "waiting")
					    (loop []
					      (when (try (Thread/sleep 60000) true
					              (catch InterruptedException e (Thread/onSpinWait) true))
					        (recur))))
					""".getBytes(StandardCharsets.UTF_8));
			twin.getOutputStream().flush();
			awaitMessages(twin, Pattern.compile("waiting"));
			twin.destroy();
			assertThat(twin.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(Files.readAllLines(effects)).containsExactly("lifecycle", "no lifecycle");
			assertThat(types(this.folder.resolve("audit.jsonl.twin-" + twin.pid()))).containsExactly("REPL_OPENED",
					"REPL_TOKEN_ISSUED", "REPL_SESSION_STARTED", "REPL_EVALUATING", "REPL_APPLICATION_CHANGED",
					"REPL_EVALUATED", "REPL_EVALUATING", "REPL_EVALUATED", "REPL_SESSION_ENDED", "REPL_CLOSED");
		}
		finally {
			twin.destroyForcibly();
		}
	}

	private static List<String> types(Path record) throws IOException {
		return Files.readAllLines(record)
			.stream()
			.map((line) -> line.replaceFirst(".*\"type\":\"([A-Z_]+)\".*", "$1"))
			.toList();
	}

	private Process start(String... arguments) throws IOException {
		List<String> all = new ArrayList<>(List.of("-jar", TwinProcess.JAR.toString(), "--repl.twin"));
		all.addAll(List.of(arguments));
		return TwinProcess.start(all, this.folder.resolve("out"), this.folder.resolve("err"));
	}

	private String awaitMessages(Process twin, Pattern wanted) throws IOException {
		Path err = this.folder.resolve("err");
		Awaitility.await().atMost(START).until(() -> !twin.isAlive() || wanted.matcher(Files.readString(err)).find());
		return Files.readString(err);
	}

	private static String found(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		return matcher.group(1);
	}

	private static String ask(int port, String token, String form) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(60_000);
			socket.getOutputStream().write((token + "\n" + form + "\n:repl/quit\n").getBytes(StandardCharsets.UTF_8));
			InputStream in = socket.getInputStream();
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
