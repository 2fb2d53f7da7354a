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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * MariaDB server of its own for the tests of a JVM, started when the first of them needs
 * it.
 */
public final class MariaDbServer {

	private static final Path INSTALL = Path.of("/usr/bin/mariadb-install-db");

	private static final Path PROGRAM = Path.of("/usr/sbin/mariadbd");

	private static MariaDbServer server;

	private final ServerPrograms programs;

	private final int port;

	private final Process process;

	private MariaDbServer() throws IOException, InterruptedException {
		// its driver logs each error that it throws
		LoggingSystem.get(MariaDbServer.class.getClassLoader()).setLogLevel("org.mariadb", LogLevel.OFF);
		this.programs = new ServerPrograms("replmariadb");
		this.port = FreePort.find();
		Path folder = this.programs.folder();
		String data = "--datadir=" + folder.resolve("data");
		// a server that starts removes the temporary files of all others from the folder
		String temporary = "--tmpdir=" + folder;
		this.programs.run(ServerPrograms.asNobody(INSTALL, "--no-defaults", data, temporary,
				"--auth-root-authentication-method=normal", "--skip-test-db"));
		this.process = new ProcessBuilder(ServerPrograms.asNobody(PROGRAM, "--no-defaults", data, temporary,
				"--port=" + this.port, "--bind-address=127.0.0.1", "--socket=" + folder.resolve("s"),
				"--pid-file=" + folder.resolve("pid"), "--innodb-flush-log-at-trx-commit=0",
				"--innodb-buffer-pool-size=32M"))
			.directory(new File("/"))
			.redirectErrorStream(true)
			.redirectOutput(log().toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "mariadb-stop"));
		await();
	}

	/**
	 * Whether the host has the programs.
	 * @return whether it has
	 */
	public static boolean isInstalled() {
		return Files.isExecutable(INSTALL) && Files.isExecutable(PROGRAM);
	}

	/**
	 * The server, started if need be.
	 * @return the server
	 */
	public static synchronized MariaDbServer get() {
		if (server == null) {
			try {
				server = new MariaDbServer();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return server;
	}

	/**
	 * Create a database.
	 * @return its URL
	 */
	public String newDatabase() {
		String name = "t" + UUID.randomUUID().toString().replace("-", "");
		try (Connection connection = DriverManager.getConnection(url(""));
				var statement = connection.createStatement()) {
			statement.execute("create database " + name + " character set utf8mb4");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return url(name);
	}

	/**
	 * The address of a database.
	 * @param database its name, or empty for none
	 * @return the URL, of the user {@code root}
	 */
	public String url(String database) {
		return "jdbc:mariadb://127.0.0.1:" + this.port + "/" + database + "?user=root";
	}

	private Path log() {
		return this.programs.beside(".log");
	}

	private void await() throws IOException {
		try {
			Awaitility.await()
				.atMost(Duration.ofSeconds(150))
				.failFast("MariaDB has ended", () -> !this.process.isAlive())
				.ignoreExceptionsInstanceOf(SQLException.class)
				.until(() -> {
					DriverManager.getConnection(url("")).close();
					return true;
				});
		}
		catch (ConditionTimeoutException | TerminalFailureException ex) {
			throw new IllegalStateException(Files.readString(log()), ex);
		}
	}

	private void stop() {
		try {
			this.process.destroyForcibly().waitFor();
			this.programs.delete();
			Files.deleteIfExists(log());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
