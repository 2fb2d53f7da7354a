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

package dev.replboot.test.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

/**
 * The clinic's jar as a process.
 */
final class ClinicProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final StringBuffer log = new StringBuffer();

	private final CountDownLatch up = new CountDownLatch(1);

	private final HttpClient http = HttpClient.newHttpClient();

	private final String root;

	ClinicProcess(Path jar, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-Xmx512m", "-jar", jar.toString(), "--server.port=0", "--repl.socket.port=0"));
		command.addAll(List.of(arguments));
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		Thread reader = new Thread(this::readLog, "clinic-log");
		reader.setDaemon(true);
		reader.start();
		boolean started = this.up.await(240, TimeUnit.SECONDS);
		Matcher port = PORT.matcher(this.log);
		if (!started || !port.find()) {
			close();
			throw new IllegalStateException("The clinic didn't start:\n" + this.log);
		}
		this.root = "http://127.0.0.1:" + port.group(1);
		// what has started isn't ready yet, and says so with this status
		Awaitility.await().until(() -> get("/actuator/health").status() != 503);
	}

	private void readLog() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				this.log.append(line).append('\n');
				if (line.contains("Started ClinicApplication")) {
					this.up.countDown();
				}
			}
		}
		catch (IOException ex) {
			this.log.append(ex);
		}
		this.up.countDown();
	}

	String log() {
		return this.log.toString();
	}

	Page get(String path) throws Exception {
		return send("GET", path, "text/plain", "");
	}

	Page post(String path, String form) throws Exception {
		return send("POST", path, "application/x-www-form-urlencoded", form);
	}

	Page repl(String method, String user) throws Exception {
		return send(method, "/actuator/repl", "application/json", "{}",
				(user != null)
						? new String[] { "Authorization",
								"Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes()) }
						: new String[0]);
	}

	private Page send(String method, String path, String type, String body, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.root + path))
			.header("Accept", "text/html, */*;q=0.5")
			.header("Content-Type", type)
			.method(method, HttpRequest.BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		HttpResponse<String> answer = this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		return new Page(answer.statusCode(), answer.headers().firstValue("Location").orElse("").replace(this.root, ""),
				answer.body());
	}

	String talk(int port, String lines) throws IOException {
		try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
			socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
			socket.shutdownOutput();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	record Page(int status, String location, String body) {

	}

}
