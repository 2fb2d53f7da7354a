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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

import dev.replboot.testsupport.Directory;
import dev.replboot.testsupport.MovableClock;
import dev.replboot.testsupport.MovableLease;
import dev.replboot.testsupport.ReplClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens and sessions of users and of bearers of JSON Web Tokens, who lose what they came
 * with, on both web stacks.
 */
@NullUnmarked
@ParameterizedClass
@ValueSource(booleans = { false, true })
class RevocationTests {

	private static final String REPL = "/actuator/repl";

	private static final String ISSUER = "https://idp.example";

	private static final String FAILING = "failing";

	private static final String UNREACHABLE = "unreachable";

	private static final String ADMIN = Users.basic("admin", "admin");

	private static final Pattern TOKEN = Pattern.compile("\"token\":\"([0-9a-f]{32})\"");

	private static TestApplication application;

	private static final List<AuditEvent> refusals = new CopyOnWriteArrayList<>();

	private static MovableClock clock;

	private static Directory users;

	@Parameter
	private boolean reactive;

	@BeforeParameterizedClassInvocation
	static void start(boolean reactive) {
		application = TestApplication.start(reactive ? WebApplicationType.REACTIVE : WebApplicationType.SERVLET,
				RevocationTests.class.getClassLoader(),
				List.of(reactive ? ReactiveUsers.class : ServletUsers.class, MovableLease.class),
				Stream
					.concat(Stream.of("repl.roles.user=authority:SCOPE_repl", "logging.level.dev.replboot=warn"),
							reactive ? Stream.of("spring.autoconfigure.exclude=" + String.join(",", Cell.TOMCAT))
									: Stream.empty())
					.toList());
		application.context().addApplicationListener((event) -> {
			if (event instanceof AuditApplicationEvent audit
					&& audit.getAuditEvent().getType().equals("REPL_REFUSED")) {
				refusals.add(audit.getAuditEvent());
			}
		});
		clock = application.context().getBean(MovableClock.class);
		users = reactive ? application.context().getBean(Holder.class).directory()
				: application.context().getBean(Directory.class);
		users.put("admin", "ROLE_REPL_ADMIN");
		application.json("POST", REPL, ADMIN);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
	}

	@BeforeEach
	void begin() {
		users.put("ann", "SCOPE_repl", "ROLE_CLERK");
		Awaitility.await().untilAsserted(() -> assertThat(state()).contains("\"sessions\":[]"));
	}

	@Test
	void disabledUserLosesTokenAndSession() {
		String ann = Users.basic("ann", "ann");
		String token = token(ann);
		try (ReplClient session = login(token)) {
			assertThat(state()).contains("\"source\":\"users\"", "The application's users are asked");
			users.change("ann", (user) -> user.disabled(true));
			try (ReplClient late = connect()) {
				late.send(token + "\n(+ 1 2)\n");
				assertThat(late.readToEnd()).isEqualTo("The account of ann is disabled.\n");
			}
			assertThat(session.readToEnd()).contains("The account of ann is disabled.");
		}
		assertThat(application.json("POST", REPL, ann).status()).isEqualTo(401);
	}

	@Test
	void userWhoLosesTheRoleIsFoundWithinAMinute() {
		try (ReplClient session = login(token(Users.basic("ann", "ann")))) {
			session.send("(do (println 1) (Thread/sleep 60000))\n");
			session.readUntil("1\n");
			users.put("ann", "ROLE_CLERK");
			clock.forward(Duration.ofMinutes(1));
			assertThat(session.readToEnd()).contains("ann no longer has the authority SCOPE_repl");
		}
	}

