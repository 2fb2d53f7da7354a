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

package dev.replboot.test.extension;

import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.replboot.testsupport.ReplClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each extension point of {@code docs/extending.md} but the reactive customizer, used as
 * an application uses it.
 */
@Timeout(180)
class ExtensionPointsTests {

	private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

	private static final Pattern PORT = Pattern.compile("\"port\":(\\d+)");

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		this.context.close();
	}

	private void start(Class<?>[] sources, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=repl", "--management.endpoint.repl.access=unrestricted",
				"--acme.code=open sesame",
				// a busy machine is no reason to refuse anything
				"--repl.audit.timeout=1m", "--repl.revocation.timeout=1m"));
		arguments.addAll(List.of(more));
		this.context = new SpringApplicationBuilder(sources).registerShutdownHook(false)
			.run(arguments.toArray(String[]::new));
	}

	private HttpResponse<String> endpoint(String method, String... headers) throws Exception {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/repl"))
			.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString("ann:pw".getBytes(StandardCharsets.UTF_8)))
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString("{}"));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static String found(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		assertThat(matcher.find()).as(text).isTrue();
		return matcher.group(1);
	}

	private void isNoted(String line) {
		// The starter notifies listeners on several threads.
		Awaitility.await().untilAsserted(() -> assertThat(this.context.getBean(Notes.class).lines()).contains(line));
	}

	@Test
	void eachBeanIsAskedOrTold() throws Exception {
		start(new Class<?>[] { ExtendedApplication.class }, "--repl.socket.port=0", "--repl.revocation.interval=100ms");
		assertThat(endpoint("POST").statusCode()).as("without the header that the customizer demands").isEqualTo(403);
		HttpResponse<String> opened = endpoint("POST", "X-Desk", "4");
		assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
		int port = Integer.parseInt(found(PORT, opened.body()));
		try (ReplClient client = ReplClient.connect(port)) {
			client.send("no token\n");
			client.readToEnd();
		}
		isNoted("denied: TOKEN socket");
		try (ReplClient client = ReplClient.connect(port)) {
			client.send(found(TOKEN, opened.body()) + "\n");
			client.readUntil("=> ");
			isNoted("started: ann over socket");
			assertThat(client.eval("(order-total 7)")).contains("\"total of 7\"");
			isNoted("completed: (order-total 7) SUCCESS");
			isNoted("audit: REPL_EVALUATED (order-total 7)");
			assertThat(client.eval("(spit \"/tmp/x\" 1)")).contains("Nobody writes files here. Ask the platform team.");
			assertThat(client.eval("(env \"acme.code\")")).contains("******").doesNotContain("sesame");
			client.eval("(System/exit 0)");
			isNoted("refused: System/exit");
			Notes notes = this.context.getBean(Notes.class);
			notes.stopQueue();
			client.eval("1");
			isNoted("lost: queue");
			notes.leave("ann");
			assertThat(client.readToEnd()).contains("The person has left.");
			isNoted("ended: ann");
		}
		// the application still knows the user, so closing is still possible
		assertThat(endpoint("DELETE", "X-Desk", "4").statusCode()).isEqualTo(200);
		isNoted("closed by ann, sessions []");
	}

	@Test
	void userOfTheOperatingSystemIsMapped(@TempDir Path folder) throws Exception {
		Path socket = folder.resolve("repl/repl.sock");
		start(new Class<?>[] { ExtendedApplication.class, ExtendedApplication.Mapped.class },
				"--repl.peer.require=mapped", "--repl.socket.path=" + socket);
		assertThat(endpoint("POST", "X-Desk", "4").statusCode()).isEqualTo(200);
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.connect(UnixDomainSocketAddress.of(socket));
			channel.write(ByteBuffer.wrap("(order-total 8)\n".getBytes(StandardCharsets.UTF_8)));
			isNoted("completed: (order-total 8) SUCCESS");
			isNoted("started: person " + System.getProperty("user.name") + " over socket");
		}
		assertThat(endpoint("DELETE", "X-Desk", "4").statusCode()).isEqualTo(200);
		assertThat(this.context.getBean(Notes.class).lines()).anyMatch((line) -> line.startsWith("closed by ann"));
	}

}
