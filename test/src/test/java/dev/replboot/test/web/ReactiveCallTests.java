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

package dev.replboot.test.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.session.InMemoryWebSessionStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for calls of handlers of WebFlux. The oracle is the server: it answers the same
 * request.
 */
class ReactiveCallTests {

	private static CallOracle oracle;

	@BeforeAll
	static void start() {
		oracle = CallOracle.start(WebApplicationType.REACTIVE, ReactivePages.class);
	}

	private static void suspend(String path, String bean) {
		RequestMappingHandlerMapping mapping = oracle.context()
			.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
		mapping.registerMapping(RequestMappingInfo.paths(path).build(), bean, SuspendingHandlers.AWAIT);
	}

	@Test
	void suspendingFunctionAnswersAsTheServerDoes() throws Exception {
		// what a method without @ResponseBody gives, WebFlux takes for the name of a view
		suspend("/suspended-failure", "suspendedFailure");
		SoftAssertions all = new SoftAssertions();
		oracle.same(all, "GET", "/suspended-failure", Map.of(), "");
		all.assertAll();
	}

	@AfterAll
	static void stop() {
		oracle.close();
	}

	@AfterEach
	void nobody() {
		SecurityContextHolder.clearContext();
	}

	private static Map<?, ?> sessions() {
		return oracle.context().getBean(InMemoryWebSessionStore.class).getSessions();
	}

	@Test
	void answerIsThatOfTheServer() throws Exception {
		SoftAssertions all = new SoftAssertions();
		for (String path : List.of("/mono", "/future", "/events", "/count", "/cookies", "/redirect", "/known",
				"/unknown", "/gone", "/principal", "/nowhere", "/form")) {
			oracle.same(all, "GET", path, Map.of(), "");
		}
		oracle.same(all, "GET", "/cookies", Map.of("cookie", "a=b; taste=sweet"), "");
		oracle.same(all, "GET", "/gone", Map.of("accept", "text/html"), "");
		for (String form : List.of("method=TRANSFER", "method=a%20b+c%C3%A4%2B&other=", "method=1&method=2")) {
			oracle.same(all, "POST", "/form?method=query", CallOracle.FORM, form);
			oracle.same(all, "POST", "/form", CallOracle.FORM, form);
		}
		oracle.same(all, "POST", "/model", CallOracle.FORM, "name=ann+b&amount=3");
		oracle.same(all, "POST", "/model", CallOracle.FORM, "name=ann&amount=many");
		oracle.same(all, "POST", "/text", Map.of("content-type", "text/plain;charset=UTF-8"), "größer");
		oracle.same(all, "HEAD", "/mono", Map.of(), "");
		oracle.same(all, "OPTIONS", "/form", Map.of(), "");
		all.assertAll();
	}

	@Test
	void refusedCallSavesNothing() throws Exception {
		int before = sessions().size();
		assertThat(oracle.call("GET", "/guarded/page", Map.of())).containsEntry("status", 401)
			.containsEntry("body", "");
		CallOracle.signIn("ann", "ROLE_USER");
		assertThat(oracle.call("GET", "/guarded/page", Map.of())).containsEntry("status", 403)
			.containsEntry("body", "");
		assertThat(oracle.call("GET", "/denied", Map.of())).containsEntry("status", 403)
			.containsEntry("error", "org.springframework.security.access.AccessDeniedException: by the method");
		CallOracle.signIn("root", "ROLE_ADMIN");
		assertThat(oracle.call("GET", "/guarded/page", Map.of())).containsEntry("body", "guarded");
		assertThat(oracle.call("GET", "/principal", Map.of())).containsEntry("body", "root");
		assertThat(sessions()).hasSize(before);
	}

	@Test
	void sessionIsTheCallsOwn() throws Exception {
		int before = sessions().size();
		Map<String, @Nullable Object> first = oracle.call("GET", "/count", Map.of());
		assertThat(first).containsEntry("body", "count 1").containsEntry("session", Map.of("count", 1));
		assertThat(oracle.call("GET", "/count", Map.of("session", Objects.requireNonNull(first.get("session")))))
			.containsEntry("body", "count 2");
		assertThat(sessions()).hasSize(before);
		oracle.http("GET", "/count", Map.of(), "");
		assertThat(sessions()).as("the server's").hasSize(before + 1);
	}

	@Test
	void callEndsWithItsTimeAndTheHandlerHearsOfIt() throws Exception {
		ReactivePages pages = oracle.context().getBean(ReactivePages.class);
		// a busy machine may take as long before the handler is reached
		Awaitility.await().untilAsserted(() -> {
			pages.told.clear();
			assertThatIllegalStateException().isThrownBy(() -> oracle.call("GET", "/never", Map.of("timeout", "50ms")))
				.withMessageContaining("GET /never hasn't answered in 50 ms");
			assertThat(pages.told).containsExactly("cancelled");
		});
		Awaitility.await().untilAsserted(() -> {
			pages.told.clear();
			assertThat(oracle.call("GET", "/endless-events", Map.of("timeout", "2s"))).containsEntry("status", 200)
				.containsEntry("body", "data:first\n\n")
				.containsEntry("cut", true);
			assertThat(pages.told).containsExactly("cancelled");
		});
	}

	@Test
	void answerThatBreaksOffSaysWhy() throws Exception {
		for (String path : List.of("/broken", "/broken-known")) {
			Map<String, @Nullable Object> answer = oracle.call("GET", path, Map.of());
			assertThat(answer).as(path).containsEntry("status", 200).containsEntry("cut", true);
			assertThat(String.valueOf(answer.get("body"))).contains("beginning");
			assertThat(String.valueOf(answer.get("error"))).endsWith(": in the middle");
		}
	}

	@Test
	void whatTheFirewallOfSecurityRejectsIsNotCalled() throws Exception {
		for (String path : List.of("/mono;a=b", "/mono%2F", "/mono%5C", "/mono%00", "/mono%0A", "/mono%25")) {
			assertThat(oracle.call("GET", path, Map.of())).as(path)
				.containsEntry("status", 400)
				.containsEntry("error", "refused by the application's security filter chain");
			assertThat((Integer) oracle.http("GET", path, Map.of(), "").get(0)).as("the server: " + path)
				.isGreaterThanOrEqualTo(400);
		}
		assertThat(oracle.call("TRACE", "/mono", Map.of())).containsEntry("status", 400);
	}

	@Test
	void requestThatNoClientSendsIsRefused() {
		for (String path : List.of("/mono?a=b c", "/a b", "/{id}", "/%zz", "/\"")) {
			assertThatIllegalArgumentException().isThrownBy(() -> oracle.call("GET", path, Map.of()))
				.withMessageStartingWith("\"" + path + "\" isn't encoded as in a URL: ")
				.withMessageContaining(" at index ");
		}
		for (Map<String, String> headers : List.of(Map.of("a b", "c"), Map.of("a", "b\r\nc: d"), Map.of("", "a"))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> oracle.call("GET", "/mono", Map.of("headers", headers)))
				.withMessageStartingWith("There is no such header");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> oracle.call("GET", "/mono", Map.of("timeout", 5)))
			.withMessage(":timeout must have a unit, such as \"5s\" or \"5ms\", but was 5.");
	}

	@Test
	void whatACallCannotDoIsRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> oracle.call("GET", "/mono", Map.of("query", "a")))
			.withMessageContaining("call has no option :query");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> oracle.call("POST", "/form",
					Map.of("headers", Map.of("content-type", "multipart/form-data; boundary=x"), "body", "x")))
			.withMessageContaining("multipart/form-data");
	}

}
