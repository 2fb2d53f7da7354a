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

package dev.replboot.kit.web;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.request.async.SecurityContextCallableProcessingInterceptor;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;

/**
 * Asks the application's security filter chains what they would decide about a request,
 * without sending it.
 */
final class ServletChains {

	private static final int BAD_REQUEST = 400;

	private static final int UNAUTHORIZED = 401;

	private static final int FORBIDDEN = 403;

	private static final int ERROR = 500;

	private static final Object CALLABLES = new Object();

	private static final Authentication ANONYMOUS = new AnonymousAuthenticationToken("repl", "anonymousUser",
			AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

	private static final Authentication SOMEBODY = UsernamePasswordAuthenticationToken.authenticated("somebody", null,
			AuthorityUtils.NO_AUTHORITIES);

	private final ApplicationContext context;

	ServletChains(ApplicationContext context) {
		this.context = context;
	}

	CallIdentity identity() {
		Authentication current = current();
		if (current == null) {
			return CallIdentity.NONE;
		}
		return new CallIdentity(current,
				current.getAuthorities()
					.stream()
					.map(GrantedAuthority::getAuthority)
					.map(String::valueOf)
					.collect(Collectors.toSet()));
	}

	private static @Nullable Authentication current() {
		return SecurityContextHolder.getContextHolderStrategy().getContext().getAuthentication();
	}

	/**
	 * Run something after which the calling thread acts for whom it did, though a handler
	 * logs somebody in or out.
	 * @param <T> the result's type
	 * @param body what to run
	 * @return its result
	 * @throws Exception what the body throws
	 */
	<T> T keeping(Callable<T> body) throws Exception {
		SecurityContextHolderStrategy strategy = SecurityContextHolder.getContextHolderStrategy();
		SecurityContext before = strategy.getContext();
		SecurityContext context = strategy.createEmptyContext();
		context.setAuthentication(before.getAuthentication());
		strategy.setContext(context);
		try {
			return body.call();
		}
		finally {
			strategy.setContext(before);
		}
	}

	// a filter of the chains does so for a Callable that answers
	void carryInto(HttpServletRequest request) {
		WebAsyncManager manager = WebAsyncUtils.getAsyncManager(request);
		if (manager.getCallableInterceptor(CALLABLES) == null) {
			manager.registerCallableInterceptor(CALLABLES, new SecurityContextCallableProcessingInterceptor(
					SecurityContextHolder.getContextHolderStrategy().getContext()));
		}
	}

	@Nullable Set<String> needed(HttpServletRequest request) {
		AuthorizationFilter filter = filter(request);
		if (filter == null) {
			return Set.of("everybody");
		}
		AuthorizationResult anonymous = filter.getAuthorizationManager().authorize(() -> ANONYMOUS, request);
		if (anonymous == null || anonymous.isGranted()) {
			return Set.of("everybody");
		}
		AuthorizationResult somebody = filter.getAuthorizationManager().authorize(() -> SOMEBODY, request);
		if (somebody == null || somebody.isGranted()) {
			return Set.of("authenticated");
		}
		if (somebody instanceof AuthorityAuthorizationDecision decision) {
			Set<String> authorities = new TreeSet<>();
			for (GrantedAuthority authority : decision.getAuthorities()) {
				authorities.add(String.valueOf(authority.getAuthority()));
			}
			return authorities;
		}
		return Set.of("more than authenticated");
	}

	// the status by which the chains would refuse the calling thread's principal
	@Nullable Integer refusal(HttpServletRequest request) {
		if (isRejected(request)) {
			return BAD_REQUEST;
		}
		AuthorizationFilter filter = filter(request);
		if (filter == null) {
			return null;
		}
		Authentication current = current();
		Authentication caller = (current != null) ? current : ANONYMOUS;
		AuthorizationResult result = filter.getAuthorizationManager().authorize(() -> caller, request);
		if (result == null || result.isGranted()) {
			return null;
		}
		return (caller == ANONYMOUS) ? UNAUTHORIZED : FORBIDDEN;
	}

	// before the chains, as rules for paths don't hold for those that can be read in two
	// ways
	private boolean isRejected(HttpServletRequest request) {
		if (this.context.getBeanNamesForType(SecurityFilterChain.class).length == 0) {
			return false;
		}
		HttpFirewall firewall = this.context.getBeanProvider(HttpFirewall.class).getIfUnique(StrictHttpFirewall::new);
		try {
			firewall.getFirewalledRequest(request);
			return false;
		}
		catch (RequestRejectedException ex) {
			return true;
		}
	}

	// of what the handler has thrown, which the chains' filters would translate
	int status(Throwable thrown) {
		if (thrown instanceof AccessDeniedException) {
			return (current() != null) ? FORBIDDEN : UNAUTHORIZED;
		}
		return (thrown instanceof AuthenticationException) ? UNAUTHORIZED : ERROR;
	}

	private @Nullable AuthorizationFilter filter(HttpServletRequest request) {
		for (SecurityFilterChain chain : this.context.getBeanProvider(SecurityFilterChain.class)
			.orderedStream()
			.toList()) {
			if (chain.matches(request)) {
				for (Filter filter : chain.getFilters()) {
					if (filter instanceof AuthorizationFilter authorization) {
						return authorization;
					}
				}
				return null;
			}
		}
		return null;
	}

}
