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

package dev.replboot.test.security;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that logs all it can, and keeps audit events, HTTP exchanges and
 * observations, has answered with tokens and let connections in with them. Neither its
 * log has the tokens, nor a dump of its heap.
 */
class TokenNowhereTests {

	private static final String ADMIN = Users.basic("admin", Users.PASSWORD);

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void tokenIsInNoLogAndInNoLiveObject(String type) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				RememberingApplication.class.getName(), "--server.port=0", "--debug", "--logging.level.web=trace",
				"--logging.level.org.springframework=trace", "--logging.level.dev.replboot=trace",
				"--management.httpexchanges.recording.include=request-headers,response-headers,authorization-header,cookie-headers,principal,remote-address,session-id,time-taken",
				"--spring.main.web-application-type=" + type,
				"--spring.autoconfigure.exclude=" + (type.equals("reactive") ? String.join(",", Cell.TOMCAT) : ""),
				"--spring.security.user.name=admin", "--spring.security.user.password=" + Users.PASSWORD,
				"--spring.security.user.roles=REPL_ADMIN", "--repl.socket.port=0", "--repl.nrepl.enabled=true",
				"--repl.nrepl.port=0", "--management.endpoints.web.exposure.include=repl,heapdump",
				"--management.endpoint.repl.access=unrestricted", "--management.endpoint.heapdump.access=unrestricted")
			.redirectErrorStream(true)
			.start();
		try (BufferedReader output = process.inputReader()) {
			StringBuffer log = new StringBuffer();
			String line = output.readLine();
			while (line != null && !line.startsWith(PlainWebApplication.PORT)) {
				log.append(line).append('\n');
				line = output.readLine();
			}
			assertThat(line).as(log.toString()).isNotNull();
			String actuator = "http://127.0.0.1:" + line.substring(PlainWebApplication.PORT.length()) + "/actuator";
			Thread reader = new Thread(() -> output.lines().forEach((more) -> log.append(more).append('\n')));
			reader.start();
			Answer first = open(actuator);
			Answer second = open(actuator);
			try (Socket socket = connect(first, "socket", first.token() + "\n");
					Socket nrepl = connect(first, "nrepl", "d2:op4:eval4:code32:" + second.token() + "e")) {
				read(socket, "user=> ");
				read(nrepl, "done");
				List<String> found = search(actuator, List.of(first.token(), second.token()));
				assertThat(found).isEmpty();
			}
			process.toHandle().destroy();
			reader.join();
			assertThat(log.toString()).contains("TRACE", "/actuator/repl")
				.doesNotContain(first.token(), second.token());
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Answer open(String actuator) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(actuator + "/repl"))
			.header("Content-Type", "application/json")
			.header("Authorization", ADMIN)
			.POST(HttpRequest.BodyPublishers.ofString("{}"))
			.build();
		String body = CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
		Matcher token = Pattern.compile("\"token\":\"([0-9a-f]{32})\"").matcher(body);
		assertThat(token.find()).as(body).isTrue();
		return new Answer(token.group(1), body);
	}

	private static Socket connect(Answer answer, String protocol, String sent) throws IOException {
		Matcher port = Pattern.compile("\"protocol\":\"" + protocol + "\"[^}]*?\"port\":(\\d+)").matcher(answer.body());
		assertThat(port.find()).as(answer.body()).isTrue();
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
		socket.setSoTimeout(60_000);
		socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private static void read(Socket socket, String end) throws IOException {
		StringBuilder text = new StringBuilder();
		while (text.indexOf(end) < 0) {
			int read = socket.getInputStream().read();
			assertThat(read).as(text.toString()).isNotNegative();
			text.append((char) read);
		}
	}

	// of live objects alone, so that the garbage is collected first
	private static List<String> search(String actuator, List<String> tokens) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(actuator + "/heapdump?live=true"))
			.header("Authorization", ADMIN)
			.build();
		List<String> found = new ArrayList<>();
		byte[] dump;
		try (InputStream body = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
			dump = body.readAllBytes();
		}
		assertThat(dump.length).isGreaterThan(1_000_000);
		for (String token : tokens) {
			for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE,
					StandardCharsets.UTF_16BE)) {
				byte[] bytes = token.getBytes(charset);
				int at = indexOf(dump, bytes, 0);
				while (at >= 0) {
					found.add(tokens.indexOf(token) + " " + charset + " at " + at + ": "
							+ new String(dump, Math.max(0, at - 300), 700, charset).replaceAll("[^ -~]+", "."));
					at = indexOf(dump, bytes, at + 1);
				}
			}
		}
		return found;
	}

	private static int indexOf(byte[] all, byte[] part, int from) {
		for (int i = from; i <= all.length - part.length; i++) {
			int k = 0;
			while (k < part.length && all[i + k] == part[k]) {
				k++;
			}
			if (k == part.length) {
				return i;
			}
		}
		return -1;
	}

	private record Answer(String token, String body) {

	}

}
