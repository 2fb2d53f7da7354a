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

import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for calls of handlers of Spring MVC. The oracle is the server: it answers the
 * same request.
 */
class ServletCallTests {

	private static CallOracle oracle;

	@BeforeAll
	static void start() {
		oracle = CallOracle.start(WebApplicationType.SERVLET, ServletPages.class,
				"spring.mvc.hiddenmethod.filter.enabled=true");
	}

	private static void suspend(String path, String bean) {
		RequestMappingHandlerMapping mapping = oracle.context()
			.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
		mapping.registerMapping(RequestMappingInfo.paths(path).options(mapping.getBuilderConfiguration()).build(), bean,
				SuspendingHandlers.AWAIT);
	}

	@Test
	void suspendingFunctionAnswersAsTheServerDoes() throws Exception {
		suspend("/suspended", "suspended");
		suspend("/suspended-failure", "suspendedFailure");
		suspend("/suspended-for-ever", "neverResumed");
		SoftAssertions all = new SoftAssertions();
		for (String path : List.of("/suspended", "/suspended-failure")) {
			oracle.same(all, "GET", path, Map.of(), "");
		}
		all.assertAll();
		assertThat(oracle.call("GET", "/suspended", Map.of())).containsEntry("status", 201)
			.containsEntry("body", "resumed");
		assertThat(oracle.call("GET", "/suspended-failure", Map.of())).containsEntry("status", 500);
		assertThatIllegalStateException()
			.isThrownBy(() -> oracle.call("GET", "/suspended-for-ever", Map.of("timeout", "50ms")))
			.withMessageContaining("hasn't answered in 50 ms");
	}

	@AfterAll
	static void stop() {
		oracle.close();
	}

	@AfterEach
	void nobody() {
		SecurityContextHolder.clearContext();
	}

	private static List<String> saved() {
		return oracle.context().getBean(ServletRules.Saved.class).all();
	}

	@Test
	void answerIsThatOfTheServer() throws Exception {
		SoftAssertions all = new SoftAssertions();
		for (String path : List.of("/callable", "/deferred", "/deferred-failure", "/deferred-timeout", "/future",
				"/future-failure", "/mono", "/flux", "/stream", "/events", "/flashed", "/count", "/logout", "/cookies",
				"/redirect", "/sent-away", "/created", "/known", "/unknown", "/assertion", "/gone", "/with-status",
				"/teapot", "/forwarded?a=0", "/forwarded?more=0&b=1", "/latin", "/page", "/principal", "/nowhere",
				"/parameters?a=1&a=2&b=x+y%26&c", "/payment", "/payment?method=x", "/headers", "/text")) {
			oracle.same(all, "GET", path, Map.of(), "");
		}
		oracle.same(all, "GET", "/headers", Map.of("x-one", "1", "accept-language", "de-CH, fr;q=0.5"), "");
		oracle.same(all, "GET", "/recursive", Map.of(), "");
		oracle.same(all, "GET", "/cookies", Map.of("cookie", "a=b; taste=sweet"), "");
		for (String path : List.of("/unknown", "/gone", "/nowhere", "/teapot")) {
			oracle.same(all, "GET", path, Map.of("accept", "text/html"), "");
		}
		oracle.same(all, "GET", "/known", Map.of("accept", "application/xml"), "");
		for (String form : List.of("method=TRANSFER", "method=a%20b+c%C3%A4%2B&other", "", "method=1&method=2",
				"_method=put&method=hidden", "_method=patch&method=hidden&x=1")) {
			oracle.same(all, "POST", "/payment?query=1", CallOracle.FORM, form);
			oracle.same(all, "POST", "/parameters?method=0", CallOracle.FORM, form);
			oracle.same(all, "PUT", "/payment", CallOracle.FORM, form);
			oracle.same(all, "PATCH", "/payment?method=0", CallOracle.FORM, form);
		}
		oracle.same(all, "POST", "/model", CallOracle.FORM, "name=ann+b&amount=3");
		oracle.same(all, "POST", "/model", CallOracle.FORM, "name=ann&amount=many");
		oracle.same(all, "POST", "/text", CallOracle.FORM, "a=b&c=d");
		oracle.same(all, "POST", "/text", Map.of("content-type", "text/plain;charset=UTF-8"), "größer");
		oracle.same(all, "POST", "/json", Map.of(), "{\"a\":[1,\"ä\"]}");
		oracle.same(all, "POST", "/json", Map.of(), "{broken");
		oracle.same(all, "POST", "/json", Map.of("content-type", "text/csv"), "a;b");
		oracle.same(all, "POST", "/flash", CallOracle.FORM, "a=b");
		oracle.same(all, "DELETE", "/payment", Map.of(), "");
		oracle.same(all, "HEAD", "/page", Map.of(), "");
		oracle.same(all, "HEAD", "/unknown", Map.of(), "");
		oracle.same(all, "OPTIONS", "/payment", Map.of(), "");
		all.assertAll();
	}

