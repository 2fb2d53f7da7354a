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

package dev.replboot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.replboot.testsupport.FreePort;

/**
 * A jar that runs as a process, on free ports. The system properties
 * {@code bench.options} and {@code bench.arguments} add to the JVM's options and to the
 * application's arguments, on both sides.
 */
final class JarProcess implements AutoCloseable {

	private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

	private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

	private static final String CREDENTIALS = "Basic "
			+ Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));

	private final int managementPort = FreePort.find();

	private final int socketPort = FreePort.find();

	private final HttpClient http = HttpClient.newHttpClient();

	private final List<String> log = new ArrayList<>();

	private final long started;

	private final Process process;

	private JarProcess(Path jar, List<String> options, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(tool("java"), "-Xmx512m"));
		command.addAll(words("bench.options"));
		command.addAll(options);
		command.addAll(List.of("-jar", jar.toString(), "--server.port=" + FreePort.find(),
				"--management.server.port=" + this.managementPort, "--repl.socket.port=" + this.socketPort,
				"--management.endpoint.health.probes.enabled=true"));
		command.addAll(arguments);
		command.addAll(words("bench.arguments"));
		this.started = System.nanoTime();
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		Thread reader = new Thread(this::readLog, "log");
		reader.setDaemon(true);
		reader.start();
	}

	static JarProcess start(Path jar, String... options) throws IOException {
		return new JarProcess(jar, List.of(options), List.of());
	}

	static JarProcess startTwin(Path jar) throws IOException {
		return new JarProcess(jar, List.of(), List.of("--repl.twin"));
	}

	private static List<String> words(String property) {
		String value = System.getProperty(property, "").strip();
		return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
	}

	private void readLog() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				synchronized (this.log) {
					this.log.add(line);
					this.log.notifyAll();
				}
			}
		}
		catch (IOException ex) {
			// the process is gone
		}
	}

	/**
	 * Open the REPL.
	 * @return the token
	 * @throws IllegalStateException if it doesn't open
	 */
	String openRepl() {
		String body = request("POST", "/actuator/repl").body();
		Matcher token = TOKEN.matcher(body);
		if (!token.find()) {
			throw new IllegalStateException("The REPL didn't open: " + body);
		}
		return token.group(1);
	}

	/**
	 * Wait for a line of the log.
	 * @param wanted which line
	 * @return the line
	 * @throws InterruptedException if interrupted
	 */
	String awaitLine(Predicate<String> wanted) throws InterruptedException {
		int seen = 0;
		synchronized (this.log) {
			while (System.nanoTime() - this.started < PATIENCE_NANOS && this.process.isAlive()) {
				for (; seen < this.log.size(); seen++) {
					if (wanted.test(this.log.get(seen))) {
						return this.log.get(seen);
					}
				}
				this.log.wait(1000);
			}
			throw new IllegalStateException("It didn't come:\n" + String.join("\n", this.log));
		}
	}

	/**
	 * Wait until Spring Boot says that the application has started.
	 * @return seconds since the process began
	 * @throws InterruptedException if interrupted
	 */
	double awaitStarted() throws InterruptedException {
		return secondsUntil((line) -> line.matches(".* Started \\S+ in [0-9.]+ seconds.*"));
	}

	/**
	 * Wait for a line of the log.
	 * @param wanted which line
	 * @return seconds since the process began
	 * @throws InterruptedException if interrupted
	 */
	double secondsUntil(Predicate<String> wanted) throws InterruptedException {
		awaitLine(wanted);
		return (System.nanoTime() - this.started) / 1e9;
	}

	/**
	 * Memory of the process that is in use by the system's account.
	 * @param entry {@code VmRSS} for now, {@code VmHWM} for the most so far
	 * @return megabytes
	 * @throws IOException if there is no such account
	 */
	double memory(String entry) throws IOException {
		return Files.readAllLines(Path.of("/proc/" + pid() + "/status"))
			.stream()
			.filter((line) -> line.startsWith(entry + ":"))
			.mapToDouble((line) -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
			.findFirst()
			.orElseThrow(() -> new IOException("No " + entry + " of process " + pid()));
	}

	/**
	 * Processor time that the process has used so far, which other processes disturb less
	 * than they do the time on the wall.
	 * @return seconds
	 */
	double processorSeconds() {
		return this.process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
	}

	/**
	 * Wait until the application's runners are done.
	 * @throws InterruptedException if interrupted
	 */
	void awaitReady() throws InterruptedException {
		// nothing listens before
		awaitStarted();
		while (request("GET", "/actuator/health/readiness").statusCode() != 200) {
			if (System.nanoTime() - this.started > PATIENCE_NANOS) {
				throw new IllegalStateException("It didn't get ready:\n" + String.join("\n", this.log));
			}
			TimeUnit.MILLISECONDS.sleep(50);
		}
	}

	HttpResponse<String> request(String method, String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.managementPort + path))
			.header("content-type", "application/json")
			.header("authorization", CREDENTIALS)
			.method(method,
					method.equals("GET") ? HttpRequest.BodyPublishers.noBody()
							: HttpRequest.BodyPublishers.ofString("{}"))
			.build();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Run a diagnostic command in the process.
	 * @param command the command, one of {@code jcmd}'s
	 * @return what it printed
	 * @throws IOException if it can't be run
	 */
	List<String> diagnose(String... command) throws IOException {
		List<String> all = new ArrayList<>(List.of(tool("jcmd"), String.valueOf(pid())));
		all.addAll(List.of(command));
		Process jcmd = new ProcessBuilder(all).redirectErrorStream(true).start();
		try (BufferedReader lines = jcmd.inputReader(StandardCharsets.UTF_8)) {
			return lines.lines().toList();
		}
	}

	void send(String line) throws IOException {
		this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
		this.process.getOutputStream().flush();
	}

	long pid() {
		return this.process.pid();
	}

	int socketPort() {
		return this.socketPort;
	}

	static String tool(String name) {
		return Path.of(System.getProperty("java.home"), "bin", name).toString();
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
			this.process.destroyForcibly().waitFor();
		}
	}

}
