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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A terminal with a command in it, as somebody sees it: tmux.
 */
final class Terminal implements AutoCloseable {

	private static final AtomicInteger STARTED = new AtomicInteger();

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private final String server;

	private Terminal(String server) {
		this.server = server;
	}

	/**
	 * Start a command, whose exit status is shown when it is over.
	 * @param folder for the terminal's socket
	 * @param environment what to put before the command
	 * @param command the command
	 * @return the terminal, of 120 columns and 50 lines
	 */
	static Terminal start(Path folder, String environment, List<String> command) throws Exception {
		// a socket of its own, as the server of the one before may still be leaving
		Terminal terminal = new Terminal(folder.resolve("tmux-" + STARTED.incrementAndGet()).toString());
		StringBuilder script = new StringBuilder(environment);
		command.forEach((word) -> script.append(" '").append(word.replace("'", "'\\''")).append('\''));
		terminal.tmux("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "50",
				script + "; echo \"over: $?\"; read _");
		return terminal;
	}

	/**
	 * Type a text.
	 * @param text the text, as it is
	 */
	void type(String text) throws Exception {
		tmux("send-keys", "-l", text);
	}

	/**
	 * Press a key.
	 * @param key tmux's name of it
	 */
	void press(String key) throws Exception {
		tmux("send-keys", key);
	}

	/**
	 * Type a line.
	 * @param text the line
	 */
	void enter(String text) throws Exception {
		type(text);
		press("Enter");
	}

	/**
	 * Wait until a line is shown.
	 * @param line the whole line, without spaces at its end
	 */
	void awaitLine(String line) {
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(screen().lines().map(String::stripTrailing)).contains(line));
	}

	/**
	 * Wait until a line is shown, and after it a prompt: what is typed before would be
	 * echoed twice.
	 * @param line the whole line, without spaces at its end
	 */
	void awaitAnswer(String line) {
		awaitLine(line);
		awaitLast("user=>");
	}

	/**
	 * Wait until the last line is this.
	 * @param line the whole line, without spaces at its end
	 */
	void awaitLast(String line) {
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(screen().stripTrailing()).endsWith("\n" + line));
	}

	/**
	 * What is shown.
	 * @return its lines
	 */
	String screen() throws Exception {
		return tmux("capture-pane", "-p");
	}

	/**
	 * What is shown, with its colours.
	 * @return its lines with escape sequences
	 */
	String colouredScreen() throws Exception {
		return tmux("capture-pane", "-p", "-e");
	}

	private String tmux(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("tmux", "-S", this.server));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
			throw new IOException(command + ": " + answer);
		}
		return answer;
	}

	@Override
	public void close() throws Exception {
		tmux("kill-server");
	}

}
