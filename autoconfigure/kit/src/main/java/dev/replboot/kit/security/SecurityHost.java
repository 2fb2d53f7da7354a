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

package dev.replboot.kit.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;

import dev.replboot.audit.AuditType;
import dev.replboot.kit.KitAudit;

/**
 * Runs something as another principal, on the calling thread alone.
 */
public final class SecurityHost {

	private final ApplicationContext context;

	private final KitAudit record;

	/**
	 * Create it.
	 * @param context the application's context
	 * @param record where it is recorded
	 */
	public SecurityHost(ApplicationContext context, KitAudit record) {
		this.context = context;
		this.record = record;
	}

	/**
	 * Run something.
	 * @param name as whom
	 * @param authorities with which authorities; if there are none, with those that the
	 * application's {@code UserDetailsService} gives
	 * @param body what to run
	 * @return its result
	 * @throws Exception what the body throws
	 */
	public @Nullable Object run(String name, Collection<String> authorities, Callable<? extends @Nullable Object> body)
			throws Exception {
		Authentication authentication = authentication(name, authorities);
		List<String> granted = authentication.getAuthorities()
			.stream()
			.map(GrantedAuthority::getAuthority)
			.map(String::valueOf)
			.toList();
		this.record.publish(AuditType.REPL_RUN_AS, Map.of("as", name, "authorities", granted));
		SecurityContextHolderStrategy strategy = SecurityContextHolder.getContextHolderStrategy();
		SecurityContext before = strategy.getContext();
		SecurityContext context = strategy.createEmptyContext();
		context.setAuthentication(authentication);
		strategy.setContext(context);
		try {
			return body.call();
		}
		finally {
			strategy.setContext(before);
		}
	}

	private Authentication authentication(String name, Collection<String> authorities) {
		if (!authorities.isEmpty()) {
			return UsernamePasswordAuthenticationToken.authenticated(name, null,
					AuthorityUtils.createAuthorityList(authorities.toArray(String[]::new)));
		}
		UserDetailsService users = this.context.getBeanProvider(UserDetailsService.class).getIfUnique();
		if (users == null) {
			throw new IllegalArgumentException(
					"The application has no UserDetailsService to ask for the authorities of " + name
							+ ". Name them: (run-as [\"" + name + "\" \"ROLE_…\"] …).");
		}
		UserDetails user = users.loadUserByUsername(name);
		return UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities());
	}

}
