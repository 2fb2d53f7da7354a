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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

import dev.replboot.api.Internal;
import dev.replboot.endpoint.web.UnaskedRules;

/**
 * Warns at the start about a chain of the application that matches the endpoint and whose
 * rules can't all be asked.
 */
@Internal
public final class ReactiveApplicationRulesCheck {

	private static final Log logger = LogFactory.getLog(ReactiveApplicationRulesCheck.class);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final ListableBeanFactory beans;

	/**
	 * Create the check.
	 * @param beans the application's beans, searched for chains
	 */
	public ReactiveApplicationRulesCheck(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Check the chains.
	 * @param own the name of the endpoint's chain
	 * @param context where the endpoint is
	 * @param contextPath the path below which everything is there
	 * @param path the endpoint's path below that
	 */
	public void check(String own, ApplicationContext context, String contextPath, String path) {
		ServerWebExchange exchange = ImaginedExchange.post(contextPath, path, context);
		for (Map.Entry<String, SecurityWebFilterChain> chain : new ReactiveApplicationRules(this.beans).others()
			.entrySet()) {
			Set<String> unasked = UnaskedRules.find(parts(chain.getValue()));
			if (matches(chain.getValue(), exchange, !unasked.isEmpty())) {
				if (!unasked.isEmpty()) {
					UnaskedRules.warn(chain.getKey(), own, unasked);
				}
				return;
			}
		}
	}

	// one that looks at more than a path can tell only when there is a real request
	private static boolean matches(SecurityWebFilterChain chain, ServerWebExchange exchange, boolean otherwise) {
		try {
			return Boolean.TRUE.equals(Mono.defer(() -> chain.matches(exchange)).defaultIfEmpty(false).block(PATIENCE));
		}
		catch (RuntimeException ex) {
			logger.debug("It isn't known yet whether a chain matches the endpoint repl", ex);
			return otherwise;
		}
	}

	private static List<Object> parts(SecurityWebFilterChain chain) {
		List<Object> parts = new ArrayList<>();
		List<WebFilter> filters = chain.getWebFilters().collectList().block(PATIENCE);
		if (filters != null) {
			filters.forEach((filter) -> parts
				.add((filter.getClass() == AuthenticationWebFilter.class) ? converter(filter) : filter));
		}
		return parts;
	}

	// a reactive filter is the same for every way to authenticate, and doesn't tell which
	private static Object converter(WebFilter filter) {
		Object converter = FilterFields.read(AuthenticationWebFilter.class, "authenticationConverter", filter);
		return (converter != null) ? converter : filter;
	}

}
