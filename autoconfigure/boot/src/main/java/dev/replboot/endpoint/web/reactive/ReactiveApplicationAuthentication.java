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

package dev.replboot.endpoint.web.reactive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.security.authentication.DelegatingReactiveAuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.authentication.password.ReactiveCompromisedPasswordChecker;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.ReactiveUserDetailsPasswordService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Mono;

/**
 * Authenticates by what the application has. A manager that knows the kind of credentials
 * decides, so that a user details service beside it can't get round what it enforces.
 */
final class ReactiveApplicationAuthentication implements ReactiveAuthenticationManager {

	private final ListableBeanFactory beans;

	private final Supplier<List<ReactiveAuthenticationManager>> groups = SingletonSupplier.of(this::groups);

	ReactiveApplicationAuthentication(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public Mono<Authentication> authenticate(Authentication authentication) {
		Mono<Authentication> result = Mono.empty();
		for (ReactiveAuthenticationManager group : this.groups.get()) {
			result = result.switchIfEmpty(Mono.defer(() -> group.authenticate(authentication)));
		}
		return result.switchIfEmpty(Mono.error(() -> new UsernameNotFoundException("Nobody knows such credentials")));
	}

	private List<ReactiveAuthenticationManager> groups() {
		List<ReactiveAuthenticationManager> groups = new ArrayList<>();
		add(groups, preferred(ReactiveAuthenticationManager.class));
		add(groups, preferred(ReactiveUserDetailsService.class).stream().map(this::manager).toList());
		return groups;
	}

	// the one, the primary one, or else all
	private <T> List<T> preferred(Class<T> type) {
		T one = this.beans.getBeanProvider(type).getIfUnique();
		return (one != null) ? List.of(one) : this.beans.getBeanProvider(type).orderedStream().toList();
	}

	private static void add(List<ReactiveAuthenticationManager> groups, List<ReactiveAuthenticationManager> managers) {
		if (!managers.isEmpty()) {
			DelegatingReactiveAuthenticationManager group = new DelegatingReactiveAuthenticationManager(managers);
			group.setContinueOnError(true);
			groups.add(group);
		}
	}

	private ReactiveAuthenticationManager manager(ReactiveUserDetailsService users) {
		UserDetailsRepositoryReactiveAuthenticationManager manager = new UserDetailsRepositoryReactiveAuthenticationManager(
				users);
		this.beans.getBeanProvider(PasswordEncoder.class).ifUnique(manager::setPasswordEncoder);
		this.beans.getBeanProvider(ReactiveCompromisedPasswordChecker.class)
			.ifUnique(manager::setCompromisedPasswordChecker);
		if (users instanceof ReactiveUserDetailsPasswordService passwords) {
			manager.setUserDetailsPasswordService(passwords);
		}
		return manager;
	}

}
