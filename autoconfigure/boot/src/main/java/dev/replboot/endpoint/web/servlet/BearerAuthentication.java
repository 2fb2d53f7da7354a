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

import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.web.AuthenticationEntryPoint;

import dev.replboot.api.Internal;

/**
 * Accepts the bearer tokens that the application accepts. Its manager stays inside the
 * chain: as a bean it would become the application's own.
 */
@Internal
public final class BearerAuthentication implements ChainAuthentication {

	private static final ResolvableType RESOLVER = ResolvableType
		.forClassWithGenerics(AuthenticationManagerResolver.class, HttpServletRequest.class);

	private final AuthenticationManagerResolver<HttpServletRequest> resolver;

	private BearerAuthentication(AuthenticationManagerResolver<HttpServletRequest> resolver) {
		this.resolver = resolver;
	}

	/**
	 * Find what the application accepts.
	 * @param beans the application's beans
	 * @return the authentication, or {@code null} when the application takes no bearer
	 * tokens
	 */
	public static @Nullable BearerAuthentication find(ListableBeanFactory beans) {
		AuthenticationManagerResolver<HttpServletRequest> own = beans
			.<AuthenticationManagerResolver<HttpServletRequest>>getBeanProvider(RESOLVER)
			.getIfUnique();
		if (own != null) {
			return new BearerAuthentication(own);
		}
		List<AuthenticationProvider> providers = new ArrayList<>();
		beans.getBeanProvider(JwtDecoder.class).orderedStream().forEach((decoder) -> {
			JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
			beans.getBeanProvider(JwtAuthenticationConverter.class).ifUnique(provider::setJwtAuthenticationConverter);
			providers.add(provider);
		});
		beans.getBeanProvider(OpaqueTokenIntrospector.class).orderedStream().forEach((introspector) -> {
			OpaqueTokenAuthenticationProvider provider = new OpaqueTokenAuthenticationProvider(introspector);
			beans.getBeanProvider(OpaqueTokenAuthenticationConverter.class)
				.ifUnique(provider::setAuthenticationConverter);
			providers.add(provider);
		});
		if (providers.isEmpty()) {
			return null;
		}
		AuthenticationManager manager = new ProviderManager(providers);
		return new BearerAuthentication((request) -> manager);
	}

	@Override
	public String challenge() {
		return "Bearer";
	}

	@Override
	public void configure(HttpSecurity http, AuthenticationEntryPoint entryPoint) {
		http.oauth2ResourceServer((server) -> {
			server.authenticationManagerResolver(this.resolver);
			server.authenticationEntryPoint((request, response, exception) -> {
				response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
				entryPoint.commence(request, response, exception);
			});
		});
	}

}
