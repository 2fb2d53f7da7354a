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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;
import org.springframework.util.ClassUtils;

import dev.replboot.access.standing.TokenLookup;
import dev.replboot.access.standing.UserLookup;

/**
 * Finds what an application asks about users and about opaque bearer tokens: one bean of
 * each kind, or the primary one.
 */
final class Lookups {

	private static final boolean REACTOR = isPresent("reactor.core.publisher.Mono");

	private static final boolean ISSUERS = isPresent(
			"org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector");

	private Lookups() {
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, Lookups.class.getClassLoader());
	}

	static List<UserLookup> users(ListableBeanFactory beans) {
		List<UserLookup> lookups = new ArrayList<>();
		UserDetailsService users = beans.getBeanProvider(UserDetailsService.class).getIfUnique();
		if (users != null) {
			lookups.add((name) -> load(users, name));
		}
		UserLookup reactive = REACTOR ? Reactive.users(beans) : null;
		if (reactive != null) {
			lookups.add(reactive);
		}
		return lookups;
	}

	private static @Nullable UserDetails load(UserDetailsService users, String name) {
		try {
			return users.loadUserByUsername(name);
		}
		catch (UsernameNotFoundException | UnsupportedOperationException ex) {
			// the latter of a bean that is there to keep Spring Boot's user away
			return null;
		}
	}

	static List<TokenLookup> issuers(ListableBeanFactory beans) {
		List<TokenLookup> lookups = new ArrayList<>();
		if (ISSUERS) {
			Issuers.add(beans, lookups);
			if (REACTOR) {
				Reactive.addIssuers(beans, lookups);
			}
		}
		return lookups;
	}

	/**
	 * Apart, because the resource server's classes may be absent.
	 */
	private static final class Issuers {

		static void add(ListableBeanFactory beans, List<TokenLookup> lookups) {
			OpaqueTokenIntrospector issuer = beans.getBeanProvider(OpaqueTokenIntrospector.class).getIfUnique();
			if (issuer != null) {
				lookups.add((token) -> {
					try {
						return issuer.introspect(token).getAuthorities();
					}
					catch (BadOpaqueTokenException ex) {
						return null;
					}
				});
			}
		}

	}

	/**
	 * Apart, because Reactor may be absent.
	 */
	private static final class Reactive {

		static @Nullable UserLookup users(ListableBeanFactory beans) {
			ReactiveUserDetailsService users = beans.getBeanProvider(ReactiveUserDetailsService.class).getIfUnique();
			// who asks has a thread for it, and interrupts it
			return (users != null)
					? (name) -> users.findByUsername(name).onErrorComplete(UsernameNotFoundException.class).block()
					: null;
		}

		static void addIssuers(ListableBeanFactory beans, List<TokenLookup> lookups) {
			ReactiveOpaqueTokenIntrospector issuer = beans.getBeanProvider(ReactiveOpaqueTokenIntrospector.class)
				.getIfUnique();
			if (issuer != null) {
				lookups.add((token) -> {
					OAuth2AuthenticatedPrincipal principal = issuer.introspect(token)
						.onErrorComplete(BadOpaqueTokenException.class)
						.block();
					return (principal != null) ? principal.getAuthorities() : null;
				});
			}
		}

	}

}
