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

import java.util.Collection;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

import dev.replboot.api.Internal;

/**
 * Makes what the endpoint's operations accept, of whoever is authenticated. For the last
 * filter of the guarding chain.
 */
@Internal
public final class CallerGuard {

	private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();

	/**
	 * Wrap an authentication.
	 * @param authentication who passed the chain
	 * @param reachable the authorities that they have directly or by inclusion
	 * @return the same, as the endpoint's operations accept it
	 * @throws AuthenticationCredentialsNotFoundException if nobody is authenticated
	 */
	public GuardedAuthentication guard(@Nullable Authentication authentication,
			Collection<? extends GrantedAuthority> reachable) {
		return guard(authentication, reachable, null);
	}

	/**
	 * Wrap an authentication.
	 * @param authentication who passed the chain
	 * @param reachable the authorities that they have directly or by inclusion
	 * @param peer where the request came from, or {@code null}
	 * @return the same, as the endpoint's operations accept it
	 * @throws AuthenticationCredentialsNotFoundException if nobody is authenticated
	 */
	public GuardedAuthentication guard(@Nullable Authentication authentication,
			Collection<? extends GrantedAuthority> reachable, @Nullable Peer peer) {
		if (!this.trust.isAuthenticated(authentication)) {
			throw new AuthenticationCredentialsNotFoundException("Nobody is authenticated");
		}
		return GuardedAuthentication.of(authentication, reachable, peer);
	}

}
