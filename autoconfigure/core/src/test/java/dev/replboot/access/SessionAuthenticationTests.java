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

package dev.replboot.access;

import java.io.ByteArrayInputStream;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.authentication.switchuser.SwitchUserGrantedAuthority;

import dev.replboot.testsupport.ObjectGraph;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SessionAuthentication}, {@link PrincipalSource} and
 * {@link CredentialsExpiry}.
 */
@Tag("plain")
class SessionAuthenticationTests {

	private static final String SECRET = "hunter2-of-ann";

	private static final String TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl";

	private static final String CERTIFICATE = """
			-----BEGIN CERTIFICATE-----
			MIIBMTCB2KADAgECAgkA1sj95gBcA5wwCgYIKoZIzj0EAwIwDTELMAkGA1UEAxMC
			Q0EwHhcNMjYxMTAxMDAwMDAwWhcNMjYxMjAxMDAwMDAwWjANMQswCQYDVQQDEwJD
			QTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABICr9RvY7gK/i3rZqpqTk7nMMgZm
			g+tK4K2XBoLAMQWS3P98g5WWIRWY1Dd/B2LLt3XPVd/cLi/iTJfbVTaHspqjITAf
			MB0GA1UdDgQWBBTKMCZAG2HgiWuywJ3vji4uLN1uUTAKBggqhkjOPQQDAgNIADBF
			AiEAlFLeEik6n5eBQ5VKAz+p97GWeh6V6CPfsUHuB0M2yZsCIEp/wt0dgmG5N6Uj
			U1D3gT3SX1fR5nTC+qToyCAIrsMu
			-----END CERTIFICATE-----
			""";

	private static final Instant ISSUED = Instant.parse("2026-11-02T08:00:00Z");

	private static final Instant EXPIRY = Instant.parse("2026-11-02T08:10:00Z");

	private static final List<GrantedAuthority> AUTHORITIES = AuthorityUtils.createAuthorityList("ROLE_REPL_USER",
			"ROLE_OPS");

