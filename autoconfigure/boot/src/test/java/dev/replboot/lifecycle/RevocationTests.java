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
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

import dev.replboot.access.CallerGuard;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.session.ReplSession;
import dev.replboot.testsupport.Directory;
import dev.replboot.testsupport.MovableClock;
import dev.replboot.testsupport.MovableLease;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with users and an issuer of tokens, for tests of {@link Revocation}.
 */
public abstract class RevocationTests {

	/**
	 * As security contexts are kept by {@code MODE_INHERITABLETHREADLOCAL}.
	 */
	public static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

	static final String EFFECT = "(System/setProperty \"repl.after.revocation\" \"1\")";

	static TestRepl repl;

	static MovableClock clock;

	static Directory users;

	static int number;

	@BeforeAll
	static void start() {
		use(start("1m"));
		open();
	}

	static TestRepl start(String timeout) {
		return TestRepl.closedWith(new Class<?>[] { MovableLease.class, Users.class }, "repl.limits.sessions=100",
				"repl.revocation.timeout=" + timeout, "repl.nrepl.enabled=true", "repl.nrepl.port=0");
	}

	static void use(TestRepl started) {
		repl = started;
		clock = repl.context().getBean(MovableClock.class);
		users = repl.context().getBean(Directory.class);
	}

	// each test takes some minutes of it
	static void open() {
		repl.lifecycle().close(TestPrincipal.ADMIN);
		repl.lifecycle().open(TestPrincipal.ADMIN, Duration.ofHours(1), "a test");
	}

	@AfterAll
	static void stop() {
		repl.close();
		assertThat(System.getProperty("repl.after.revocation")).isNull();
	}

	static ReplPrincipal local(String name) {
		UserDetails user = users.put(name, "ROLE_REPL_USER", "ROLE_OPS");
		return caller(UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities()));
	}

	static ReplPrincipal bearer(String name, Instant expiry) {
		Jwt jwt = Jwt.withTokenValue("value")
			.header("alg", "none")
			.subject(name)
			.issuer("https://idp.example")
			.expiresAt(expiry)
			.build();
		return caller(new JwtAuthenticationToken(jwt, AuthorityUtils.createAuthorityList("ROLE_REPL_USER")));
	}

	static ReplPrincipal caller(Authentication authentication) {
		return new CallerGuard().guard(authentication, authentication.getAuthorities()).replPrincipal();
	}

	static String token(ReplPrincipal principal) {
		return repl.lifecycle().open(principal, null, null).token();
	}

	static ReplClient login(String token) {
		ReplClient client = repl.connect();
		client.send(token + "\n");
		client.readUntil("user=> ");
		return client;
	}

	static ReplSession session(String name) {
		return repl.lifecycle()
			.status()
			.sessions()
			.stream()
			.filter((session) -> session.principal().name().equals(name))
			.findFirst()
			.orElseThrow();
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

		volatile boolean valid;

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