	@Test
	void answerIsThatOfTheServerWhereAFilterOfSecurityPassesIt() throws Exception {
		CallOracle.signIn("root", "ROLE_ADMIN");
		assertThat(oracle.call("GET", "/guarded/page", Map.of())).containsEntry("body", "guarded");
		assertThat(oracle.call("GET", "/who", Map.of())).containsEntry("body", "root");
		assertThat(oracle.call("GET", "/principal", Map.of())).containsEntry("body", "rootfalse");
		Map<String, @Nullable Object> denied = oracle.call("GET", "/denied", Map.of());
		assertThat(denied).containsEntry("status", 403);
		assertThat(String.valueOf(denied.get("body"))).contains("\"status\":403", "\"path\":\"/denied\"");
	}

	@Test
	void refusedCallSavesNothing() throws Exception {
		saved().clear();
		assertThat(oracle.call("GET", "/guarded/page", Map.of())).containsEntry("status", 401)
			.doesNotContainKey("body");
		assertThat(oracle.call("GET", "/denied", Map.of())).containsEntry("status", 401);
		CallOracle.signIn("ann", "ROLE_USER");
		assertThat(oracle.call("GET", "/guarded/page", Map.of())).containsEntry("status", 403);
		assertThat(oracle.call("POST", "/guarded/page", Map.of("headers", CallOracle.FORM, "body", "a=b")))
			.containsEntry("status", 403);
		assertThat(saved()).isEmpty();
		oracle.http("GET", "/guarded/page", Map.of(), "");
		assertThat(saved()).as("the server does").contains("session", "request");
	}

	@Test
	void sessionIsTheCallsOwn() throws Exception {
		saved().clear();
		Map<String, @Nullable Object> first = oracle.call("GET", "/count", Map.of());
		assertThat(first).containsEntry("body", "count 1").containsEntry("session", Map.of("count", 1));
		assertThat(oracle.call("GET", "/count", Map.of("session", Objects.requireNonNull(first.get("session")))))
			.containsEntry("body", "count 2");
		assertThat(oracle.call("GET", "/count", Map.of())).containsEntry("body", "count 1");
		assertThat(oracle.call("GET", "/logout", Map.of("session", Map.of("a", 1)))).containsEntry("body", "null")
			.doesNotContainKey("session");
		Map<String, @Nullable Object> posted = oracle.call("POST", "/flash",
				Map.of("headers", CallOracle.FORM, "body", "a=b"));
		assertThat(posted).containsEntry("status", 302);
		assertThat(
				oracle.call("GET", "/flashed?id=7", Map.of("session", Objects.requireNonNull(posted.get("session")))))
			.containsEntry("body", "message: saved")
			.doesNotContainKey("session");
		assertThat(saved()).isEmpty();
	}

	@Test
	void callEndsWithItsTimeAndTheHandlerHearsOfIt() throws Exception {
		ServletPages pages = oracle.context().getBean(ServletPages.class);
		// a busy machine may take as long before the handler is reached
		Awaitility.await().untilAsserted(() -> {
			pages.told = null;
			assertThatIllegalStateException().isThrownBy(() -> oracle.call("GET", "/never", Map.of("timeout", "50ms")))
				.withMessage("The handler of GET /never hasn't answered in 50 ms, and may still be at work."
						+ " :timeout \"1m\" waits longer.");
			assertThat(pages.told).isNotNull();
		});
		Awaitility.await().untilAsserted(() -> {
			pages.told = null;
			assertThat(oracle.call("GET", "/endless-events", Map.of("timeout", "2s"))).containsEntry("status", 200)
				.containsEntry("body", "data:first\n\n")
				.containsEntry("cut", true);
			assertThat(pages.told).isNotNull();
		});
		assertThat(oracle.call("GET", "/slow-writer", Map.of("timeout", "1ms"))).containsEntry("status", 200)
			.containsEntry("cut", true);
	}

	@Test
	void bodyIsBounded() throws Exception {
		for (String path : List.of("/endless", "/endless-writer")) {
			Map<String, @Nullable Object> answer = oracle.call("GET", path, Map.of());
			assertThat(answer).as(path).containsEntry("status", 200).containsEntry("cut", true);
			assertThat(String.valueOf(answer.get("body"))).hasSize(1 << 20);
		}
	}

