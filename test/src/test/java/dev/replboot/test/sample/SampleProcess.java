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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.replboot.testsupport.FreePort;

/**
 * The sample application's jar as a process, on free ports.
 */
public final class SampleProcess implements AutoCloseable {

	private static final Path JAR = Path.of("../sample-app/target/sample-app.jar");

	private static final long START_SECONDS = 240;

	private static final Pattern TOKEN = Pattern.compile("\"token\":\"([0-9a-f]{32})\"");

	private final Process process;

	private final int serverPort = FreePort.find();

	private final int managementPort = FreePort.find();

	private final int socketPort = FreePort.find();

	private final StringBuffer log = new StringBuffer();

	private final HttpClient http = HttpClient.newHttpClient();

	private SampleProcess(Map<String, String> environment, List<String> options, List<String> arguments)
			throws IOException {
		if (!Files.exists(JAR)) {
			throw new IllegalStateException("Build the sample application first: ./mvnw -DskipTests package");
		}
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-jar", JAR.toAbsolutePath().normalize().toString(), "--server.port=" + this.serverPort,
				"--management.server.port=" + this.managementPort));
		// a path and a port exclude each other
		if (arguments.stream().noneMatch((argument) -> argument.startsWith("--repl.socket.path="))) {
			command.add("--repl.socket.port=" + this.socketPort);
		}
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(environment);
		this.process = builder.start();
	}

	/**
	 * Start the application and wait until it is up.
	 * @param arguments properties as {@code --key=value}
	 * @return the running application
	 * @throws IOException if it can't be started
	 * @throws InterruptedException if the test is interrupted
	 */
	public static SampleProcess start(String... arguments) throws IOException, InterruptedException {
		// it lives for seconds, in which the optimizing compiler costs more than it saves
		return start(Map.of(), List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), arguments);
	}

	/**
	 * Start the application with an environment and options of the JVM and wait until it
	 * is up.
	 * @param environment variables beside those of this process
	 * @param options options of the JVM
	 * @param arguments properties as {@code --key=value}
	 * @return the running application
	 * @throws IOException if it can't be started
	 * @throws InterruptedException if the test is interrupted
	 */
	public static SampleProcess start(Map<String, String> environment, List<String> options, String... arguments)
			throws IOException, InterruptedException {
		SampleProcess sample = new SampleProcess(environment, options, List.of(arguments));
		CountDownLatch up = new CountDownLatch(1);
		Thread reader = new Thread(() -> sample.readLog(up), "sample-log");
		reader.setDaemon(true);
		reader.start();
		if (!up.await(START_SECONDS, TimeUnit.SECONDS) || !sample.process.isAlive()) {
			sample.close();
			throw new IllegalStateException("The sample application didn't start:\n" + sample.log);
		}
		return sample;
	}

	private void readLog(CountDownLatch up) {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				this.log.append(line).append('\n');
				if (line.contains("-X DELETE")) {
					up.countDown();
				}
			}
		}
		catch (IOException ex) {
			this.log.append(ex);
		}
		up.countDown();
	}

	/**
	 * Send a request.
	 * @param method the method
	 * @param url the address
	 * @param user the user, whose password is their name, or an empty string
	 * @param body the body as JSON, or an empty string
	 * @return the response
	 */
	public HttpResponse<String> request(String method, String url, String user, String body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
			.header("content-type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body));
		if (!user.isEmpty()) {
			String credentials = user + ":" + user;
			request.header("authorization",
					"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
		}
		try {
			return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Get a token, opening the REPL if it is closed.
	 * @param user the user
	 * @return the token
	 */
	public String token(String user) {
		String body = request("POST", endpoint(), user, "{}").body();
		Matcher matcher = TOKEN.matcher(body);
		if (!matcher.find()) {
			throw new IllegalStateException("No token in " + body);
		}
		return matcher.group(1);
	}

	/**
	 * The endpoint's address.
	 * @return the address
	 */
	public String endpoint() {
		return management("/actuator/repl");
	}

	/**
	 * An address on the management port.
	 * @param path the path
	 * @return the address
	 */
	public String management(String path) {
		return "http://127.0.0.1:" + this.managementPort + path;
	}

	/**
	 * An address on the application's port.
	 * @param path the path
	 * @return the address
	 */
	public String application(String path) {
		return "http://127.0.0.1:" + this.serverPort + path;
	}

	/**
	 * The socket REPL's port.
	 * @return the port
	 */
	public int socketPort() {
		return this.socketPort;
	}

	/**
	 * Everything that was logged.
	 * @return the log
	 */
	public String log() {
		return this.log.toString();
	}

	/**
	 * The process.
	 * @return the process
	 */
	public Process process() {
		return this.process;
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
