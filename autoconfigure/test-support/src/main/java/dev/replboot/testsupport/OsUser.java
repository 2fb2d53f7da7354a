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

package dev.replboot.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/**
 * A user of the operating system, to run programs as.
 */
public final class OsUser implements AutoCloseable {

	private static final int TIMEOUT_SECONDS = 60;

	private static final int ATTEMPTS = 5;

	private final String name;

	private final boolean made;

	private OsUser(String name, boolean made) {
		this.name = name;
		this.made = made;
	}

	/**
	 * Make a user, which only root can do; the test is skipped for anybody else.
	 * @param name the name
	 * @return the user, removed when closed
	 */
	public static OsUser make(String name) {
		Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root can make users");
		administer("userdel", name);
		String output = administer("useradd", "--no-create-home", "--shell", "/bin/sh", name);
		if (!output.isEmpty()) {
			throw new IllegalStateException(output);
		}
		return new OsUser(name, true);
	}

	/**
	 * Change users or groups. Tests in another process may be doing so too, and whoever
	 * comes second may be sent away.
	 * @param command the program and its arguments
	 * @return what it wrote, errors included
	 */
	public static String administer(String... command) {
		String output = run("", List.of(command));
		for (int i = 0; i < ATTEMPTS && output.contains("cannot lock"); i++) {
			output = run("", List.of(command));
		}
		return output;
	}

	/**
	 * A user that is there; the test is skipped unless root runs it.
	 * @param name the name
	 * @return the user
	 */
	public static OsUser existing(String name) {
		Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root can act for others");
		return new OsUser(name, false);
	}

	/**
	 * Run a program as this user.
	 * @param input what it reads
	 * @param command the program and its arguments
	 * @return what it wrote, errors included
	 */
	public String runs(String input, String... command) {
		List<String> whole = new ArrayList<>(List.of("setpriv", "--reuid=" + this.name, "--clear-groups"));
		whole.addAll(List.of(command));
		return run(input, whole);
	}

	/**
	 * Run a program as the user who runs the test.
	 * @param input what it reads
	 * @param command the program and its arguments
	 * @return what it wrote, errors included
	 */
	public static String run(String input, List<String> command) {
		try {
			Process process = new ProcessBuilder(command).directory(Path.of("/").toFile())
				.redirectErrorStream(true)
				.start();
			try (var stdin = process.getOutputStream()) {
				stdin.write(input.getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				// it ended before it had read all; what it wrote says why
			}
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				throw new IllegalStateException(command + " didn't end");
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		if (this.made) {
			administer("userdel", this.name);
		}
	}

}
