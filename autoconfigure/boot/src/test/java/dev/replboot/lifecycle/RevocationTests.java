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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

import dev.replboot.access.CallerGuard;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.session.ReplSession;
import dev.replboot.testsupport.Directory;
import dev.replboot.testsupport.MovableClock;
import dev.replboot.testsupport.MovableLease;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Revocation}.
 */
public class RevocationTests {

	/**
	 * As security contexts are kept by {@code MODE_INHERITABLETHREADLOCAL}.
	 */
	public static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

	private static final String EFFECT = "(System/setProperty \"repl.after.revocation\" \"1\")";

	private static TestRepl repl;

	private static MovableClock clock;

	private static Directory users;

	private static int number;

	@BeforeAll
	static void start() {
		use(start("1m"));
		open();
	}

	private static TestRepl start(String timeout) {
		return TestRepl.closedWith(new Class<?>[] { MovableLease.class, Users.class }, "repl.limits.sessions=100",
				"repl.revocation.timeout=" + timeout, "repl.nrepl.enabled=true", "repl.nrepl.port=0");
	}

	private static void use(TestRepl started) {
		repl = started;
		clock = repl.context().getBean(MovableClock.class);
		users = repl.context().getBean(Directory.class);
	}

	// each test takes some minutes of it
	private static void open() {
		repl.lifecycle().close(TestPrincipal.ADMIN);
		repl.lifecycle().open(TestPrincipal.ADMIN, Duration.ofHours(1), "a test");
	}

	@AfterAll
	static void stop() {
		repl.close();
		assertThat(System.getProperty("repl.after.revocation")).isNull();
	}

	static Stream<Arguments> changes() {
		return Stream.of(change("is no longer a user", null), change("is disabled", (user) -> user.disabled(true)),
				change("is locked", (user) -> user.accountLocked(true)),
				change("has expired", (user) -> user.accountExpired(true)),
				change("password of", (user) -> user.credentialsExpired(true)),
				change("no longer has the authority ROLE_REPL_USER", (user) -> user.authorities("ROLE_OPS")),
				change("no longer has the authority ROLE_OPS", (user) -> user.authorities("ROLE_REPL_USER")));
	}

