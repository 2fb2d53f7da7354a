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

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.replboot.api.Internal;
import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.endpoint.web.AllowedMethods;
import dev.replboot.endpoint.web.EndpointGate;

/**
 * Builds the chain that guards the endpoint and nothing else.
 */
@Internal
public final class ReplWebFilterChain {

	private final ListableBeanFactory beans;

	private final EndpointGate gate;

	private final List<ReactiveChainAuthentication> more;

	private final List<ReactiveReplSecurityCustomizer> customizers;

	private final boolean basic;

	/**
	 * Create a builder.
	 * @param beans the application's beans, searched for what authenticates users
	 * @param gate who may call the endpoint
	 * @param more how else to authenticate, beside HTTP Basic
	 * @param customizers what the application changes about the chain
	 * @param basic whether HTTP Basic is accepted
	 */
	public ReplWebFilterChain(ListableBeanFactory beans, EndpointGate gate, List<ReactiveChainAuthentication> more,
			List<ReactiveReplSecurityCustomizer> customizers, boolean basic) {
		this.beans = beans;
		this.gate = gate;
		this.more = more;
		this.customizers = customizers;
		this.basic = basic;
	}

	/**
	 * Build the chain.
	 * @param http a fresh builder
	 * @return the chain
	 */
	public SecurityWebFilterChain build(ServerHttpSecurity http) {
		List<String> challenges = new ArrayList<>();
		if (this.basic) {
			challenges.add("Basic realm=\"repl\"");
		}
		this.more.forEach((authentication) -> challenges.add(authentication.challenge()));
		ReactiveApplicationRules rules = new ReactiveApplicationRules(this.beans);
		ReactiveProblems problems = new ReactiveProblems(this.gate, rules, challenges);
		http.authenticationManager(new ReactiveApplicationAuthentication(this.beans));
		http.securityContextRepository(NoOpServerSecurityContextRepository.getInstance());
		if (this.basic) {
			http.httpBasic((basic) -> basic.authenticationEntryPoint(problems));
		}
		else {
			http.httpBasic(ServerHttpSecurity.HttpBasicSpec::disable);
		}
		this.more.forEach((authentication) -> authentication.configure(http, problems));
		http.exceptionHandling((handling) -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems));
		http.csrf(ServerHttpSecurity.CsrfSpec::disable);
		http.formLogin(ServerHttpSecurity.FormLoginSpec::disable);
		http.logout(ServerHttpSecurity.LogoutSpec::disable);
		http.requestCache(ServerHttpSecurity.RequestCacheSpec::disable);
		http.addFilterAfter(new ReactiveSiteFilter(this.gate), SecurityWebFiltersOrder.HTTP_HEADERS_WRITER);
		http.addFilterAfter(new ReactiveOutageFilter(this.gate), SecurityWebFiltersOrder.HTTP_HEADERS_WRITER);
		http.addFilterBefore(new ReactiveThrottleFilter(this.gate), SecurityWebFiltersOrder.HTTP_BASIC);
		http.addFilterAfter(new ReactiveGuardFilter(this.gate, rules, new AllowedMethods(this.beans)),
				SecurityWebFiltersOrder.AUTHORIZATION);
		this.customizers.forEach((customizer) -> customizer.customize(http));
		http.securityMatcher(EndpointRequest.to(ReplEndpoint.class));
		http.authorizeExchange((exchanges) -> exchanges.anyExchange()
			.access((authentication, context) -> authentication
				.map((caller) -> new AuthorizationDecision(
						this.gate.admits(caller, context.getExchange().getRequest().getMethod().name())))
				.defaultIfEmpty(new AuthorizationDecision(false))
				.cast(AuthorizationResult.class)));
		return new OwnChain(http.build());
	}

	/**
	 * Whether a chain is one that this class built.
	 * @param chain any chain
	 * @return whether it guards the endpoint
	 */
	public static boolean isOwn(SecurityWebFilterChain chain) {
		return chain instanceof OwnChain;
	}

	/**
	 * Tells our chain from others.
	 *
	 * @param delegate the chain
	 */
	private record OwnChain(SecurityWebFilterChain delegate) implements SecurityWebFilterChain {

		@Override
		public Mono<Boolean> matches(ServerWebExchange exchange) {
			return this.delegate.matches(exchange);
		}

		@Override
		public Flux<WebFilter> getWebFilters() {
			return this.delegate.getWebFilters();
		}

	}

}
