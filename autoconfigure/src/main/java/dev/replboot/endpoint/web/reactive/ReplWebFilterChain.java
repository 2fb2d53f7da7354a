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

import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.endpoint.web.EndpointGate;

/**
 * Builds the chain that guards the endpoint and nothing else.
 *
 * @since 0.1.0
 */
public final class ReplWebFilterChain {

	private final ListableBeanFactory beans;

	private final EndpointGate gate;

	private final List<ReactiveChainAuthentication> more;

	/**
	 * Create a builder.
	 * @param beans the application's beans, searched for what authenticates users
	 * @param gate who may call the endpoint
	 * @param more how else to authenticate, beside HTTP Basic
	 */
	public ReplWebFilterChain(ListableBeanFactory beans, EndpointGate gate, List<ReactiveChainAuthentication> more) {
		this.beans = beans;
		this.gate = gate;
		this.more = more;
	}

	/**
	 * Build the chain.
	 * @param http a fresh builder
	 * @return the chain
	 */
	public SecurityWebFilterChain build(ServerHttpSecurity http) {
		List<String> challenges = new ArrayList<>(List.of("Basic realm=\"repl\""));
		this.more.forEach((authentication) -> challenges.add(authentication.challenge()));
		ReactiveProblems problems = new ReactiveProblems(this.gate, challenges);
		http.securityMatcher(EndpointRequest.to(ReplEndpoint.class));
		http.authenticationManager(new ReactiveApplicationAuthentication(this.beans));
		http.securityContextRepository(NoOpServerSecurityContextRepository.getInstance());
		http.httpBasic((basic) -> basic.authenticationEntryPoint(problems));
		this.more.forEach((authentication) -> authentication.configure(http, problems));
		http.exceptionHandling((handling) -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems));
		http.authorizeExchange((exchanges) -> exchanges.anyExchange()
			.access((authentication, context) -> authentication
				.map((caller) -> new AuthorizationDecision(
						this.gate.admits(caller, context.getExchange().getRequest().getMethod().name())))
				.defaultIfEmpty(new AuthorizationDecision(false))
				.cast(AuthorizationResult.class)));
		http.csrf(ServerHttpSecurity.CsrfSpec::disable);
		http.formLogin(ServerHttpSecurity.FormLoginSpec::disable);
		http.logout(ServerHttpSecurity.LogoutSpec::disable);
		http.requestCache(ServerHttpSecurity.RequestCacheSpec::disable);
		http.addFilterAfter(new ReactiveSiteFilter(this.gate), SecurityWebFiltersOrder.HTTP_HEADERS_WRITER);
		http.addFilterAfter(new ReactiveGuardFilter(this.gate), SecurityWebFiltersOrder.AUTHORIZATION);
		return http.build();
	}

}