	@Test
	void expiryOfTheBearerTokenEndsTokenAndSession() {
		Instant expiry = clock.instant().plus(Duration.ofMinutes(10));
		String bearer = bearer("ann", expiry);
		String answer = application.json("POST", REPL, bearer).body();
		assertThat(answer).contains("The token ends at " + expiry + ", with the credentials that it was asked with.")
			.contains("The application can't be asked whether ann (jwt " + ISSUER + ") may still use the REPL");
		try (ReplClient session = login(token(answer, "POST"))) {
			assertThat(session.eval("(.getName (.getAuthentication"
					+ " (org.springframework.security.core.context.SecurityContextHolder/getContext)))"))
				.isEqualTo("\"ann\"");
			assertThat(session.eval("(.forScope (bean 'guarded))")).isEqualTo("\"a scope\"");
			assertThat(session.eval("(.forIssuer (bean 'guarded))")).isEqualTo("\"an issuer\"");
			session.send("(.forAdministrators (bean 'guarded))\n");
			assertThat(session.readUntil("user=> ")).contains("Access Denied");
			assertThat(session.eval("(.getTokenValue (.getToken (.getAuthentication"
					+ " (org.springframework.security.core.context.SecurityContextHolder/getContext))))"))
				.isEqualTo("\"(removed)\"");
			clock.forward(Duration.ofMinutes(10));
			assertThat(session.readToEnd()).contains("The credentials that the token was asked with have expired");
		}
		assertThat(application.json("POST", REPL, bearer).body()).contains("The credentials have expired");
		assertThat(lastRefusal()).containsEntry("reason", "expired");
		assertThat(state()).contains("\"state\":\"open\"");
	}

