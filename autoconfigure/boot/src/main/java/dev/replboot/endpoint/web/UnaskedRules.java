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

package dev.replboot.endpoint.web;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Warning at the start about chains of the application that match the endpoint and have
 * filters whose rules can't be asked. Only the authorization rules of a chain can; what a
 * filter does by itself counts only for requests that go through it, and the endpoint's
 * go through another chain.
 */
public final class UnaskedRules {

	private static final Log logger = LogFactory.getLog(UnaskedRules.class);

	private static final String SPRING_SECURITY = "org.springframework.security.";

	/**
	 * Filters of Spring Security without a rule of their own that the endpoint's chain
	 * would lack: it has them too, or they are about browsers, sessions and logins.
	 */
	private static final Set<String> KNOWN = Set.of("AnonymousAuthenticationFilter", "AuthorizationFilter",
			"AuthenticationFilter", "BasicAuthenticationFilter", "BearerTokenAuthenticationFilter",
			"ConcurrentSessionFilter", "CorsFilter", "CsrfFilter", "DefaultLoginPageGeneratingFilter",
			"DefaultLogoutPageGeneratingFilter", "DefaultOneTimeTokenSubmitPageGeneratingFilter",
			"DefaultResourcesFilter", "DisableEncodeUrlFilter", "ExceptionTranslationFilter",
			"ForceEagerSessionCreationFilter", "GenerateOneTimeTokenFilter", "HeaderWriterFilter", "LogoutFilter",
			"OAuth2AuthorizationCodeGrantFilter", "OAuth2AuthorizationRequestRedirectFilter",
			"OAuth2LoginAuthenticationFilter", "OAuth2ProtectedResourceMetadataFilter",
			"OneTimeTokenAuthenticationFilter", "RememberMeAuthenticationFilter", "RequestCacheAwareFilter",
			"RequestMatcherRedirectFilter", "Saml2MetadataFilter", "Saml2WebSsoAuthenticationFilter",
			"Saml2WebSsoAuthenticationRequestFilter", "SecurityContextHolderAwareRequestFilter",
			"SecurityContextHolderFilter", "SecurityContextPersistenceFilter", "SessionManagementFilter",
			"SwitchUserFilter", "UsernamePasswordAuthenticationFilter", "WebAsyncManagerIntegrationFilter",
			"WebAuthnAuthenticationFilter", "AnonymousAuthenticationWebFilter", "AuthorizationWebFilter",
			"CorsWebFilter", "CsrfWebFilter", "DefaultResourcesWebFilter", "ExceptionTranslationWebFilter",
			"ExchangeMatcherRedirectWebFilter", "GenerateOneTimeTokenWebFilter", "HttpHeaderWriterWebFilter",
			"LoginPageGeneratingWebFilter", "LogoutPageGeneratingWebFilter", "LogoutWebFilter",
			"OAuth2AuthorizationCodeGrantWebFilter", "OAuth2AuthorizationRequestRedirectWebFilter",
			"OneTimeTokenSubmitPageGeneratingWebFilter", "ReactorContextWebFilter",
			"SecurityContextServerWebExchangeWebFilter", "PreFlightRequestWebFilter",
			"OAuth2LoginAuthenticationWebFilter", "ServerRequestCacheWebFilter",
			"ServerWebExchangeReactorContextWebFilter", "SwitchUserWebFilter",
			// how a reactive filter authenticates
			"ServerHttpBasicAuthenticationConverter", "ServerFormLoginAuthenticationConverter",
			"ServerBearerTokenAuthenticationConverter", "ServerOneTimeTokenAuthenticationConverter",
			"ServerOAuth2AuthorizationCodeAuthenticationTokenConverter");

	private UnaskedRules() {
	}

	/**
	 * Find the filters whose rules can't be asked.
	 * @param filters a chain's filters, or how they authenticate
	 * @return the names of those, without duplicates
	 */
	public static Set<String> find(Collection<?> filters) {
		Set<String> names = new TreeSet<>();
		for (Object filter : filters) {
			Class<?> type = filter.getClass();
			// nested ones are parts of what Spring Security's configuration makes
			String simple = type.getName().substring(Math.max(type.getName().lastIndexOf('.'), -1) + 1);
			simple = simple.substring(simple.lastIndexOf('$') + 1);
			boolean springs = type.getName().startsWith(SPRING_SECURITY)
					|| type.getName().startsWith("org.springframework.web.");
			if (!springs || !KNOWN.contains(simple)) {
				names.add(type.getName());
			}
		}
		return names;
	}

	/**
	 * Warn about a chain.
	 * @param chain the name of the application's chain
	 * @param own the name of the endpoint's chain
	 * @param filters the names of the filters that can't be asked
	 */
	public static void warn(String chain, String own, Set<String> filters) {
		logger.warn("The security filter chain '" + chain + "' matches the endpoint repl, which the chain '" + own
				+ "' guards: its authorization rules are demanded there as well, but what these filters of it do is"
				+ " not: " + String.join(", ", filters) + ". If they are to count for the endpoint, add them by a bean"
				+ " of type ReplSecurityCustomizer or ReactiveReplSecurityCustomizer.");
	}

}
