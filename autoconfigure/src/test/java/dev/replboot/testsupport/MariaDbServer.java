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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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

	private final Path folder;

	private final int port;

	private final Process process;

	private MariaDbServer() throws IOException, InterruptedException {
		// its driver logs each error that it throws
		LoggingSystem.get(MariaDbServer.class.getClassLoader()).setLogLevel("org.mariadb", LogLevel.OFF);
		this.folder = Files.createTempDirectory("replmariadb");
		this.port = freePort();
		if (isRoot()) {
			// the server refuses to run as root
			run(List.of("chown", "nobody", this.folder.toString()));
		}
		String data = "--datadir=" + this.folder.resolve("data");
		run(asNobody(INSTALL, "--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"));
		this.process = new ProcessBuilder(
				asNobody(PROGRAM, "--no-defaults", data, "--port=" + this.port, "--bind-address=127.0.0.1",
						"--socket=" + this.folder.resolve("s"), "--pid-file=" + this.folder.resolve("pid"),
						"--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M"))
			.directory(new File("/"))
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolveSibling(this.folder.getFileName() + ".log").toFile())
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

	private void await() throws IOException, InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (true) {
			try (Connection connection = DriverManager.getConnection(url(""))) {
				return;
			}
			catch (SQLException ex) {
				if (!this.process.isAlive() || System.nanoTime() > deadline) {
					throw new IllegalStateException(
							Files.readString(this.folder.resolveSibling(this.folder.getFileName() + ".log")), ex);
				}
				Thread.sleep(50);
			}
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	private static List<String> asNobody(Path program, String... arguments) {
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
		}
		command.add(program.toString());
		command.addAll(List.of(arguments));
		return command;
	}

	private void run(List<String> command) throws IOException, InterruptedException {
		File output = this.folder.resolveSibling(this.folder.getFileName() + ".out").toFile();
		Process process = new ProcessBuilder(command).directory(new File("/"))
			.redirectErrorStream(true)
			.redirectOutput(output)
			.start();
		if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
			throw new IllegalStateException(command + ": " + Files.readString(output.toPath()));
		}
		Files.delete(output.toPath());
	}

	private void stop() {
		try {
			this.process.destroyForcibly().waitFor();
			try (Stream<Path> all = Files.walk(this.folder)) {
				all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
			}
			Files.deleteIfExists(this.folder.resolveSibling(this.folder.getFileName() + ".log"));
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
