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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.DelegatingReactiveAuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.ReactiveAuthenticationManagerResolver;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtReactiveAuthenticationManager;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenReactiveAuthenticationManager;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.replboot.api.Internal;

/**
 * Accepts the bearer tokens that the application accepts. Its manager stays inside the
 * chain: as a bean it would become the application's own.
 */
@Internal
public final class ReactiveBearerAuthentication implements ReactiveChainAuthentication {

	private static final ResolvableType RESOLVER = ResolvableType
		.forClassWithGenerics(ReactiveAuthenticationManagerResolver.class, ServerWebExchange.class);

	private final ReactiveAuthenticationManagerResolver<ServerWebExchange> resolver;

	private ReactiveBearerAuthentication(ReactiveAuthenticationManagerResolver<ServerWebExchange> resolver) {
		this.resolver = resolver;
	}

	/**
	 * Find what the application accepts.
	 * @param beans the application's beans
	 * @return the authentication, or {@code null} when the application takes no bearer
	 * tokens
	 */
	public static @Nullable ReactiveBearerAuthentication find(ListableBeanFactory beans) {
		ReactiveAuthenticationManagerResolver<ServerWebExchange> own = beans
			.<ReactiveAuthenticationManagerResolver<ServerWebExchange>>getBeanProvider(RESOLVER)
			.getIfUnique();
		if (own != null) {
			return new ReactiveBearerAuthentication(own);
		}
		List<ReactiveAuthenticationManager> managers = new ArrayList<>();
		beans.getBeanProvider(ReactiveJwtDecoder.class).orderedStream().forEach((decoder) -> {
			JwtReactiveAuthenticationManager manager = new JwtReactiveAuthenticationManager(decoder);
			beans.getBeanProvider(ReactiveJwtAuthenticationConverter.class)
				.ifUnique(manager::setJwtAuthenticationConverter);
			managers.add(manager);
		});
		beans.getBeanProvider(ReactiveOpaqueTokenIntrospector.class).orderedStream().forEach((introspector) -> {
			OpaqueTokenReactiveAuthenticationManager manager = new OpaqueTokenReactiveAuthenticationManager(
					introspector);
			beans.getBeanProvider(ReactiveOpaqueTokenAuthenticationConverter.class)
				.ifUnique(manager::setAuthenticationConverter);
			managers.add(manager);
		});
		if (managers.isEmpty()) {
			return null;
		}
		DelegatingReactiveAuthenticationManager manager = new DelegatingReactiveAuthenticationManager(managers);
		manager.setContinueOnError(true);
		return new ReactiveBearerAuthentication((exchange) -> Mono.just(manager));
	}

	@Override
	public String challenge() {
		return "Bearer";
	}

	@Override
	public void configure(ServerHttpSecurity http, ServerAuthenticationEntryPoint entryPoint) {
		http.oauth2ResourceServer((server) -> {
			server.authenticationManagerResolver(this.resolver);
			server.authenticationEntryPoint((exchange, exception) -> {
				exchange.getResponse().getHeaders().add(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
				return entryPoint.commence(exchange, exception);
			});
		});
	}

}
