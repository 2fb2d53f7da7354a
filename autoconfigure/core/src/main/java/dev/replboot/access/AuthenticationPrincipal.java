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

package dev.replboot.access;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.userdetails.UserDetails;

import dev.replboot.api.Internal;

/**
 * A principal whom Spring Security authenticated. Threads that act for it have its
 * {@link Authentication} in their security context, without credentials, so that method
 * security decides as it does for a request.
 */
@Internal
public final class AuthenticationPrincipal implements ReplPrincipal {

	private final Authentication authentication;

	private final Set<String> authorities;

	private final String source;

	private final @Nullable Instant expiresAt;

	private final @Nullable String userType;

	/**
	 * Create a principal.
	 * @param authentication who it is; must be authenticated
	 */
	public AuthenticationPrincipal(Authentication authentication) {
		this(authentication, authentication.getAuthorities());
	}

	/**
	 * Create a principal whose authorities include others, by a role hierarchy.
	 * @param authentication who it is; must be authenticated
	 * @param reachable the authorities that they have directly or by inclusion
	 */
	public AuthenticationPrincipal(Authentication authentication, Collection<? extends GrantedAuthority> reachable) {
		this(authentication, reachable, PrincipalSource.of(authentication));
	}

	AuthenticationPrincipal(Authentication authentication, Collection<? extends GrantedAuthority> reachable,
			String source) {
		this.authentication = SessionAuthentication.of(authentication);
		this.source = source;
		this.expiresAt = CredentialsExpiry.of(authentication);
		this.userType = (authentication.getPrincipal() instanceof UserDetails user) ? user.getClass().getName() : null;
		this.authorities = reachable.stream()
			.map(GrantedAuthority::getAuthority)
			.filter((authority) -> authority != null)
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public String name() {
		return this.authentication.getName();
	}

	@Override
	public Set<String> authorities() {
		return this.authorities;
	}

	@Override
	public String source() {
		return this.source;
	}

	@Override
	public @Nullable Instant expiresAt() {
		return this.expiresAt;
	}

	/**
	 * The authentication that threads have which act for the principal.
	 * @return the authentication, without credentials
	 */
	public Authentication authentication() {
		return this.authentication;
	}

	/**
	 * Of which type the user was that the application's users gave.
	 * @return the name of the class, or {@code null} if the principal is no such user
	 */
	public @Nullable String userType() {
		return this.userType;
	}

	@Override
	public Runnable enter() {
		SecurityContextHolderStrategy strategy = SecurityContextHolder.getContextHolderStrategy();
		SecurityContext before = strategy.getContext();
		SecurityContext context = strategy.createEmptyContext();
		context.setAuthentication(this.authentication);
		strategy.setContext(context);
		return () -> {
			if (before.getAuthentication() == null) {
				strategy.clearContext();
			}
			else {
				strategy.setContext(before);
			}
		};
	}

	@Override
	public String toString() {
		return name();
	}

}
