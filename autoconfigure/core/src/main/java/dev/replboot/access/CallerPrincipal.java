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

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

import dev.replboot.api.Internal;

/**
 * The principal of a request, with the authentication as it was made, credentials
 * included. Nothing keeps it longer than the request: what lasts is {@link #lasting()}.
 */
@Internal
public final class CallerPrincipal implements ReplPrincipal {

	private final Authentication authentication;

	private final AuthenticationPrincipal lasting;

	CallerPrincipal(Authentication authentication, Collection<? extends GrantedAuthority> reachable) {
		this.authentication = authentication;
		this.lasting = new AuthenticationPrincipal(authentication, reachable);
	}

	/**
	 * The authentication as it was made.
	 * @return the authentication, with credentials
	 */
	public Authentication authentication() {
		return this.authentication;
	}

	@Override
	public AuthenticationPrincipal lasting() {
		return this.lasting;
	}

	@Override
	public String name() {
		return this.lasting.name();
	}

	@Override
	public Set<String> authorities() {
		return this.lasting.authorities();
	}

	@Override
	public String source() {
		return this.lasting.source();
	}

	@Override
	public @Nullable Instant expiresAt() {
		return this.lasting.expiresAt();
	}

	@Override
	public Runnable enter() {
		return this.lasting.enter();
	}

	@Override
	public String toString() {
		return name();
	}

}