	static Stream<Arguments> kinds() {
		Authentication password = UsernamePasswordAuthenticationToken.authenticated(user(), SECRET, AUTHORITIES);
		List<GrantedAuthority> switched = new ArrayList<>(AUTHORITIES);
		switched.add(new SwitchUserGrantedAuthority("ROLE_PREVIOUS", password));
		Map<String, Object> attributes = Map.of("sub", "ann", "iss", "https://idp.example", "exp", EXPIRY, "scope",
				List.of("a"), "access_token", SECRET, "nested", Map.of("id_token", SECRET));
		Map<String, Object> introspected = new HashMap<>(attributes);
		introspected.put("raw", SECRET);
		OidcIdToken idToken = new OidcIdToken(TOKEN, ISSUED, EXPIRY,
				Map.of("sub", "ann", "iss", "https://idp.example", "exp", EXPIRY));
		List<GrantedAuthority> oidc = List.of(AUTHORITIES.get(0), AUTHORITIES.get(1), new OidcUserAuthority(idToken));
		return Stream.of(Arguments.of("users", null, password),
				Arguments.of("users", null,
						UsernamePasswordAuthenticationToken.authenticated("ann", SECRET, AUTHORITIES)),
				Arguments.of("users (AppUser)", null,
						UsernamePasswordAuthenticationToken.authenticated(new AppUser(), SECRET, AUTHORITIES)),
				Arguments.of("users", null,
						UsernamePasswordAuthenticationToken.authenticated((Principal) () -> "ann", SECRET,
								AUTHORITIES)),
				Arguments.of("users", null, new RememberMeAuthenticationToken(SECRET, user(), AUTHORITIES)),
				Arguments.of("users", null, UsernamePasswordAuthenticationToken.authenticated(user(), null, switched)),
				Arguments.of("TestingAuthenticationToken", null,
						new TestingAuthenticationToken("ann", SECRET, AUTHORITIES)),
				Arguments.of("ApiKey", null, new ApiKey()),
				Arguments.of("certificate of CN=CA", certificate().getNotAfter().toInstant(),
						new PreAuthenticatedAuthenticationToken(user(), certificate(), AUTHORITIES)),
				Arguments.of("pre-authenticated", null,
						new PreAuthenticatedAuthenticationToken(user(), SECRET, AUTHORITIES)),
				Arguments.of("jwt https://idp.example", EXPIRY,
						new JwtAuthenticationToken(jwt("https://idp.example"), AUTHORITIES, "ann")),
				Arguments.of("jwt https://other.example", EXPIRY,
						UsernamePasswordAuthenticationToken.authenticated(user(), jwt("https://other.example"),
								AUTHORITIES)),
				Arguments.of("opaque token https://idp.example", EXPIRY,
						new BearerTokenAuthentication(
								new DefaultOAuth2AuthenticatedPrincipal("ann", introspected, AUTHORITIES),
								new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, SECRET, ISSUED, EXPIRY),
								AUTHORITIES)),
				Arguments.of("Login github", EXPIRY,
						new Login(new DefaultOAuth2AuthenticatedPrincipal("ann", attributes, AUTHORITIES), AUTHORITIES,
								"github")),
				Arguments.of("oidc https://idp.example", EXPIRY,
						new Login(new DefaultOidcUser(oidc, idToken), oidc, "google")));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void credentialsAreNowhereInTheSession(String source, Instant expiry, Authentication authentication) {
		((AbstractAuthenticationToken) authentication).setDetails(new ApiKey());
		Authentication kept = SessionAuthentication.of(authentication);
		assertThat(ObjectGraph.texts(authentication)).anyMatch((text) -> text.contains(SECRET) || text.contains(TOKEN));
		assertThat(ObjectGraph.texts(kept)).noneMatch((text) -> text.contains(SECRET) || text.contains(TOKEN))
			.contains("ann");
		assertThat(kept.getDetails()).isNull();
		assertThat(kept.getName()).isEqualTo("ann");
		assertThat(kept.isAuthenticated()).isTrue();
		assertThat(kept.getAuthorities()).extracting(GrantedAuthority::getAuthority)
			.contains("ROLE_REPL_USER", "ROLE_OPS");
		AuthenticationTrustResolverImpl trust = new AuthenticationTrustResolverImpl();
		assertThat(trust.isFullyAuthenticated(kept)).isEqualTo(trust.isFullyAuthenticated(authentication));
		// who asks is left as it was: it may be what the application keeps
		assertThat(ObjectGraph.texts(authentication)).anyMatch((text) -> text.contains(SECRET) || text.contains(TOKEN));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void sourceAndExpiryAreKnown(String source, Instant expiry, Authentication authentication) {
		AuthenticationPrincipal principal = new AuthenticationPrincipal(authentication);
		assertThat(principal.source()).isEqualTo(source);
		assertThat(principal.expiresAt()).isEqualTo(expiry);
		assertThat(principal.lasting()).isSameAs(principal);
	}

	@Test
	void principalsOfOneNameAreTheSameFromOneSourceAlone() {
		List<AuthenticationPrincipal> all = kinds().map((each) -> (Authentication) each.get()[2])
			.map(AuthenticationPrincipal::new)
			.toList();
		for (AuthenticationPrincipal one : all) {
			for (AuthenticationPrincipal other : all) {
				assertThat(one.isSame(other)).isEqualTo(one.source().equals(other.source()));
			}
		}
	}

	@Test
	void claimsAndFactorsAreKept() {
		FactorGrantedAuthority factor = FactorGrantedAuthority.fromAuthority("FACTOR_BEARER");
		JwtAuthenticationToken kept = (JwtAuthenticationToken) SessionAuthentication
			.of(new JwtAuthenticationToken(jwt("https://idp.example"), List.of(factor), "ann"));
		assertThat(kept.getToken().getClaimAsString("tenant")).isEqualTo("acme");
		assertThat(kept.getToken().getIssuer()).hasToString("https://idp.example");
		assertThat(kept.getToken().getExpiresAt()).isEqualTo(EXPIRY);
		assertThat(kept.getToken().getTokenValue()).isEqualTo("(removed)");
		assertThat(kept.getAuthorities()).containsExactly(factor);
	}

	private static Jwt jwt(String issuer) {
		return Jwt.withTokenValue(TOKEN)
			.header("alg", "RS256")
			.subject("ann")
			.issuer(issuer)
			.claim("tenant", "acme")
			.claim("id_token", TOKEN)
			.claim("other", List.of(TOKEN))
			.issuedAt(ISSUED)
			.expiresAt(EXPIRY)
			.build();
	}

	private static UserDetails user() {
		return User.withUsername("ann").password(SECRET).authorities(AUTHORITIES).build();
	}

	private static X509Certificate certificate() {
		try {
			return (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(CERTIFICATE.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (CertificateException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static final class AppUser implements UserDetails {

		@Serial
		private static final long serialVersionUID = 1L;

		private final String password = SECRET;

		@Override
		public Collection<? extends GrantedAuthority> getAuthorities() {
			return Set.of(new SimpleGrantedAuthority("ROLE_REPL_USER"));
		}

		@Override
		public String getPassword() {
			return this.password;
		}

		@Override
		public String getUsername() {
			return "ann";
		}

	}

	static final class ApiKey extends AbstractAuthenticationToken {

		@Serial
		private static final long serialVersionUID = 1L;

		private final String key = SECRET;

		ApiKey() {
			super(AUTHORITIES);
			setAuthenticated(true);
		}

		@Override
		public Object getCredentials() {
			return this.key;
		}

		@Override
		public Object getPrincipal() {
			return "ann";
		}

	}

	/**
	 * Like that of a login by OAuth2, whose module isn't there.
	 */
	static final class Login extends AbstractAuthenticationToken {

		@Serial
		private static final long serialVersionUID = 1L;

		private final transient Object principal;

		private final String registration;

		Login(Object principal, Collection<? extends GrantedAuthority> authorities, String registration) {
			super(authorities);
			this.principal = principal;
			this.registration = registration;
			setAuthenticated(true);
		}

		String getAuthorizedClientRegistrationId() {
			return this.registration;
		}

		@Override
		public Object getCredentials() {
			return "";
		}

		@Override
		public Object getPrincipal() {
			return this.principal;
		}

	}

}