	private static Arguments change(String sentence, UnaryOperator<User.UserBuilder> change) {
		return Arguments.of(sentence, change);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("changes")
	void userWhoIsNotWhatTheyWereLosesTokensAndSessions(String sentence, UnaryOperator<User.UserBuilder> change) {
		String name = "u" + ++number;
		ReplPrincipal principal = local(name);
		String token = token(principal);
		try (ReplClient idle = login(token);
				ReplClient busy = login(token);
				ReplClient other = login(token(local("o" + number)))) {
			assertThat(session(name).principal().revocation()).startsWith("The application's users are asked");
			busy.send("(do (println 1) (Thread/sleep 60000))\n");
			busy.readUntil("1\n");
			if (change != null) {
				users.change(name, change);
			}
			else {
				users.remove(name);
			}
			// nothing yet, until it is asked again
			assertThat(idle.eval("(+ 1 2)")).isEqualTo("3");
			clock.forward(Duration.ofMinutes(1));
			assertThat(idle.readToEnd()).contains(name).contains(sentence);
			assertThat(busy.readToEnd()).contains("Evaluation stopped: ").contains(sentence);
			assertThat(other.eval("(+ 1 2)")).isEqualTo("3");
		}
		try (ReplClient late = repl.connect()) {
			late.send(token + "\n" + EFFECT + "\n");
			assertThat(late.readToEnd()).startsWith("That is no valid token.");
		}
		Awaitility.await().until(() -> !revoked(name).isEmpty());
		assertThat(revoked(name)).singleElement()
			.satisfies((data) -> assertThat(data).containsEntry("sessions", 2)
				.containsEntry("tokens", 1)
				.containsEntry("ofSources", List.of("users")))
			.satisfies((data) -> assertThat(data.get("reason")).asString().contains(sentence));
	}

	@Test
	void userWhoIsGoneIsRefusedAtTheDoor() {
		String name = "u" + ++number;
		String token = token(local(name));
		String second = token(local(name));
		try (ReplClient before = login(second)) {
			users.remove(name);
			for (String protocol : List.of("socket", "nrepl")) {
				try (ReplClient late = ReplClient.connect(repl.address(protocol).port())) {
					late.send(protocol.equals("socket") ? token + "\n" + EFFECT + "\n"
							: "d2:op4:eval4:code32:" + second + "e");
					assertThat(late.readToEnd()).contains(name + " is no longer a user of the application.");
				}
			}
			// its own token has ended
			assertThat(before.readToEnd()).contains("is no longer a user");
		}
		Awaitility.await().untilAsserted(() -> {
			assertThat(refused()).contains("revoked");
			assertThat(revoked(name)).hasSize(2);
		});
	}

	@Test
	void failingDirectoryKeepsNewConnectionsOutAndSessionsIn() {
		String name = "u" + ++number;
		String token = token(local(name));
		try (ReplClient session = login(token)) {
			users.fail(new IllegalStateException("LDAP\u001b is down"));
			try (ReplClient late = repl.connect()) {
				late.send(token + "\n" + EFFECT + "\n");
				assertThat(late.readToEnd()).contains("could not be found out").contains("LDAP\\u001b is down");
			}
			assertThatExceptionOfType(ReplRefusedException.class).isThrownBy(() -> token(local(name)))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.UNAVAILABLE))
				.withMessageContaining("LDAP")
				.withMessageContaining("repl.revocation.enabled");
			for (int i = 0; i < 2; i++) {
				int before = users.asked();
				clock.forward(Duration.ofMinutes(1));
				Awaitility.await().until(() -> users.asked() > before);
			}
			Awaitility.await().until(() -> !unverified(name).isEmpty());
			assertThat(session.eval("(+ 1 2)")).isEqualTo("3");
			users.fail(null);
			users.change(name, (user) -> user.disabled(true));
			clock.forward(Duration.ofMinutes(1));
			assertThat(session.readToEnd()).contains("is disabled");
		}
		finally {
			users.fail(null);
		}
		// once for the outage
		assertThat(unverified(name)).hasSize(1);
		Awaitility.await().until(() -> refused().contains("unverified"));
	}

	@Test
	void serviceThatRefusesTheAccountEndsTheSession() {
		String name = "u" + ++number;
		ReplPrincipal principal = local(name);
		try (ReplClient session = login(token(principal))) {
			users.fail(new LockedException("locked by audit"));
			assertThatExceptionOfType(ReplRefusedException.class).isThrownBy(() -> token(principal))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.FORBIDDEN));
			clock.forward(Duration.ofMinutes(1));
			assertThat(session.readToEnd()).contains("may not log in: locked by audit");
		}
		finally {
			users.fail(null);
		}
	}

	@Test
	void hangingDirectoryDelaysNobodyElse() {
		TestRepl patient = repl;
		try (TestRepl hasty = start("2s")) {
			use(hasty);
			open();
			assertNobodyElseIsDelayed();
		}
		finally {
			use(patient);
		}
	}

	private static void assertNobodyElseIsDelayed() {
		String name = "u" + ++number;
		String token = token(local(name));
		String bearer = token(bearer("ann", clock.instant().plus(Duration.ofMinutes(30))));
		CountDownLatch latch = new CountDownLatch(1);
		try (ReplClient session = login(token)) {
			users.hang(latch);
			try (ReplClient late = repl.connect(); ReplClient other = repl.connect()) {
				late.send(token + "\n" + EFFECT + "\n");
				other.send(bearer + "\n");
				other.readUntil("user=> ");
				assertThat(late.readToEnd()).contains("no answer within 2000 ms (repl.revocation.timeout)");
			}
			clock.forward(Duration.ofMinutes(1));
			Awaitility.await().until(() -> !unverified(name).isEmpty());
			assertThat(session.eval("(+ 1 2)")).isEqualTo("3");
		}
		finally {
			latch.countDown();
			users.hang(null);
		}
	}

	@ParameterizedTest
	@MethodSource("clocks")
	void expiryOfABearerTokenEndsTokenAndSessions(Duration wall, Duration monotonic) {
		open();
		ReplPrincipal principal = bearer("bea", clock.instant().plus(Duration.ofMinutes(10)));
		OpenedRepl opened = repl.lifecycle().open(principal, null, null);
		assertThat(opened.expiresAt()).isEqualTo(principal.expiresAt());
		assertThat(opened.notice()).contains("can't be asked whether bea (jwt https://idp.example)");
		try (ReplClient session = login(opened.token()); ReplClient admin = login(repl.token(TestPrincipal.ADMIN))) {
			clock.forward(Duration.ofMinutes(9));
			assertThat(session.eval("(+ 1 2)")).isEqualTo("3");
			clock.jump(wall);
			clock.pass(monotonic);
			session.send(EFFECT + "\n");
			assertThat(session.readToEnd()).contains("that the token was asked with have expired");
			try (ReplClient late = repl.connect()) {
				late.send(opened.token() + "\n" + EFFECT + "\n");
				assertThat(late.readToEnd()).startsWith("That is no valid token.");
			}
			assertThat(admin.eval("(+ 1 2)")).isEqualTo("3");
		}
	}

	static Stream<Arguments> clocks() {
		Duration most = Duration.ofMinutes(1);
		return Stream.of(Arguments.of(most, Duration.ZERO), Arguments.of(Duration.ZERO, most),
				Arguments.of(Duration.ofMinutes(-20), most));
	}

	@Test
	void credentialsThatHaveExpiredGiveNoToken() {
		ReplPrincipal principal = bearer("bea", clock.instant().minusSeconds(1));
		assertThatExceptionOfType(ReplRefusedException.class).isThrownBy(() -> token(principal))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.UNAUTHENTICATED));
	}

	@Test
	void opaqueTokenIsIntrospectedAgain() {
		Issuer issuer = repl.context().getBean(Issuer.class);
		issuer.valid = true;
		Authentication opaque = new BearerTokenAuthentication(
				new DefaultOAuth2AuthenticatedPrincipal("opa", Map.of("sub", "opa"),
						AuthorityUtils.createAuthorityList("ROLE_REPL_USER")),
				new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "opaque-value", null, null),
				AuthorityUtils.createAuthorityList("ROLE_REPL_USER"));
		String token = token(caller(opaque));
		try (ReplClient session = login(token)) {
			issuer.valid = false;
			try (ReplClient late = repl.connect()) {
				late.send(token + "\n" + EFFECT + "\n");
				assertThat(late.readToEnd()).contains("The bearer token that opa asked with is no longer valid.");
			}
			assertThat(session.readToEnd()).contains("is no longer valid.");
		}
	}

	@Test
	void whoCannotBeAskedAboutLearnsIt() {
		ReplPrincipal stranger = caller(UsernamePasswordAuthenticationToken.authenticated("stranger", null,
				AuthorityUtils.createAuthorityList("ROLE_REPL_USER")));
		OpenedRepl opened = repl.lifecycle().open(stranger, null, null);
		assertThat(opened.notice()).contains("its UserDetailsService doesn't know that user");
		try (ReplClient session = login(opened.token())) {
			assertThat(session("stranger").principal().revocation()).isEqualTo(opened.notice());
			int before = users.asked();
			clock.forward(Duration.ofMinutes(1));
			assertThat(session.eval("(+ 1 2)")).isEqualTo("3");
			assertThat(users.asked()).isGreaterThanOrEqualTo(before);
		}
		// somebody else of the same name, whom the application knows
		users.put("namesake", "ROLE_REPL_ADMIN");
		OpenedRepl other = repl.lifecycle().open(bearer("namesake", clock.instant().plusSeconds(600)), null, null);
		assertThat(other.notice()).contains("there is nothing to ask about such logins");
	}

	@Test
	void principalsOfOneNameAreToldApart() {
		users.put("ann2", "ROLE_REPL_USER");
		ReplPrincipal user = local("ann2");
		ReplPrincipal bearer = bearer("ann2", clock.instant().plus(Duration.ofMinutes(30)));
		ReplLifecycle lifecycle = repl.lifecycle();
		try (ReplClient one = login(token(user)); ReplClient two = login(token(bearer))) {
			assertThat(lifecycle.status().sessions()).extracting((session) -> session.principal().source())
				.contains("users", "jwt https://idp.example");
			assertThat(one.eval("(mapv :source (filter (comp #{\"ann2\"} :principal) (sessions)))"))
				.contains("\"users\"", "\"jwt https://idp.example\"");
			assertThat(one.eval("(:source (who))")).isEqualTo("\"users\"");
			String id = lifecycle.status()
				.sessions()
				.stream()
				.filter((session) -> session.principal().isSame(user))
				.findFirst()
				.orElseThrow()
				.id();
			assertThatExceptionOfType(ReplRefusedException.class)
				.isThrownBy(() -> lifecycle.sessions().end(bearer, id));
			assertThatExceptionOfType(ReplRefusedException.class)
				.isThrownBy(() -> lifecycle.sessions().interrupt(bearer, id));
			assertThat(lifecycle.sessions().revoke(bearer, "ann2"))
				.isEqualTo(new SessionCommands.Revoked("ann2", List.of("jwt https://idp.example"), 1, 1));
			assertThat(two.readToEnd()).contains("were ended by ann2.");
			assertThat(one.eval("(+ 1 2)")).isEqualTo("3");
			assertThat(lifecycle.sessions().revoke(TestPrincipal.ADMIN, "ann2").sources()).containsExactly("users");
			assertThat(one.readToEnd()).contains("were ended by ann.");
		}
		assertThat(repl.events(AuditType.REPL_TOKEN_ISSUED)).extracting((event) -> event.getAuditEvent().getData())
			.anySatisfy((data) -> assertThat(data).containsEntry("source", "jwt https://idp.example"));
	}

	@Test
	void threadsOfTheReplInheritNothingOfTheRequest() {
		INHERITED.set("a security context");
		try {
			open();
		}
		finally {
			INHERITED.remove();
		}
		try (ReplClient client = login(repl.token(TestPrincipal.ADMIN))) {
			assertThat(client.eval("(.get dev.replboot.lifecycle.RevocationTests/INHERITED)")).isEqualTo("nil");
		}
	}

	private static ReplPrincipal local(String name) {
		UserDetails user = users.put(name, "ROLE_REPL_USER", "ROLE_OPS");
		return caller(UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities()));
	}

	private static ReplPrincipal bearer(String name, Instant expiry) {
		Jwt jwt = Jwt.withTokenValue("value")
			.header("alg", "none")
			.subject(name)
			.issuer("https://idp.example")
			.expiresAt(expiry)
			.build();
		return caller(new JwtAuthenticationToken(jwt, AuthorityUtils.createAuthorityList("ROLE_REPL_USER")));
	}

	private static ReplPrincipal caller(Authentication authentication) {
		return new CallerGuard().guard(authentication, authentication.getAuthorities()).replPrincipal();
	}

	private static String token(ReplPrincipal principal) {
		return repl.lifecycle().open(principal, null, null).token();
	}

	private static ReplClient login(String token) {
		ReplClient client = repl.connect();
		client.send(token + "\n");
		client.readUntil("user=> ");
		return client;
	}

	private static ReplSession session(String name) {
		return repl.lifecycle()
			.status()
			.sessions()
			.stream()
			.filter((session) -> session.principal().name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static List<Map<String, Object>> revoked(String name) {
		return repl.events(AuditType.REPL_REVOKED)
			.stream()
			.map((event) -> event.getAuditEvent().getData())
			.filter((data) -> name.equals(data.get("of")))
			.toList();
	}

	private static List<AuditApplicationEvent> unverified(String name) {
		return repl.events(AuditType.REPL_UNVERIFIED)
			.stream()
			.filter((event) -> event.getAuditEvent().getPrincipal().equals(name))
			.toList();
	}

	private static List<Object> refused() {
		return repl.events(AuditType.REPL_REFUSED)
			.stream()
			.map((event) -> event.getAuditEvent().getData().get("reason"))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		Directory directory() {
			return new Directory();
		}

		@Bean
		Issuer issuer() {
			return new Issuer();
		}

	}

	static class Issuer implements OpaqueTokenIntrospector {

		private volatile boolean valid;

		@Override
		public DefaultOAuth2AuthenticatedPrincipal introspect(String token) {
			if (!this.valid || !token.equals("opaque-value")) {
				throw new BadOpaqueTokenException("inactive");
			}
			return new DefaultOAuth2AuthenticatedPrincipal("opa", Map.of("sub", "opa"),
					AuthorityUtils.createAuthorityList("ROLE_REPL_USER"));
		}

	}

}
