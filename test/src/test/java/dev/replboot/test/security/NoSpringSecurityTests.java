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
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that really has no Spring Security on its class path.
 */
class NoSpringSecurityTests {

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void endpointRefusesAndSaysWhyAndEveryPageIsOpen(String type) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", classPath(), PlainWebApplication.class.getName(), "--server.port=0",
				"--spring.main.web-application-type=" + type,
				"--management.endpoints.web.exposure.include=repl,health,beans",
				"--management.endpoint.repl.access=unrestricted")
			.redirectErrorStream(true)
			.start();
		try (BufferedReader output = process.inputReader()) {
			List<String> log = new ArrayList<>();
			String line = output.readLine();
			while (line != null && !line.startsWith(PlainWebApplication.PORT)) {
				log.add(line);
				line = output.readLine();
			}
			assertThat(line).as(String.join("\n", log)).isNotNull();
			String notice = "The endpoint repl refuses everybody";
			assertThat(log).filteredOn((each) -> each.contains(notice))
				.singleElement(InstanceOfAssertFactories.STRING)
				.contains("WARN", "spring-boot-starter-security", "ROLE_REPL_ADMIN");
			String root = "http://127.0.0.1:" + line.substring(PlainWebApplication.PORT.length());
			String repl = root + "/actuator/repl";
			for (String page : new String[] { "/", "/owners/1", "/actuator/health", "/actuator/beans" }) {
				assertThat(send("GET", root + page).statusCode()).as(page).isEqualTo(200);
			}
			assertThat(send("POST", root + "/owners/1").body()).isEqualTo("a page");
			for (String method : new String[] { "GET", "POST", "DELETE" }) {
				HttpResponse<String> answer = send(method, repl);
				assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
				assertThat(answer.body()).contains("no Spring Security on its class path");
			}
			process.toHandle().destroy();
			assertThat(output.lines()).noneMatch((more) -> more.contains(notice));
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static HttpResponse<String> send(String method, String uri) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString("{}"))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static String classPath() {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(classPath.split(File.pathSeparator))
			.filter((entry) -> !entry.contains("spring-security-") && !entry.contains("spring-boot-security")
					&& !entry.contains("spring-boot-starter-security"))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
