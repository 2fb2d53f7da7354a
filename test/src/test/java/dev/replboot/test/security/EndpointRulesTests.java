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

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import dev.replboot.test.security.TestApplication.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint demands of a request, in an application that permits everything.
 */
@NullUnmarked
@ParameterizedClass
@MethodSource("stacks")
class EndpointRulesTests {

	private static final String REPL = "/actuator/repl";

	private static final String ADMIN = Users.basic("admin", Users.PASSWORD);

	private static TestApplication application;

	@Parameter
	private Cell cell;

	static Stream<Cell> stacks() {
		return Stream.of(new Cell(false, false, Kind.PERMIT_ALL), new Cell(true, false, Kind.PERMIT_ALL));
	}

	@BeforeParameterizedClassInvocation
	static void start(Cell cell) {
		application = cell.start();
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@Test
	void queryParametersOfAWriteAreRefused() {
		for (String path : List.of(REPL + "?ttl=PT1H", REPL + "/session?action=interrupt", REPL + "?a")) {
			for (String method : List.of("POST", "DELETE")) {
				assertProblem(application.json(method, path, ADMIN), 400, "query parameters");
			}
		}
		assertThat(application.json("GET", REPL + "?a=b", ADMIN).status()).isEqualTo(200);
	}

	@Test
	void contentTypesThatAFormCanSendAreRefused() {
		for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data;boundary=x",
				"text/plain;application/json")) {
			for (String method : List.of("POST", "DELETE")) {
				assertProblem(application.body(method, REPL, "{}", "Content-Type", type, "Authorization", ADMIN), 415,
						"application/json");
			}
		}
		assertProblem(application.management("POST", REPL, "Authorization", ADMIN), 415, "application/json");
		assertProblem(application.body("POST", REPL, "{}", "Authorization", ADMIN), 415, "application/json");
	}

	@Test
	void browserOfAnotherSiteIsRefusedWhateverTheCredentials() {
		for (String method : List.of("GET", "POST", "DELETE")) {
			for (String site : List.of("cross-site", "same-site")) {
				assertProblem(application.body(method, REPL, "{}", "Content-Type", "application/json", "Authorization",
						ADMIN, "Sec-Fetch-Site", site), 403, "Sec-Fetch-Site");
			}
			for (String origin : List.of("https://example.com", "null", "http://127.0.0.1:1")) {
				assertProblem(application.body(method, REPL, "{}", "Content-Type", "application/json", "Authorization",
						ADMIN, "Origin", origin), 403, "Origin");
			}
		}
	}

	@Test
	void browserOfThisHostIsLetIn() {
		String origin = "http://127.0.0.1:" + application.managementPort();
		assertThat(application
			.management("GET", REPL, "Authorization", ADMIN, "Origin", origin, "Sec-Fetch-Site", "same-origin")
			.status()).isEqualTo(200);
	}

	@Test
	void preflightIsRefused() {
		Answer answer = application.management("OPTIONS", REPL, "Origin", "https://example.com",
				"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type");
		assertThat(answer.status()).isEqualTo(403);
	}

	@Test
	void malformedBodyIsAProblemAndNoLogin() {
		for (String body : List.of("{", "[]", "\"x\"", "{\"ttl\":{\"a\":1}}", "{\"ttl\":\"soon\"}")) {
			assertProblem(
					application.body("POST", REPL, body, "Content-Type", "application/json", "Authorization", ADMIN),
					400, "");
		}
	}

	@Test
	void unknownPathBelowIsAProblemAndNoLogin() {
		assertProblem(application.json("GET", REPL + "/a/b/c", ADMIN), 404, "");
	}

	@Test
	void headersOfSecurityAreThereOnRefusalsAsWell() {
		for (String authorization : List.of("", ADMIN)) {
			assertThat(application.json("GET", REPL, authorization).cacheControl()).contains("no-store");
		}
		assertThat(application.management("GET", REPL, "Sec-Fetch-Site", "cross-site").cacheControl())
			.contains("no-store");
	}

	@Test
	void guardedAuthenticationEndsWithItsRequest() {
		assertThat(application.json("GET", REPL, ADMIN).status()).isEqualTo(200);
		for (int i = 0; i < 20; i++) {
			assertThat(application.json("GET", REPL, "").status()).isEqualTo(401);
		}
	}

	@Test
	void readOnlyAccessRefusesWrites() {
		try (TestApplication readOnly = this.cell.start("management.endpoint.repl.access=read-only")) {
			assertThat(readOnly.json("GET", REPL, ADMIN).status()).isEqualTo(200);
			assertProblem(readOnly.json("POST", REPL, ADMIN), 405, "unrestricted");
			assertProblem(readOnly.json("DELETE", REPL, ADMIN), 405, "unrestricted");
			assertProblem(readOnly.json("DELETE", REPL + "/session", ADMIN), 405, "unrestricted");
			assertThat(readOnly.json("POST", REPL, "").status()).isEqualTo(401);
		}
	}

	@Test
	void methodsThatAreNotAllowedAreAnsweredWithThoseThatAre() {
		for (String method : List.of("PUT", "PATCH", "OPTIONS")) {
			assertThat(refused(application, method, REPL)).isEqualTo("405 DELETE, GET, HEAD, POST");
			assertThat(refused(application, method, REPL + "/s1")).isEqualTo("405 DELETE, GET, HEAD, POST");
			assertThat(refused(application, method, REPL + "/repl")).isEqualTo("405 DELETE, GET, HEAD, POST");
			assertThat(refused(application, method, REPL + "/patches/p1")).isEqualTo("405 DELETE");
		}
		try (TestApplication readOnly = this.cell.start("management.endpoint.repl.access=read-only")) {
			assertThat(refused(readOnly, "PUT", REPL)).isEqualTo("405 GET, HEAD");
			assertThat(refused(readOnly, "POST", REPL)).startsWith("405 GET");
			assertThat(refused(readOnly, "DELETE", REPL + "/s1")).startsWith("405 GET");
		}
	}

	private static String refused(TestApplication application, String method, String path) {
		Answer answer = application.body(method, path, "{}", "Content-Type", "application/json", "Authorization",
				ADMIN);
		String allowed = Arrays.stream(answer.allow().split(", ?")).sorted().collect(Collectors.joining(", "));
		return answer.status() + " " + allowed;
	}

	private static void assertProblem(Answer answer, int status, String text) {
		assertThat(answer.status()).as(answer.body()).isEqualTo(status);
		assertThat(answer.contentType()).startsWith("application/problem+json");
		assertThat(answer.body()).contains("\"detail\":\"").contains(text);
	}

}
