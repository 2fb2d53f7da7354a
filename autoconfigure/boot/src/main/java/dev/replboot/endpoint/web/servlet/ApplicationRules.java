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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ResolvableType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.util.function.SingletonSupplier;

import dev.replboot.endpoint.web.RuleSentences;

/**
 * The application's own authorization rules for a request to the endpoint: what it
 * demands of everybody who is authenticated, and the rules of the chain that would be
 * there if ours weren't. That chain isn't run, only its authorization is asked: its
 * logins, sessions and CSRF protection are about browsers.
 */
final class ApplicationRules {

	private static final Log logger = LogFactory.getLog(ApplicationRules.class);

	private final ListableBeanFactory beans;

	private final Supplier<Map<String, SecurityFilterChain>> chains;

	ApplicationRules(ListableBeanFactory beans) {
		this.beans = beans;
		this.chains = SingletonSupplier.of(this::others);
	}

	/**
	 * Find out why the application's rules refuse a request.
	 * @param caller the caller, authenticated
	 * @param request the request
	 * @return what is missing, then what to do; {@code null} when nothing is
	 */
	@Nullable String refusal(Authentication caller, HttpServletRequest request) {
		RequestAuthorizationContext context = new RequestAuthorizationContext(request);
		String refusal = ask(RuleSentences.everyChain(), caller, () -> {
			AuthorizationManagerFactory<RequestAuthorizationContext> factory = factory();
			return (factory != null) ? factory.authenticated().authorize(() -> caller, context) : null;
		});
		if (refusal != null) {
			return refusal;
		}
		for (Map.Entry<String, SecurityFilterChain> chain : this.chains.get().entrySet()) {
			if (chain.getValue().matches(request)) {
				return ask(chain.getKey(), chain.getValue(), caller, request);
			}
		}
		return null;
	}

	private static @Nullable String ask(String name, SecurityFilterChain chain, Authentication caller,
			HttpServletRequest request) {
		for (Filter filter : chain.getFilters()) {
			if (filter instanceof AuthorizationFilter authorization) {
				String refusal = ask(RuleSentences.chain(name), caller,
						() -> authorization.getAuthorizationManager().authorize(() -> caller, request));
				if (refusal != null) {
					return refusal;
				}
			}
		}
		return null;
	}

	private static @Nullable String ask(String rule, Authentication caller,
			Supplier<@Nullable AuthorizationResult> decision) {
		try {
			AuthorizationResult result = decision.get();
			return (result == null || result.isGranted()) ? null : RuleSentences.refused(rule, result, caller);
		}
		catch (AccessDeniedException ex) {
			return RuleSentences.refused(rule, null, caller);
		}
		catch (RuntimeException ex) {
			logger.error("The endpoint repl refuses, because it could not be asked: " + rule, ex);
			return RuleSentences.failed(rule);
		}
	}

	// as Spring Security itself looks it up for each chain
	private @Nullable AuthorizationManagerFactory<RequestAuthorizationContext> factory() {
		ObjectProvider<AuthorizationManagerFactory<RequestAuthorizationContext>> own = factories(
				RequestAuthorizationContext.class);
		AuthorizationManagerFactory<RequestAuthorizationContext> factory = own.getIfAvailable();
		return (factory != null) ? factory : this.<RequestAuthorizationContext>factories(Object.class).getIfAvailable();
	}

	private <T> ObjectProvider<AuthorizationManagerFactory<T>> factories(Class<?> type) {
		return this.beans.getBeanProvider(ResolvableType.forClassWithGenerics(AuthorizationManagerFactory.class, type));
	}

	/**
	 * The application's chains, in their order.
	 * @return the chains by the names of their beans
	 */
	Map<String, SecurityFilterChain> others() {
		Map<String, SecurityFilterChain> named = this.beans.getBeansOfType(SecurityFilterChain.class);
		Map<String, SecurityFilterChain> ordered = new LinkedHashMap<>();
		this.beans.getBeanProvider(SecurityFilterChain.class)
			.orderedStream()
			.filter((chain) -> !ReplFilterChain.isOwn(chain))
			.forEach((chain) -> named.forEach((name, each) -> {
				if (each == chain) {
					ordered.put(name, chain);
				}
			}));
		return ordered;
	}

}
