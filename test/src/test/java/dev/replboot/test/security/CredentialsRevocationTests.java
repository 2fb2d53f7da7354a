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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;
import reactor.core.publisher.Mono;

import dev.replboot.endpoint.web.reactive.ReactiveReplSecurityCustomizer;
import dev.replboot.endpoint.web.servlet.ReplSecurityCustomizer;
import dev.replboot.testsupport.Directory;
import dev.replboot.testsupport.MovableClock;
import dev.replboot.testsupport.MovableLease;
import dev.replboot.testsupport.ReplClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates of clients, and opaque bearer tokens that a reactive application
 * introspects: the REPL's token ends with what it was asked with.
 */
class CredentialsRevocationTests {

	private static final Pattern TOKEN = Pattern.compile("\"token\":\"([0-9a-f]{32})\"");

	private static final Pattern PORT = Pattern.compile("\"protocol\":\"socket\"[^}]*?\"port\":(\\d+)");

	@TempDir
	private static Path folder;

	private static Certificates certificates;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void userOfACertificateWhoIsDisabledLosesTokenAndSession(boolean reactive) throws Exception {
		if (certificates == null) {
			certificates = new Certificates(folder);
		}
		List<String> properties = new ArrayList<>(certificates.server());
		properties.add("logging.level.dev.replboot=warn");
		if (reactive) {
			properties.add("spring.autoconfigure.exclude=" + String.join(",", Cell.TOMCAT));
		}
		try (TestApplication application = TestApplication.start(
				reactive ? WebApplicationType.REACTIVE : WebApplicationType.SERVLET,
				CredentialsRevocationTests.class.getClassLoader(),
				List.of(reactive ? ReactiveCertificates.class : ServletCertificates.class, MovableLease.class),
				properties)) {
			Directory users = reactive ? application.context().getBean(RevocationTests.Holder.class).directory()
					: application.context().getBean(Directory.class);
			users.put("admin", "ROLE_REPL_ADMIN");
			String answer = byCertificate(application);
			assertThat(answer).doesNotContain("can't be asked");
			try (ReplClient session = login(answer)) {
				assertThat(session.eval("(:source (who))")).isEqualTo("\"certificate of CN=admin\"");
				users.change("admin", (user) -> user.disabled(true));
				assertLost(application, session, answer, "The account of admin is disabled.");
			}
		}
	}

	@Test
	void opaqueTokenThatAReactiveIntrospectorNoLongerKnowsEndsTokenAndSession() {
		try (TestApplication application = TestApplication.start(WebApplicationType.REACTIVE,
				CredentialsRevocationTests.class.getClassLoader(), List.of(ReactiveOpaque.class, MovableLease.class),
				List.of("logging.level.dev.replboot=warn",
						"spring.autoconfigure.exclude=" + String.join(",", Cell.TOMCAT)))) {
			String answer = application.json("POST", "/actuator/repl", "Bearer opaque-value").body();
			assertThat(answer).doesNotContain("can't be asked");
			try (ReplClient session = login(answer)) {
				assertThat(session.eval("(:source (who))")).startsWith("\"opaque token");
				application.context().getBean(Issuer.class).valid = false;
				assertLost(application, session, answer, "The bearer token that opa asked with is no longer valid.");
			}
			assertThat(application.json("POST", "/actuator/repl", "Bearer opaque-value").status()).isEqualTo(401);
		}
	}

	// the session within a minute, whoever comes with the token afterwards at once
	private static void assertLost(TestApplication application, ReplClient session, String answer, String sentence) {
		application.context().getBean(MovableClock.class).forward(Duration.ofMinutes(1));
		assertThat(session.readToEnd()).contains(sentence);
		Awaitility.await().untilAsserted(() -> {
			try (ReplClient late = ReplClient.connect(Integer.parseInt(find(PORT, answer)))) {
				late.send(find(TOKEN, answer) + "\n(+ 1 2)\n");
				assertThat(late.readToEnd()).startsWith("That is no valid token.");
			}
		});
	}

	private static ReplClient login(String answer) {
		ReplClient client = ReplClient.connect(Integer.parseInt(find(PORT, answer)));
		client.send(find(TOKEN, answer) + "\n");
		client.readUntil("user=> ");
		return client;
	}

	private static String find(Pattern pattern, String answer) {
		Matcher matcher = pattern.matcher(answer);
		assertThat(matcher.find()).as(answer).isTrue();
		return matcher.group(1);
	}

	private static String byCertificate(TestApplication application) throws Exception {
		HttpClient client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.sslContext(certificates.client("admin"))
			.build();
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("https://127.0.0.1:" + application.managementPort() + "/actuator/repl"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{}"))
			.build();
		return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	@Configuration(proxyBeanMethods = false)
	static class ServletCertificates extends ServletApplications.Secured {

		@Bean
		Directory users() {
			return new Directory();
		}

		@Bean
		ReplSecurityCustomizer replSecurity() {
			return (http) -> http.x509(Customizer.withDefaults());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveCertificates extends ReactiveApplications.Secured {

		@Bean
		RevocationTests.Holder users() {
			return new RevocationTests.Holder(new Directory());
		}

		@Bean
		ReactiveUserDetailsService reactiveUsers(RevocationTests.Holder users) {
			return (name) -> Mono.fromCallable(() -> users.directory().loadUserByUsername(name));
		}

		@Bean
		ReactiveReplSecurityCustomizer replSecurity() {
			return (http) -> http.x509(Customizer.withDefaults());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveOpaque extends ReactiveApplications.Plain {

		@Bean
		Issuer issuer() {
			return new Issuer();
		}

	}

	static class Issuer implements ReactiveOpaqueTokenIntrospector {

		private volatile boolean valid = true;

		@Override
		public Mono<OAuth2AuthenticatedPrincipal> introspect(String token) {
			return (this.valid && token.equals("opaque-value"))
					? Mono.just(new DefaultOAuth2AuthenticatedPrincipal("opa", Map.of("sub", "opa"),
							AuthorityUtils.createAuthorityList("ROLE_REPL_ADMIN")))
					: Mono.error(new BadOpaqueTokenException("inactive"));
		}

	}

}
