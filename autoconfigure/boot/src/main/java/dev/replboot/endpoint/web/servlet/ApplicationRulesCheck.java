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

import java.util.Map;
import java.util.Set;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.security.web.FilterInvocation;
import org.springframework.security.web.SecurityFilterChain;

import dev.replboot.api.Internal;
import dev.replboot.endpoint.web.UnaskedRules;

/**
 * Warns at the start about a chain of the application that matches the endpoint and whose
 * rules can't all be asked.
 */
@Internal
public final class ApplicationRulesCheck {

	private static final Log logger = LogFactory.getLog(ApplicationRulesCheck.class);

	private final ListableBeanFactory beans;

	/**
	 * Create the check.
	 * @param beans the application's beans, searched for chains
	 */
	public ApplicationRulesCheck(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Check the chains.
	 * @param own the name of the endpoint's chain
	 * @param servlets where the endpoint is
	 * @param path the endpoint's path there
	 */
	public void check(String own, ServletContext servlets, String path) {
		HttpServletRequest request = new FilterInvocation(servlets.getContextPath(), path, "POST", servlets)
			.getHttpRequest();
		for (Map.Entry<String, SecurityFilterChain> chain : new ApplicationRules(this.beans).others().entrySet()) {
			if (matches(chain.getValue(), request)) {
				Set<String> unasked = UnaskedRules.find(chain.getValue().getFilters());
				if (!unasked.isEmpty()) {
					UnaskedRules.warn(chain.getKey(), own, unasked);
				}
				return;
			}
		}
	}

	// one that looks at more than a path can tell only when there is a real request
	private static boolean matches(SecurityFilterChain chain, HttpServletRequest request) {
		try {
			return chain.matches(request);
		}
		catch (RuntimeException ex) {
			logger.debug("It isn't known yet whether a chain matches the endpoint repl", ex);
			return !UnaskedRules.find(chain.getFilters()).isEmpty();
		}
	}

}
