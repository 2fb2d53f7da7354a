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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Chains that stand in each other's way.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChainOrderTests {

	@Test
	void chainForAnyRequestAheadFailsTheStartWithAnExplanation(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(AnyRequestFirst.class));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("ordered ahead of the one that guards the endpoint repl")
			.contains("Give that chain an order after");
	}

	@Test
	void applicationWithoutAnyChainKeepsSpringSecuritysOwn() {
		String prefix = "org.springframework.boot.security.autoconfigure.";
		try (TestApplication application = start(NoChain.class,
				"spring.autoconfigure.exclude=" + prefix + "web.servlet.ServletWebSecurityAutoConfiguration," + prefix
						+ "actuate.web.servlet.ManagementWebSecurityAutoConfiguration")) {
			assertThat(application.application("GET", "/hello").status()).isIn(302, 401, 403);
			assertThat(application.json("GET", "/actuator/beans", "").succeeded()).isFalse();
			assertThat(application.json("GET", "/actuator/repl", Users.basic("admin", Users.PASSWORD)).status())
				.isEqualTo(401);
		}
	}

	private static TestApplication start(Class<?> configuration, String... properties) {
		return TestApplication.start(WebApplicationType.SERVLET, ChainOrderTests.class.getClassLoader(),
				List.of(configuration), List.of(properties));
	}

	@Configuration(proxyBeanMethods = false)
	static class AnyRequestFirst extends ServletApplications.OwnUserDetails {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain first(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	static class NoChain extends ServletApplications.OwnUserDetails {

	}

}
