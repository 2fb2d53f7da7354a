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

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * nREPL's own server in a process of its own, so that neither what it prints nor what it
 * puts before the standard streams touches ours. It ends with this process.
 */
final class StockNreplServer implements AutoCloseable {

	/**
	 * A class path with another release than Debian's.
	 */
	private static final String PROPERTY = "nrepl.comparison.server";

	private static final Path DEBIAN = Path.of("/usr/share/java/nrepl.jar");

	private static final String CODE = """
			(require 'nrepl.server 'nrepl.version)
			(let [server (nrepl.server/start-server :port 0)]
			  (println (:port server))
			  (println (:version-string nrepl.version/version))
			  (future (while (not= -1 (.read System/in))) (System/exit 0))
			  @(promise))
			""";

	private final Process process;

	private final int port;

	private final String version;

	private StockNreplServer(Process process) throws IOException {
		this.process = process;
		BufferedReader out = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		this.port = Integer.parseInt(line(out));
		this.version = line(out);
		drain(process.getInputStream());
	}

	private static String line(BufferedReader out) throws IOException {
		String line = out.readLine();
		if (line == null) {
			throw new IllegalStateException("nREPL's server has ended before it told its port");
		}
		return line;
	}

	private static void drain(InputStream output) {
		Thread thread = new Thread(() -> {
			try (output) {
				output.transferTo(OutputStream.nullOutputStream());
			}
			catch (IOException ex) {
				// the process is gone
			}
		}, "stock-nrepl-output");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Start the server that is there.
	 * @return the server, or {@code null} when none is installed
	 */
	static @Nullable StockNreplServer startIfInstalled() {
		String classPath = System.getProperty(PROPERTY, Files.isRegularFile(DEBIAN) ? DEBIAN.toString() : "");
		if (classPath.isEmpty()) {
			return null;
		}
		List<String> path = new ArrayList<>(List.of(classPath));
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			// neither libraries of tests nor ours
			if (entry.matches(".*[/\\\\](clojure|spec\\.alpha|core\\.specs\\.alpha)-[0-9.]+\\.jar")) {
				path.add(entry);
			}
		}
		try {
			return new StockNreplServer(
					new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
							"-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-classpath",
							String.join(File.pathSeparator, path), "clojure.main", "-e", CODE)
						.redirectError(ProcessBuilder.Redirect.DISCARD)
						.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	NreplClient connect() {
		return NreplClient.connect(this.port);
	}

	/**
	 * Which release it is.
	 * @return the version, such as 1.7.0
	 */
	String version() {
		return this.version;
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
