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
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import dev.replboot.access.peer.PeerMapping;
import dev.replboot.access.peer.PeerRequirement;
import dev.replboot.access.peer.PeerRule;

import static org.assertj.core.api.Assertions.assertThat;

class ReplPeerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment()
			.setConversionService((ApplicationConversionService) ApplicationConversionService.getSharedInstance()))
		.withConfiguration(AutoConfigurations.of(ReplPeerAutoConfiguration.class, ReplAuditAutoConfiguration.class,
				ReplObservabilityAutoConfiguration.class, ReplKitAutoConfiguration.class, ReplAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=repl",
				"management.endpoint.repl.access=unrestricted");

	@Test
	void notExposedMakesNothing() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(PeerRule.class));
	}

	@Test
	void withoutRequirementAsksForNothing() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(PeerRule.class)
			.doesNotHaveBean(PeerMapping.class));
	}

	@Test
	void withoutSpringSecurityStartsAllTheSame() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PeerRule.class));
	}

	@Test
	void mappedTakesTheApplicationsUsers() {
		this.runner.withUserConfiguration(Users.class)
			.withPropertyValues("repl.peer.require=mapped")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(PeerMapping.class));
	}

	@Test
	void mappedOwnMappingReplacesIt() {
		this.runner.withUserConfiguration(Users.class, OwnMapping.class)
			.withPropertyValues("repl.peer.require=MAPPED")
			.run((context) -> assertThat(context).hasSingleBean(PeerMapping.class).hasBean("ownMapping"));
	}

	@Test
	void mappedWithoutUsersFailsTheStart() {
		this.runner.withPropertyValues("repl.peer.require=mapped").run((context) -> {
			UnmetPeerRequirementException cause = rootCause(context.getStartupFailure(),
					UnmetPeerRequirementException.class);
			FailureAnalysis analysis = new UnmetPeerRequirementFailureAnalyzer().analyze(cause);
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("repl.peer.require is mapped", "UserDetailsService");
			assertThat(analysis.getAction()).contains("UserDetailsService");
		});
	}

	@Test
	void listedWithoutNamesFailsTheStart() {
		this.runner.withPropertyValues("repl.peer.require=listed").run((context) -> {
			UnmetPeerRequirementException cause = rootCause(context.getStartupFailure(),
					UnmetPeerRequirementException.class);
			assertThat(cause.requirement()).isEqualTo(PeerRequirement.LISTED);
			FailureAnalysis analysis = new UnmetPeerRequirementFailureAnalyzer().analyze(cause);
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("repl.peer.users is empty");
		});
	}

	@Test
	void pathAndPortFailTheStart() {
		this.runner.withPropertyValues("repl.socket.path=/run/app/repl.sock", "repl.socket.port=5555")
			.run((context) -> assertThat(
					rootCause(context.getStartupFailure(), MutuallyExclusiveConfigurationPropertiesException.class)
						.getConfiguredNames())
				.containsExactlyInAnyOrder("repl.socket.path", "repl.socket.port"));
	}

	@Test
	void longPathFailsTheStart() {
		this.runner.withPropertyValues("repl.socket.path=/run/" + "x".repeat(102)).run((context) -> {
			SocketPathTooLongException cause = rootCause(context.getStartupFailure(), SocketPathTooLongException.class);
			FailureAnalysis analysis = new SocketPathTooLongFailureAnalyzer().analyze(cause);
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("repl.socket.path", "107 bytes", "106");
		});
	}

	private static <T extends Throwable> T rootCause(Throwable failure, Class<T> type) {
		assertThat(failure).isNotNull().rootCause().isInstanceOf(type);
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return type.cast(cause);
	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMapping {

		@Bean
		PeerMapping ownMapping() {
			return (user) -> null;
		}

	}

}