	@Test
	void answerThatBreaksOffSaysWhy() throws Exception {
		assertThat(oracle.call("GET", "/broken", Map.of())).containsEntry("status", 200)
			.containsEntry("body", "beginning")
			.containsEntry("cut", true)
			.containsEntry("error", "java.lang.IllegalStateException: in the middle");
	}

	@Test
	void handlerAnswersOnAnotherThreadOnlyWithoutATransaction() throws Exception {
		TransactionSynchronizationManager.setActualTransactionActive(true);
		try {
			for (String path : List.of("/callable", "/deferred", "/events")) {
				assertThatExceptionOfType(UnsupportedOperationException.class)
					.isThrownBy(() -> oracle.call("GET", path, Map.of()))
					.withMessageContaining("the transaction around the call");
			}
			assertThat(oracle.call("GET", "/page", Map.of())).containsEntry("status", 200);
		}
		finally {
			TransactionSynchronizationManager.setActualTransactionActive(false);
		}
	}

	@Test
	void whatTheFirewallOfSecurityRejectsIsNotCalled() throws Exception {
		for (String path : List.of("/page;a=b", "/page%2F", "/page%5C", "/page%00", "/page%0A", "/page%25")) {
			assertThat(oracle.call("GET", path, Map.of())).as(path)
				.containsEntry("status", 400)
				.containsEntry("error", "refused by the application's security filter chain");
			assertThat((Integer) oracle.http("GET", path, Map.of(), "").get(0)).as("the server: " + path)
				.isGreaterThanOrEqualTo(400);
		}
		assertThat(oracle.call("TRACE", "/page", Map.of())).containsEntry("status", 400);
	}

	@Test
	void requestThatNoClientSendsIsRefused() {
		for (String path : List.of("/page?a=b c", "/a b", "/{id}", "/%zz", "/\"")) {
			assertThatIllegalArgumentException().isThrownBy(() -> oracle.call("GET", path, Map.of()))
				.withMessageStartingWith("\"" + path + "\" isn't encoded as in a URL: ")
				.withMessageContaining(" at index ");
		}
		for (Map<String, String> headers : List.of(Map.of("a b", "c"), Map.of("a", "b\r\nc: d"), Map.of("", "a"))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> oracle.call("GET", "/page", Map.of("headers", headers)))
				.withMessageStartingWith("There is no such header");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> oracle.call("GET", "/page", Map.of("timeout", 5)))
			.withMessage(":timeout has a unit, such as \"5s\" or \"5ms\", unlike 5.");
	}

	@Test
	void whatACallCannotDoIsRefusedByName() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> oracle.call("GET", "/page", Map.of("query", Map.of("a", 1))))
			.withMessage("call has no option :query. Its options are :headers, :body, :session and :timeout."
					+ " A query is part of the path.");
		for (String type : List.of("multipart/form-data; boundary=x", "Multipart/Mixed")) {
			assertThatIllegalArgumentException().isThrownBy(
					() -> oracle.call("POST", "/payment", Map.of("headers", Map.of("Content-Type", type), "body", "x")))
				.withMessageContaining("call doesn't send multipart bodies, such as "
						+ type.replaceAll(";.*", "").toLowerCase(Locale.ROOT));
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> oracle.call("POST", "/text", Map.of("body", Map.of("a", 1))))
			.withMessageContaining(":body is a string");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> oracle.call("POST", "/payment", Map.of("headers", CallOracle.FORM, "body", "method=%zz")))
			.withMessageContaining("The body is no form");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> oracle.call("GET", "/page", Map.of("timeout", Duration.ofDays(1))))
			.withMessageContaining(":timeout");
		for (String path : List.of("page", "//page", "/a/../guarded/page", "/a/%2e%2e/guarded/page", "/a/..;/guarded",
				"/./page", "/page#part")) {
			assertThatIllegalArgumentException().as(path).isThrownBy(() -> oracle.call("GET", path, Map.of()));
		}
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> oracle.call("GET", "/login", Map.of()))
			.withMessage(
					"The handler asks the server for login, which a call doesn't have. Send this request over HTTP.");
	}

	@Test
	void handlerThatLogsSomebodyOutChangesNothingForTheCaller() throws Exception {
		CallOracle.signIn("ann", "ROLE_USER");
		oracle.call("GET", "/sign-out", Map.of());
		assertThat(Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication()).getName())
			.isEqualTo("ann");
	}

}
