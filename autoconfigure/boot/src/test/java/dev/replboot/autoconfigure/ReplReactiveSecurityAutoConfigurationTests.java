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

package dev.replboot.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ReplReactiveSecurityAutoConfiguration}.
 */
class ReplReactiveSecurityAutoConfigurationTests {

	private static final String BEAN = "replSecurityWebFilterChain";

	private static final String[] OPEN = { "management.endpoints.web.exposure.include=repl",
			"management.endpoint.repl.access=unrestricted" };

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withInitializer(ReplReactiveSecurityAutoConfigurationTests::convert)
		.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				WebFluxAutoConfiguration.class, ReplPeerAutoConfiguration.class, ReplKitAutoConfiguration.class,
				ReplAuditAutoConfiguration.class, ReplAutoConfiguration.class, ReplObservabilityAutoConfiguration.class,
				ReplReactiveSecurityAutoConfiguration.class, ReactiveUserDetailsServiceAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner secured = this.runner.withConfiguration(AutoConfigurations
		.of(ReactiveManagementWebSecurityAutoConfiguration.class, ReactiveWebSecurityAutoConfiguration.class));

	@Test
	void availableContributesItsChainBesideTheApplications() {
		this.secured.withPropertyValues(OPEN).run((context) -> {
			assertThat(context).hasNotFailed().hasBean(BEAN);
			assertThat(context.getBeansOfType(SecurityWebFilterChain.class)).hasSize(2);
		});
	}

	@Test
	void readOnlyContributesItsChain() {
		this.secured.withPropertyValues(OPEN)
			.withPropertyValues("management.endpoint.repl.access=read-only")
			.run((context) -> assertThat(context).hasBean(BEAN));
	}

	@Test
	void notExposedContributesNothing() {
		this.secured.withPropertyValues("management.endpoint.repl.access=unrestricted")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
	}

	@Test
	void noAccessContributesNothing() {
		this.secured.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
	}

	@Test
	void maxPermittedNoneContributesNothing() {
		this.secured.withPropertyValues(OPEN)
			.withPropertyValues("management.endpoints.access.max-permitted=none")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
	}

	@Test
	void withoutSpringSecurityContributesNothing() {
		this.runner.withPropertyValues(OPEN)
			.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
	}

	@Test
	void withoutResourceServerContributesItsChain() {
		this.secured.withPropertyValues(OPEN)
			.withClassLoader(new FilteredClassLoader("org.springframework.security.oauth2"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean(BEAN)
				.doesNotHaveBean("replBearerAuthentication"));
	}

	@Test
	void replacedByTheUserBacksOff() {
		this.secured.withPropertyValues(OPEN).withUserConfiguration(Replacement.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeansOfType(SecurityWebFilterChain.class)).hasSize(1);
		});
	}

	@Test
	void noOtherChainLeavesTheApplicationToSpringSecuritysOwn() {
		this.runner.withPropertyValues(OPEN)
			.withUserConfiguration(Enabled.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
	}

	@Test
	void anotherKindOfApplicationContributesNothing() {
		new WebApplicationContextRunner().withInitializer(ReplReactiveSecurityAutoConfigurationTests::convert)
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
					WebEndpointAutoConfiguration.class, ReplPeerAutoConfiguration.class, ReplKitAutoConfiguration.class,
					ReplAuditAutoConfiguration.class, ReplAutoConfiguration.class,
					ReplObservabilityAutoConfiguration.class, ReplReactiveSecurityAutoConfiguration.class))
			.withPropertyValues(OPEN)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
	}

	// as in a real application, or the accesses' names can't be read
	private static void convert(ConfigurableApplicationContext context) {
		context.getEnvironment().setConversionService(new ApplicationConversionService());
	}

	@Configuration(proxyBeanMethods = false)
	static class Replacement {

		@Bean(BEAN)
		SecurityWebFilterChain own(ServerHttpSecurity http) {
			return http.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class Enabled {

		@Bean
		ReactiveUserDetailsService users() {
			return (name) -> Mono.empty();
		}

	}

}
