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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;

import dev.replboot.endpoint.web.UnaskedRules;
import dev.replboot.endpoint.web.reactive.ReplWebFilterChain;
import dev.replboot.endpoint.web.servlet.ReplFilterChain;
import dev.replboot.test.security.TestApplication.Answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Every kind of application on both web stacks, with one port and with two.
 */
@NullUnmarked
@ParameterizedClass
@MethodSource("dev.replboot.test.security.Cell#all")
class SecurityMatrixTests {

	private static final String REPL = "/actuator/repl";

	private static TestApplication application;

	@Parameter
	private Cell cell;

	@BeforeParameterizedClassInvocation
	static void start(Cell cell) {
		application = cell.start();
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@Test
	void unrelatedPathsKeepTheProtectionTheyHadWithoutUs() {
		List<String> paths = List.of("/hello", "/actuator/beans", "/actuator/health", "/actuator/replica", "/nothing",
				"/login", "/");
		List<String> credentials = List.of("", Users.basic("admin", Users.PASSWORD),
				this.cell.kind().credentials("nobody"));
		try (TestApplication without = this.cell.startWithoutUs()) {
			for (String path : paths) {
				for (String authorization : credentials) {
					String[] headers = authorization.isEmpty() ? new String[0]
							: new String[] { "Authorization", authorization };
					for (String method : List.of("GET", "POST")) {
						String request = method + " " + path + " " + authorization;
						assertThat(application.application(method, path, headers).protection()).as(request)
							.isEqualTo(without.application(method, path, headers).protection());
						assertThat(application.management(method, path, headers).protection()).as(request)
							.isEqualTo(without.management(method, path, headers).protection());
					}
				}
			}
		}
	}

	@Test
	void chainsThatSpringSecurityMakesAreNotWarnedOf() {
		assumeThat(this.cell.kind()).isNotEqualTo(Kind.NO_SECURITY);
		List<Object> filters = new ArrayList<>();
		if (this.cell.reactive()) {
			application.context()
				.getBeansOfType(SecurityWebFilterChain.class)
				.values()
				.stream()
				.filter((chain) -> !ReplWebFilterChain.isOwn(chain))
				.forEach((chain) -> filters.addAll(chain.getWebFilters().collectList().block()));
			// how these authenticate is looked at instead
			filters.removeIf((filter) -> filter.getClass() == AuthenticationWebFilter.class);
		}
		else {
			application.context()
				.getBeansOfType(SecurityFilterChain.class)
				.values()
				.stream()
				.filter((chain) -> !ReplFilterChain.isOwn(chain))
				.forEach((chain) -> filters.addAll(chain.getFilters()));
		}
		assertThat(filters).isNotEmpty();
		assertThat(UnaskedRules.find(filters)).isEmpty();
	}

	@Test
	void anonymousIsRefusedEveryOperation() {
		for (String path : List.of(REPL, REPL + "/some-session", REPL + "/audit")) {
			for (String method : List.of("GET", "POST", "DELETE")) {
				Answer answer = application.json(method, path, "");
				assertThat(answer.status()).as(method + " " + path).isEqualTo(401);
				assertProblem(answer);
				if (this.cell.kind().isGuarded()) {
					assertThat(answer.challenges()).contains("Basic realm=\"repl\"");
					assertThat(answer.cacheControl()).contains("no-store");
				}
			}
		}
	}

	@Test
	void wrongPasswordIsRefused() {
		assumeThat(this.cell.kind().isGuarded()).isTrue();
		for (String user : List.of("admin", "backdoor", "unknown")) {
			Answer answer = application.json("GET", REPL, Users.basic(user, "backdoor".equals(user) ? "pw" : "wrong"));
			assertThat(answer.status()).isEqualTo(401);
			assertProblem(answer);
		}
		assertThat(application.json("GET", REPL, "Bearer nonsense").status()).isEqualTo(401);
	}

	@Test
	void whereOurChainIsBypassedNobodyGetsIn() {
		assumeThat(this.cell.kind().isGuarded()).isFalse();
		for (String path : List.of(REPL, REPL + "/some-session", REPL + "/audit")) {
			for (String method : List.of("GET", "POST", "DELETE")) {
				Answer answer = application.json(method, path, Users.basic("admin", Users.PASSWORD));
				assertThat(answer.status()).as(method + " " + path).isEqualTo(401);
				assertProblem(answer);
			}
		}
	}

	@Test
	void nobodyIsForbiddenEveryOperation() {
		assumeThat(this.cell.kind().has("nobody")).isTrue();
		for (String path : List.of(REPL, REPL + "/some-session", REPL + "/audit")) {
			for (String method : List.of("GET", "HEAD", "POST", "DELETE")) {
				Answer answer = application.json(method, path, this.cell.kind().credentials("nobody"));
				assertThat(answer.status()).as(method + " " + path).isEqualTo(403);
				if (!method.equals("HEAD")) {
					assertProblem(answer);
				}
			}
		}
	}

	@Test
	void viewerLooksAndNoMore() {
		assumeThat(this.cell.kind().has("viewer")).isTrue();
		String viewer = this.cell.kind().credentials("viewer");
		assertThat(application.json("GET", REPL, viewer).status()).isEqualTo(200);
		assertThat(application.json("GET", REPL + "/none", viewer).status()).isEqualTo(404);
		for (String path : List.of(REPL, REPL + "/some-session", REPL + "/audit")) {
			assertThat(application.json("POST", path, viewer).status()).isEqualTo(403);
			assertThat(application.json("DELETE", path, viewer).status()).isEqualTo(403);
		}
	}

	@Test
	void auditorReadsTheRecordAndNoMore() {
		assumeThat(this.cell.kind().has("auditor")).isTrue();
		String auditor = this.cell.kind().credentials("auditor");
		Answer read = application.json("GET", REPL + "/audit", auditor);
		assertThat(read.status()).isEqualTo(404);
		assertThat(read.body()).contains("repl.audit.file");
		for (String path : List.of(REPL, REPL + "/some-session")) {
			assertThat(application.json("GET", path, auditor).status()).as(path).isEqualTo(403);
			assertThat(application.json("POST", path, auditor).status()).as(path).isEqualTo(403);
			assertThat(application.json("DELETE", path, auditor).status()).as(path).isEqualTo(403);
		}
		for (String other : List.of("viewer", "user", "admin")) {
			assertThat(application.json("GET", REPL + "/audit", this.cell.kind().credentials(other)).status()).as(other)
				.isEqualTo(403);
		}
	}

	@Test
	void userCannotOpenNorClose() {
		assumeThat(this.cell.kind().has("user")).isTrue();
		String user = this.cell.kind().credentials("user");
		assertThat(application.json("POST", REPL, user).status()).isEqualTo(403);
		assertThat(application.json("DELETE", REPL, user).status()).isEqualTo(403);
	}

	@Test
	void adminClosesAndOpens() {
		assumeThat(this.cell.kind().isGuarded()).isTrue();
		String admin = this.cell.kind().credentials("admin");
		assertThat(application.json("GET", REPL, admin).status()).isEqualTo(200);
		Answer closed = application.management("DELETE", REPL, "Authorization", admin);
		assertThat(closed.status()).as(closed.body()).isEqualTo(200);
		// loading Clojure takes a second, so not in every cell
		if (this.cell.kind() == (this.cell.ownPort() ? Kind.DEFAULT : Kind.JWT)) {
			Answer opened = application.json("POST", REPL, admin);
			assertThat(opened.status()).as(opened.body()).isEqualTo(200);
			assertThat(opened.body()).contains("\"token\"");
			assertThat(application.json("DELETE", REPL, admin).body()).contains("\"wasOpen\":true");
		}
	}

	@Test
	void otherMethodsAreSafe() {
		for (String method : List.of("OPTIONS", "PUT", "PATCH", "TRACE", "HEAD")) {
			Answer anonymous = application.management(method, REPL);
			if (!this.cell.kind().isGuarded()) {
				assertThat(anonymous.body()).as(method).doesNotContain("state");
				continue;
			}
			assertThat(anonymous.succeeded()).as(method).isFalse();
			Answer answer = application.management(method, REPL, "Authorization",
					this.cell.kind().credentials("admin"));
			switch (method) {
				case "HEAD" -> assertThat(answer.status()).isEqualTo(200);
				// refused before any chain is asked
				case "TRACE" -> assertThat(answer.succeeded()).isFalse();
				default -> assertThat(answer.status()).as(method).isEqualTo(405);
			}
		}
	}

	@Test
	void pathTricksNeverReachAnOperation() {
		for (String path : List.of("/actuator/repl/", "/actuator//repl", "//actuator/repl", "/actuator/repl;x=1",
				"/actuator;x=1/repl", "/actuator/%2e/repl", "/actuator/x/%2e%2e/repl", "/actuator/./repl",
				"/actuator/x/../repl", "/ACTUATOR/REPL", "/actuator/REPL", "/actuator/rep%6c", "/actuator%2frepl",
				"/actuator/repl%2f", "/actuator/repl.json", "/actuator/repl%00", "/actuator/repl%20",
				"/actuator/repl/some-session/", "/actuator/repl/..;/repl")) {
			for (String method : List.of("GET", "POST", "DELETE")) {
				Answer answer = application.json(method, path, "");
				assertThat(answer.succeeded()).as(method + " " + path + answer.body()).isFalse();
			}
		}
	}

	private static void assertProblem(Answer answer) {
		assertThat(answer.contentType()).startsWith("application/problem+json");
		assertThat(answer.body()).contains("\"status\":" + answer.status()).contains("\"detail\":\"");
	}

}
