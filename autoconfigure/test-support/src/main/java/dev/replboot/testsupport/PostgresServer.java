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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the tests' own, in a folder of its own, from the programs that
 * the host has. Started once, stopped with the JVM.
 */
public final class PostgresServer {

	private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");

	private static PostgresServer server;

	private final ServerPrograms programs;

	private final int port;

	private final Path bin;

	private PostgresServer(Path bin) throws IOException, InterruptedException {
		this.bin = bin;
		this.programs = new ServerPrograms("replpg");
		this.port = FreePort.find();
		Path folder = this.programs.folder();
		run("initdb", "-D", data(), "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync");
		Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "postgres-stop"));
		// its vacuum would visit every database of every test once a minute
		run("pg_ctl", "-D", data(), "-w", "-t", "150", "-l", folder.resolve("log").toString(), "-o",
				"-p " + this.port + " -c listen_addresses=127.0.0.1 -c fsync=off -c autovacuum=off -k " + folder,
				"start");
	}

	/**
	 * Whether the host has the programs.
	 * @return whether it has
	 */
	public static boolean isInstalled() {
		return bin() != null;
	}

	/**
	 * The server, started if need be.
	 * @return the server
	 */
	public static synchronized PostgresServer get() {
		if (server == null) {
			try {
				server = new PostgresServer(bin());
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
	 * The port.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * The address of the database that is always there.
	 * @return the URL, of the user {@code test}
	 */
	public String url() {
		return "jdbc:postgresql://127.0.0.1:" + this.port + "/postgres?user=test";
	}

	String creating(String database) {
		// since version 15, a copy of the files is the exception
		boolean logged = Double.parseDouble(this.bin.getParent().getFileName().toString()) >= 15;
		return "create database " + database + (logged ? " strategy file_copy" : "");
	}

	private static Path bin() {
		if (!Files.isDirectory(PROGRAMS)) {
			return null;
		}
		try (Stream<Path> versions = Files.list(PROGRAMS)) {
			return versions.map((version) -> version.resolve("bin"))
				.filter((bin) -> Files.isExecutable(bin.resolve("initdb")))
				.max(Comparator.naturalOrder())
				.orElse(null);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String data() {
		return this.programs.folder().resolve("data").toString();
	}

	private void run(String program, String... arguments) throws IOException, InterruptedException {
		this.programs.run(ServerPrograms.asNobody(this.bin.resolve(program), arguments));
	}

	private void stop() {
		try {
			run("pg_ctl", "-D", data(), "-m", "immediate", "stop");
			this.programs.delete();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
