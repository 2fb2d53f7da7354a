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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that {@link Revocation} ends what rests on a token of another issuer, and tells
 * two logins of one name apart.
 */
class RevocationCredentialsTests extends RevocationTests {

	@ParameterizedTest
	@MethodSource("clocks")
	void expiryOfABearerTokenEndsTokenAndSessions(Duration wall, Duration monotonic) {
		open();
		ReplPrincipal principal = bearer("bea", clock.instant().plus(Duration.ofMinutes(10)));
		OpenedRepl opened = repl.lifecycle().open(principal, null, null);
		assertThat(opened.expiresAt()).isEqualTo(principal.expiresAt());
		assertThat(opened.notice()).contains("can't verify whether bea (jwt https://idp.example)");
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
				.isEqualTo(new RevokedAccess("ann2", List.of("jwt https://idp.example"), 1, 1));
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

}
