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
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;

import dev.replboot.endpoint.web.reactive.ReactiveReplSecurityCustomizer;
import dev.replboot.endpoint.web.servlet.ReplSecurityCustomizer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * X.509 certificates of clients, over TLS.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClientCertificateTests {

	private static final String ADMIN = Users.basic("admin", Users.PASSWORD);

	@TempDir
	private static Path folder;

	private static Certificates certificates;

	@BeforeAll
	static void makeCertificates() throws Exception {
		certificates = new Certificates(folder);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void certificateAloneOpensTheEndpointByACustomizer(boolean reactive) throws Exception {
		try (TestApplication application = start(reactive,
				reactive ? ReactiveByCertificate.class : ServletByCertificate.class, "repl.http-basic=false")) {
			assertThat(get(application, "", "")).startsWith("401 ");
			assertThat(get(application, "", ADMIN)).startsWith("401 ");
			assertThat(get(application, "nobody", "")).startsWith("403 ").contains("nobody can't look at the REPL");
			assertThat(get(application, "admin", "")).startsWith("200 ");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void chainThatTakesCertificatesIsWarnedOf(boolean reactive, CapturedOutput output) throws Exception {
		try (TestApplication application = start(reactive, reactive ? ReactiveActuator.class : ServletActuator.class)) {
			assertThat(get(application, "", ADMIN)).startsWith("200 ");
		}
		assertThat(output).containsOnlyOnce("matches the endpoint repl")
			.contains("'certificates' matches")
			.contains("X509");
	}

	private static TestApplication start(boolean reactive, Class<?> configuration, String... more) {
		List<String> properties = new ArrayList<>(certificates.server());
		properties.add("logging.level.dev.replboot=warn");
		if (reactive) {
			properties.add("spring.autoconfigure.exclude=" + String.join(",", Cell.TOMCAT));
		}
		properties.addAll(List.of(more));
		return TestApplication.start(reactive ? WebApplicationType.REACTIVE : WebApplicationType.SERVLET,
				ClientCertificateTests.class.getClassLoader(), List.of(configuration), properties);
	}

	private static String get(TestApplication application, String certificate, String authorization) throws Exception {
		HttpClient client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.sslContext(certificates.client(certificate))
			.build();
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("https://127.0.0.1:" + application.managementPort() + "/actuator/repl"));
		if (!authorization.isEmpty()) {
			request.header("Authorization", authorization);
		}
		HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		return response.statusCode() + " " + response.body();
	}

	@Configuration(proxyBeanMethods = false)
	static class ServletByCertificate extends ServletApplications.OwnUserDetails {

		@Bean
		ReplSecurityCustomizer replSecurity() {
			return (http) -> http.x509(Customizer.withDefaults());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveByCertificate extends ReactiveApplications.OwnUserDetails {

		@Bean
		ReactiveReplSecurityCustomizer replSecurity() {
			return (http) -> http.x509(Customizer.withDefaults());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	static class ServletActuator extends ServletApplications.OwnUserDetails {

		@Bean
		@Order(1)
		SecurityFilterChain certificates(HttpSecurity http) {
			return http.securityMatcher("/actuator/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.x509(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveActuator extends ReactiveApplications.OwnUserDetails {

		@Bean
		@Order(1)
		SecurityWebFilterChain certificates(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/actuator/**"))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.x509(Customizer.withDefaults())
				.build();
		}

	}

}
