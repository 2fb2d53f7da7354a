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

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The docstrings of the kit's functions: their examples do what they say, and the page of
 * documentation is made of them.
 */
@Timeout(180)
class KitDocumentationTests {

	private static final Path PAGE = Path.of("../docs/kit.md");

	@TempDir
	private static Path folder;

	private static SampleProcess sample;

	@BeforeAll
	static void start() throws Exception {
		Path scripts = Files.createDirectory(folder.resolve("scripts"));
		Files.writeString(scripts.resolve("fix-123.clj"), "(+ 40 2)\n");
		Files.writeString(scripts.resolve("kit-examples.clj"), resource("kit-examples.clj"));
		Files.writeString(scripts.resolve("kit-docs.clj"), resource("kit-docs.clj"));
		Path sources = Files.createDirectories(folder.resolve("sources/acme"));
		Files.writeString(sources.resolve("prices.clj"), "(ns acme.prices)\n(def price 1)\n");
		Files.writeString(sources.resolve("orders.clj"), "(ns acme.orders (:require [acme.prices :as p]))\n");
		// an example saves a script in the working folder
		sample = SampleProcess.start(Map.of(), List.of("-XX:TieredStopAtLevel=1", "-Duser.dir=" + folder),
				"--repl.scripts=" + scripts, "--repl.source-paths=" + sources.getParent(),
				// all examples are evaluated by one form
				"--repl.limits.allocation=4GB");
		sample.request("POST", sample.endpoint(), "admin", "{\"reason\":\"INC-42\"}");
	}

	@AfterAll
	static void stop() {
		sample.close();
	}

	private static String resource(String name) throws IOException {
		try (InputStream in = KitDocumentationTests.class.getResourceAsStream(name)) {
			return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void everyExampleAnswersWhatItSays() throws Exception {
		String answer = evaluate("(load-script \"kit-examples.clj\")");
		assertThat(answer).contains(":problems []").contains(":missing {}").contains(":without-example []");
	}

	@Test
	void pageIsMadeOfTheDocstrings() throws Exception {
		String answer = evaluate("(load-script \"kit-docs.clj\")");
		String functions = answer.substring(answer.indexOf("BEGIN\n") + "BEGIN\n".length(), answer.indexOf("END\n"));
		String page = resource("kit-intro.md") + functions;
		if (Boolean.getBoolean("kit.docs.write")) {
			Files.writeString(PAGE, page);
		}
		assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
			.as("docs/kit.md isn't what the docstrings say. Make it anew with ./mvnw verify -Dkit.docs.write=true"
					+ " -Dtest=KitDocumentationTests -Dsurefire.failIfNoSpecifiedTests=false")
			.isEqualTo(page);
	}

	private static String evaluate(String form) throws IOException {
		String token = sample.token("admin");
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sample.socketPort())) {
			socket.setSoTimeout(120_000);
			socket.getOutputStream().write((token + "\n" + form + "\n:repl/quit\n").getBytes(StandardCharsets.UTF_8));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
