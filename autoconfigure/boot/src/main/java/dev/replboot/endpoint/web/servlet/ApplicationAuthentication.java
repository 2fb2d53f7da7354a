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

package dev.replboot.endpoint.web.servlet;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.authentication.password.CompromisedPasswordChecker;
import org.springframework.security.config.annotation.authentication.configuration.AuthenticationConfiguration;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Finds what the application authenticates users with, in the order in which Spring
 * Security itself prefers it. What Spring Security leaves to the application when there
 * are several, several providers or several user details services, is asked as a group.
 */
final class ApplicationAuthentication {

	private final ListableBeanFactory beans;

	ApplicationAuthentication(ListableBeanFactory beans) {
		this.beans = beans;
	}

	AuthenticationManager manager() {
		return new ApplicationAuthenticationManager(this::groups);
	}

	private List<List<AuthenticationManager>> groups() {
		List<List<AuthenticationManager>> groups = new ArrayList<>();
		groups.add(preferred(bean(AuthenticationManager.class)));
		List<AuthenticationProvider> providers = preferred(bean(AuthenticationProvider.class));
		if (providers.size() > 1) {
			groups.add(List.of(manager(providers)));
		}
		AuthenticationManager global = this.beans.getBean(AuthenticationConfiguration.class).getAuthenticationManager();
		if (global != null) {
			groups.add(List.of(global));
		}
		List<AuthenticationProvider> users = preferred(bean(UserDetailsService.class)).stream()
			.map(this::provider)
			.toList();
		if (users.size() > 1) {
			groups.add(List.of(manager(users)));
		}
		return groups;
	}

	private AuthenticationManager manager(List<AuthenticationProvider> providers) {
		ProviderManager manager = new ProviderManager(providers);
		bean(AuthenticationEventPublisher.class).ifUnique(manager::setAuthenticationEventPublisher);
		return manager;
	}

	private AuthenticationProvider provider(UserDetailsService users) {
		DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
		bean(PasswordEncoder.class).ifUnique(provider::setPasswordEncoder);
		bean(CompromisedPasswordChecker.class).ifUnique(provider::setCompromisedPasswordChecker);
		if (users instanceof UserDetailsPasswordService passwords) {
			provider.setUserDetailsPasswordService(passwords);
		}
		return provider;
	}

	// the one, the primary one, or else all
	private static <T> List<T> preferred(ObjectProvider<T> beans) {
		T one = beans.getIfUnique();
		return (one != null) ? List.of(one) : beans.orderedStream().toList();
	}

	private <T> ObjectProvider<T> bean(Class<T> type) {
		return this.beans.getBeanProvider(type);
	}

}