	@Test
	void namesakesAreToldApart() {
		String local = Users.basic("ann", "ann");
		String bearer = bearer("ann", clock.instant().plus(Duration.ofHours(1)));
		try (ReplClient one = login(token(local)); ReplClient two = login(token(bearer))) {
			String state = state();
			assertThat(state).contains("\"source\":\"users\"", "\"source\":\"jwt " + ISSUER + "\"");
			Matcher id = Pattern.compile("\"id\":\"(s[0-9]+)\",\"principal\":\"ann\",\"source\":\"users\"")
				.matcher(state);
			assertThat(id.find()).as(state).isTrue();
			assertThat(application.json("DELETE", REPL + "/" + id.group(1), bearer).status()).isEqualTo(403);
			assertThat(application.json("DELETE", REPL + "/tokens/ann", bearer).body())
				.contains("\"sources\":[\"jwt " + ISSUER + "\"]", "\"sessions\":1");
			assertThat(two.readToEnd()).contains("were ended by ann.");
			assertThat(one.eval("(+ 1 2)")).isEqualTo("3");
			try (ReplClient three = login(token(bearer))) {
				assertThat(application.json("DELETE", REPL + "/tokens/ann", ADMIN).body())
					.contains("\"sources\":[\"jwt " + ISSUER + "\",\"users\"]", "\"sessions\":2");
				assertThat(one.readToEnd()).contains("were ended by admin.");
				assertThat(three.readToEnd()).contains("were ended by admin.");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "idp/ann", "https://idp.example/ann;x=%41", "..", "an\\\\n" })
	void nameThatNoPathTakesIsRevokedByName(String name) {
		String spelled = name.replace("\\\\", "\\");
		String bearer = bearer(spelled, clock.instant().plus(Duration.ofHours(1)));
		String answer = application.json("POST", REPL, bearer).body();
		assertThat(answer).contains("POST on /tokens of the repl endpoint, with the action revoke");
		try (ReplClient session = login(token(answer, name))) {
			assertThat(application
				.body("POST", REPL + "/tokens", "{\"action\":\"revoke\",\"principal\":\"" + name + "\"}",
						"Content-Type", "application/json", "Authorization", ADMIN)
				.body()).contains("\"sources\":[\"jwt " + ISSUER + "\"]", "\"tokens\":1,\"sessions\":1");
			assertThat(session.readToEnd()).contains("were ended by admin.");
		}
		assertThat(application.json("POST", REPL + "/tokens", ADMIN).body()).contains("\"status\":400",
				"The only action is revoke");
	}

	@ParameterizedTest
	@ValueSource(strings = { FAILING, UNREACHABLE })
	void outageOfWhatAuthenticatesHasASentenceAndAPlaceOnTheAuditLog(String outage) {
		TestApplication.Answer answer = application.json("POST", REPL, "Bearer " + outage);
		assertThat(answer.status()).as(answer.body()).isEqualTo(503);
		assertThat(answer.contentType()).isEqualTo("application/problem+json");
		assertThat(answer.body()).contains("The application failed to find out whose request this is.")
			.doesNotContain("idp-1.internal");
		assertThat(lastRefusal()).containsEntry("reason", "unavailable").containsEntry("peer", "127.0.0.1");
	}

	private static Map<String, Object> lastRefusal() {
		return refusals.get(refusals.size() - 1).getData();
	}

	// what the decoders below do with two values
	private static void fail(String value) {
		if (value.equals(FAILING)) {
			throw new IllegalStateException("idp-1.internal is down");
		}
		if (value.equals(UNREACHABLE)) {
			throw new JwtException("No answer from idp-1.internal");
		}
	}

	private static String state() {
		return application.json("GET", REPL, ADMIN).body();
	}

	private static String token(String authorization) {
		return token(application.json("POST", REPL, authorization).body(), authorization);
	}

	private static String token(String answer, String what) {
		Matcher token = TOKEN.matcher(answer);
		assertThat(token.find()).as(what + ": " + answer).isTrue();
		return token.group(1);
	}

	private static ReplClient connect() {
		Matcher port = Pattern.compile("\"protocol\":\"socket\"[^}]*?\"port\":(\\d+)").matcher(state());
		assertThat(port.find()).isTrue();
		return ReplClient.connect(Integer.parseInt(port.group(1)));
	}

	private static ReplClient login(String token) {
		ReplClient client = connect();
		client.send(token + "\n");
		client.readUntil("user=> ");
		return client;
	}

	private static String bearer(String name, Instant expiry) {
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.subject(name)
			.issuer(ISSUER)
			.claim("scope", "repl")
			.expiresAt(expiry)
			.build();
		return "Bearer " + new NimbusJwtEncoder(new ImmutableSecret<>(Tokens.KEY))
			.encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
			.getTokenValue();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class Guards {

		@Bean
		Guarded guarded() {
			return new Guarded();
		}

	}

	public static class Guarded {

		@PreAuthorize("hasAuthority('SCOPE_repl')")
		public String forScope() {
			return "a scope";
		}

		@PreAuthorize("authentication.token.claims['iss'].toString() == '" + ISSUER + "'")
		public String forIssuer() {
			return "an issuer";
		}

		@PreAuthorize("hasRole('REPL_ADMIN')")
		public String forAdministrators() {
			return "nothing";
		}

	}

	// the movable clock is in another time
	@Configuration(proxyBeanMethods = false)
	@Import(Guards.class)
	static class ServletUsers extends ServletApplications.Secured {

		@Bean
		Directory users() {
			return new Directory();
		}

		@Bean
		JwtDecoder decoder() {
			NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(Tokens.KEY)
				.macAlgorithm(MacAlgorithm.HS256)
				.build();
			decoder.setJwtValidator((jwt) -> OAuth2TokenValidatorResult.success());
			return (value) -> {
				fail(value);
				return decoder.decode(value);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Guards.class)
	static class ReactiveUsers extends ReactiveApplications.Secured {

		@Bean
		Holder users() {
			return new Holder(new Directory());
		}

		@Bean
		ReactiveUserDetailsService reactiveUsers(Holder users) {
			return (name) -> Mono.fromCallable(() -> users.directory().loadUserByUsername(name));
		}

		@Bean
		ReactiveJwtDecoder decoder() {
			NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withSecretKey(Tokens.KEY)
				.macAlgorithm(MacAlgorithm.HS256)
				.build();
			decoder.setJwtValidator((jwt) -> OAuth2TokenValidatorResult.success());
			return (value) -> Mono.fromRunnable(() -> fail(value)).then(decoder.decode(value));
		}

	}

	/**
	 * Keeps the directory from being found as a bean.
	 *
	 * @param directory the users
	 */
	record Holder(Directory directory) {

	}

}
