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

package dev.replboot.lifecycle;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

import dev.replboot.access.CallerGuard;
import dev.replboot.access.GuardedAuthentication;
import dev.replboot.access.Peer;
import dev.replboot.audit.AuditType;
import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.testsupport.Directory;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user of the application and the subject of a JSON Web Token, both called kim: what is
 * the one's isn't the other's.
 */
public class NamesakesTests {

	private static final String JWT = "jwt https://idp.example";

	private static TestRepl repl;

	private static ReplEndpoint endpoint;

	private static GuardedAuthentication user;

	private static GuardedAuthentication bearer;

	@BeforeAll
	static void open() {
		repl = TestRepl.closedWith(new Class<?>[] { Users.class }, "repl.prepl.enabled=true", "repl.prepl.port=0",
				"repl.limits.sessions-per-principal=3", "repl.limits.callback=1m");
		UserDetails kim = repl.context().getBean(Directory.class).put("kim", "ROLE_REPL_USER");
		user = guard(UsernamePasswordAuthenticationToken.authenticated(kim, null, kim.getAuthorities()));
		bearer = guard(new JwtAuthenticationToken(Jwt.withTokenValue("value")
			.header("alg", "none")
			.subject("kim")
			.issuer("https://idp.example")
			.expiresAt(Instant.now().plusSeconds(3600))
			.build(), AuthorityUtils.createAuthorityList("ROLE_REPL_USER")));
		endpoint = repl.context().getBean(ReplEndpoint.class);
		repl.lifecycle()
			.open(guard(UsernamePasswordAuthenticationToken.authenticated("root", null,
					AuthorityUtils.createAuthorityList("ROLE_REPL_ADMIN")))
				.replPrincipal(), null, "a test");
	}

	@AfterAll
	static void close() {
		repl.close();
	}

	// sessions end after their connections, and count until then
	@AfterEach
	void awaitTheEndOfSessions() {
		Awaitility.await().until(() -> repl.lifecycle().status().sessions().isEmpty());
	}

	@Test
	void tapsOfTheOneAreNotHandedToTheOther() {
		try (ReplClient one = prepl(user); ReplClient same = prepl(user); ReplClient other = prepl(bearer)) {
			one.send("(do (tap> :secret) :tapped)\n");
			assertThat(same.readUntil("\n")).isEqualTo("{:tag :tap, :val \":secret\"}\n");
			other.send(":mine\n");
			assertThat(other.readUntil("\n")).startsWith("{:tag :ret, :val \":mine\"");
		}
	}

	@Test
	void patchOfTheOneIsNotPutBackByTheOther() {
		try (ReplClient client = login(user)) {
			String patched = client
				.eval("(patch! \"" + Target.class.getName() + "\" \"value\" (fn [_ _ _] (int 2)) {:keep \"1h\"})");
			assertThat(patched).contains(":author \"kim\"", ":author-source \"users\"");
			String id = patched.replaceAll("(?s).*:id \"(p[0-9]+)\".*", "$1");
			assertThat(status((context) -> endpoint.revert(context, "patches", id), bearer)).isEqualTo(403);
			assertThat(new Target().value()).isEqualTo(2);
			assertThat(status((context) -> endpoint.revert(context, "patches", id), user)).isEqualTo(200);
			assertThat(new Target().value()).isEqualTo(1);
		}
		assertThat(repl.events(AuditType.REPL_PATCH_REVERTED)).singleElement()
			.satisfies((event) -> assertThat(data(event.getAuditEvent())).containsEntry("source", "users")
				.containsEntry("protocol", "http"));
		assertThat(last(AuditType.REPL_REFUSED)).containsEntry("reason", "role").containsEntry("source", JWT);
	}

	@Test
	void requestOfTheOneIsNotTakenForTheOthers() {
		assertThat(status((context) -> endpoint.close(context), bearer)).isEqualTo(403);
		assertThat(last(AuditType.REPL_REFUSED)).containsEntry("source", JWT).containsEntry("peer", "192.0.2.1");
		assertThat(status((context) -> endpoint.close(context), user)).isEqualTo(403);
		assertThat(last(AuditType.REPL_REFUSED)).containsEntry("source", "users");
	}

	@Test
	void refusedConnectionIsOnTheAuditLogWithItsSource() {
		try (ReplClient one = login(bearer);
				ReplClient two = login(bearer);
				ReplClient three = login(bearer);
				ReplClient four = repl.connect();
				ReplClient other = login(user)) {
			four.send(token(bearer) + "\n");
			assertThat(four.readToEnd()).contains("kim has 3 sessions already");
			assertThat(other.eval("(+ 1 2)")).isEqualTo("3");
		}
		Awaitility.await().untilAsserted(() -> {
			assertThat(repl.events(AuditType.REPL_REFUSED)).isNotEmpty();
			assertThat(last(AuditType.REPL_REFUSED)).containsEntry("reason", "sessions")
				.containsEntry("protocol", "socket")
				.containsEntry("source", JWT);
		});
	}

	private static Map<String, Object> last(AuditType type) {
		return data(repl.events(type).get(repl.events(type).size() - 1).getAuditEvent());
	}

	private static Map<String, Object> data(AuditEvent event) {
		assertThat(event.getPrincipal()).isEqualTo("kim");
		return event.getData();
	}

	private static int status(Function<SecurityContext, WebEndpointResponse<Object>> operation,
			GuardedAuthentication caller) {
		return operation.apply(new SecurityContext() {

			@Override
			public GuardedAuthentication getPrincipal() {
				return caller;
			}

			@Override
			public boolean isUserInRole(String role) {
				return false;
			}

		}).getStatus();
	}

	private static GuardedAuthentication guard(Authentication authentication) {
		return new CallerGuard().guard(authentication, authentication.getAuthorities(), Peer.at("192.0.2.1"));
	}

	private static String token(GuardedAuthentication caller) {
		return repl.lifecycle().open(caller.replPrincipal(), null, null).token();
	}

	private static ReplClient login(GuardedAuthentication caller) {
		ReplClient client = repl.connect();
		client.send(token(caller) + "\n");
		client.readUntil("user=> ");
		return client;
	}

	private static ReplClient prepl(GuardedAuthentication caller) {
		ReplClient client = ReplClient.connect(Objects.requireNonNull(repl.address("prepl").port()));
		client.send(token(caller) + "\n");
		client.readUntil("\n");
		return client;
	}

	/**
	 * What is patched.
	 */
	public static class Target {

		/**
		 * A value.
		 * @return one, unless it is patched
		 */
		public int value() {
			return 1;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		Directory directory() {
			return new Directory();
		}

	}

}
