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

package dev.replboot.listener.socket;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * Applications that know whoever runs the tests as one of their users.
 */
final class MappedUsers {

	static final String SELF = System.getProperty("user.name");

	private MappedUsers() {
	}

	@Configuration(proxyBeanMethods = false)
	static class WithRole {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername(SELF).password("").roles("REPL_USER").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoRole {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername(SELF).password("").roles("OTHER").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Disabled {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername(SELF).password("").roles("REPL_USER").disabled(true).build());
		}

	}

}
