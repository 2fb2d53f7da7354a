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

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application's own protection, said outright where the matrix compares.
 */
class ApplicationProtectionTests {

	private static final String ADMIN = Users.basic("admin", Users.PASSWORD);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void defaultApplicationIsNotOpened(boolean reactive) {
		try (TestApplication application = new Cell(reactive, false, Kind.DEFAULT).start()) {
			for (String path : List.of("/hello", "/actuator/beans", "/nothing")) {
				assertThat(application.application("GET", path).status()).as(path).isEqualTo(401);
			}
			assertThat(application.application("GET", "/actuator/health").status()).isEqualTo(200);
			assertThat(application.application("GET", "/hello", "Authorization", ADMIN).status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void resourceServerWithUsersTakesPasswordsAtTheEndpointAlone(boolean reactive) {
		Class<?> configuration = reactive ? ReactiveServer.class : ServletServer.class;
		List<String> properties = reactive ? List.of("spring.autoconfigure.exclude=" + String.join(",", Cell.TOMCAT))
				: List.of();
		try (TestApplication application = TestApplication.start(
				reactive ? WebApplicationType.REACTIVE : WebApplicationType.SERVLET, getClass().getClassLoader(),
				List.of(configuration), properties)) {
			String bearer = Tokens.bearer("admin");
			assertThat(application.json("GET", "/actuator/repl", ADMIN).status()).isEqualTo(200);
			assertThat(application.json("GET", "/actuator/repl", bearer).status()).isEqualTo(200);
			assertThat(application.json("GET", "/actuator/repl", bearer + "x").challenges())
				.contains("Bearer error=\"invalid_token\"", "Basic realm=\"repl\"");
			assertThat(application.application("GET", "/hello", "Authorization", bearer).status()).isEqualTo(200);
			assertThat(application.application("GET", "/hello", "Authorization", ADMIN).status()).isEqualTo(401);
			assertThat(application.application("GET", "/hello").status()).isEqualTo(401);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ServletServer extends ServletApplications.ResourceServer {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(Users.all());
		}

		@Bean
		PasswordEncoder encoder() {
			return new PlainPasswords();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveServer extends ReactiveApplications.ResourceServer {

		@Bean
		ReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(Users.all());
		}

		@Bean
		PasswordEncoder encoder() {
			return new PlainPasswords();
		}

	}

}
