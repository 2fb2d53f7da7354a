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

package dev.replboot.sample.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * Defines users and leaves the filter chain to Spring Boot.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecurityConfiguration {

	@Bean
	UserDetailsService userDetailsService() {
		return new InMemoryUserDetailsManager(user("admin", "REPL_ADMIN"), user("dev", "REPL_USER"),
				user("viewer", "REPL_VIEWER"), user("auditor", "REPL_AUDITOR"), user("nobody"));
	}

	/**
	 * Creates a user whose password is the name. A clear text password ("{noop}") is for
	 * samples only; here it also saves the time that bcrypt would take.
	 * @param name the name and password
	 * @param roles the roles, without the "ROLE_" prefix
	 * @return the user
	 */
	private static UserDetails user(String name, String... roles) {
		return User.withUsername(name).password("{noop}" + name).roles(roles).build();
	}

}
