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
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;

import dev.replboot.test.security.BoundClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the audit log says about requests: from where, as whom, and why they were refused.
 */
@Timeout(180)
class HttpEventsTests {

	private static final String REPL = "/actuator/repl";

	private static final String ADMIN = Users.basic("admin", Users.PASSWORD);

	private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

	private TestApplication start(boolean reactive, Class<?> configuration, String... more) {
		List<String> properties = new ArrayList<>(List.of("repl.audit.log=false", "repl.limits.failed-attempts=30"));
		if (reactive) {
			properties.add("spring.autoconfigure.exclude=" + String.join(",", Cell.TOMCAT));
		}
		properties.addAll(List.of(more));
		TestApplication application = TestApplication.start(
				reactive ? WebApplicationType.REACTIVE : WebApplicationType.SERVLET, getClass().getClassLoader(),
				List.of(configuration), properties);
		application.context().addApplicationListener((event) -> {
			if (event instanceof AuditApplicationEvent audit && audit.getAuditEvent().getType().startsWith("REPL_")) {
				this.events.add(audit.getAuditEvent());
			}
		});
		return application;
	}

	private static Class<?> permitAll(boolean reactive) {
		return Kind.PERMIT_ALL.configuration(reactive);
	}

	private Map<String, Object> last(String type) {
		// the answer may come before the event
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.events).last().extracting(AuditEvent::getType).isEqualTo(type));
		return this.events.get(this.events.size() - 1).getData();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void refusalSaysFromWhereAsWhomAndWhy(boolean reactive) {
		try (TestApplication application = start(reactive, permitAll(reactive));
				BoundClient client = new BoundClient("127.0.0.3", application.managementPort())) {
			assertRefused(client.send("GET", REPL, null), 401, "anonymous", null, null);
			for (String name : List.of("admin", "nobody-has-it")) {
				assertRefused(client.send("GET", REPL, null, "Authorization", Users.basic(name, "hunter2")), 401,
						"credentials", null, name);
			}
			assertRefused(client.send("POST", REPL, "{}", "Authorization", Users.basic("S3cret!", "")), 401,
					"credentials", null, "******");
			assertRefused(client.send("GET", REPL, null, "Authorization", Users.basic("a\u001b[2J\n", "hunter2")), 401,
					"credentials", null, "a\\u001b[2J\\u000a");
			assertRefused(client.send("GET", REPL, null, "Authorization", "Basic ???"), 401, "credentials", null, null);
			// of the chain, and of the operations
			String nobody = Users.basic("nobody", Users.PASSWORD);
			assertRefused(client.send("POST", REPL, "{}", "Authorization", nobody), 403, "role", "nobody", null);
			String user = Users.basic("user", Users.PASSWORD);
			assertRefused(client.send("POST", REPL, "{}", "Authorization", user), 403, "role", "user", null);
			assertRefused(client.send("DELETE", REPL, "{}", "Authorization", user), 403, "role", "user", null);
			assertRefused(client.send("GET", REPL, null, "Authorization", ADMIN, "Sec-Fetch-Site", "cross-site"), 403,
					"site", null, "admin");
			assertRefused(client.send("POST", REPL + "?ttl=PT1H", "{}", "Authorization", ADMIN), 400, "request",
					"admin", null);
			assertRefused(client.send("POST", REPL, "{", "Authorization", ADMIN), 400, "request", "admin", null);
			assertRefused(client.send("POST", REPL, "{\"ttl\":\"soon\"}", "Authorization", ADMIN), 400, "request",
					"admin", null);
			assertRefused(client.send("GET", REPL + "/a/b/c", null, "Authorization", ADMIN), 404, "request", "admin",
					null);
			assertRefused(client.send("GET", REPL + "/session", null, "Authorization", ADMIN), 404, "request", "admin",
					null);
			assertThat(this.events)
				.allSatisfy((event) -> assertThat(event.getData().toString()).doesNotContain("hunter2"));
		}
	}

	private void assertRefused(Reply reply, int status, String reason, @Nullable String principal,
			@Nullable String attempted) {
		assertThat(reply.status()).as(reply.body()).isEqualTo(status);
		Map<String, Object> data = last("REPL_REFUSED");
		assertThat(data).containsEntry("reason", reason)
			.containsEntry("peer", "127.0.0.3")
			.containsEntry("protocol", "http");
		assertThat(data.get("attempted")).isEqualTo(attempted);
		assertThat(this.events.get(this.events.size() - 1).getPrincipal())
			.isEqualTo((principal != null) ? principal : "anonymous");
		this.events.clear();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void missingFactorAndExpiredTokenAreToldFromWrongOnes(boolean reactive) {
		try (TestApplication application = start(reactive,
				reactive ? ReactiveRuleApplications.Factors.class : ServletRuleApplications.Factors.class)) {
			assertThat(application.json("POST", REPL, ADMIN).status()).isEqualTo(403);
			assertThat(last("REPL_REFUSED")).containsEntry("reason", "factor").containsEntry("peer", "127.0.0.1");
		}
		try (TestApplication application = start(reactive, Kind.JWT.configuration(reactive))) {
			assertThat(application.json("POST", REPL, Tokens.expired("admin")).status()).isEqualTo(401);
			assertThat(last("REPL_REFUSED")).containsEntry("reason", "expired");
			assertThat(application.json("POST", REPL, Tokens.bearer("admin") + "x").status()).isEqualTo(401);
			assertThat(last("REPL_REFUSED")).containsEntry("reason", "credentials").doesNotContainKey("attempted");
			// an old token that goes on knocking keeps no other kind of credentials out
			for (int i = 0; i < 10; i++) {
				application.json("GET", REPL, Tokens.expired("admin"));
			}
			assertThat(application.json("GET", REPL, Tokens.bearer("admin")).status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@CsvSource({ "false, none", "false, framework", "false, native", "true, none", "true, framework", "true, native" })
	void addressOfTheClientIsTheForwardedOneWhereTheApplicationTrustsAProxyAlone(boolean reactive, String strategy) {
		String expected = strategy.equals("none") ? "127.0.0.1" : "203.0.113.9";
		try (TestApplication application = start(reactive, permitAll(reactive),
				"server.forward-headers-strategy=" + strategy)) {
			String[] headers = { "Authorization", Users.basic("admin", "wrong"), "X-Forwarded-For", "203.0.113.9" };
			assertThat(application.management("GET", REPL, headers).status()).isEqualTo(401);
			assertThat(last("REPL_REFUSED")).containsEntry("peer", expected).containsEntry("attempted", "admin");
			assertThat(application
				.body("POST", REPL, "{", "Content-Type", "application/json", "Authorization", ADMIN, "X-Forwarded-For",
						"203.0.113.9")
				.status()).isEqualTo(400);
			assertThat(last("REPL_REFUSED")).containsEntry("peer", expected).containsEntry("reason", "request");
			// each of them has a count of its own only where it is believed
			int refused = 0;
			for (int i = 0; i < 40; i++) {
				refused += (application
					.management("GET", REPL, "Authorization", Users.basic("admin" + i, "wrong"), "X-Forwarded-For",
							"203.0.113." + (100 + i))
					.status() == 429) ? 1 : 0;
			}
			assertThat(refused).isEqualTo(strategy.equals("none") ? 11 : 0);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void requestThatMeetsAnotherInProgressIsSentAwayAtOnceAndOnTheAuditLog(boolean reactive) throws Exception {
		CountDownLatch reached = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		ExecutorService threads = Executors.newSingleThreadExecutor();
		try (TestApplication application = start(reactive, permitAll(reactive));
				BoundClient other = new BoundClient("127.0.0.3", application.managementPort())) {
			application.context().addApplicationListener((event) -> {
				if (event instanceof AuditApplicationEvent audit
						&& audit.getAuditEvent().getType().equals("REPL_OPENED")) {
					reached.countDown();
					await(goOn);
				}
			});
			Future<TestApplication.Answer> first = threads.submit(() -> application.json("POST", REPL, ADMIN));
			await(reached);
			for (String method : List.of("POST", "DELETE")) {
				Reply conflict = other.send(method, REPL, "{}", "Authorization", ADMIN);
				assertThat(conflict.headers()).containsEntry("Retry-After", "1");
				assertThat(conflict.body()).contains("The REPL is opening. Try again in a moment.");
				assertRefused(conflict, 409, "state", "admin", null);
			}
			goOn.countDown();
			assertThat(first.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
			assertFrom("REPL_TOKEN_ISSUED", "127.0.0.1");
			assertThat(other.send("POST", REPL, "{}", "Authorization", ADMIN).status()).isEqualTo(200);
			assertFrom("REPL_TOKEN_ISSUED", "127.0.0.3");
			assertThat(other.send("DELETE", REPL + "/tokens/user", "{}", "Authorization", ADMIN).status())
				.isEqualTo(200);
			assertFrom("REPL_REVOKED", "127.0.0.3");
			assertThat(other.send("DELETE", REPL, "{}", "Authorization", ADMIN).status()).isEqualTo(200);
			assertFrom("REPL_CLOSED", "127.0.0.3");
		}
		finally {
			goOn.countDown();
			threads.shutdownNow();
		}
	}

	private void assertFrom(String type, String address) {
		assertThat(last(type)).containsEntry("peer", address).containsEntry("protocol", "http");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
