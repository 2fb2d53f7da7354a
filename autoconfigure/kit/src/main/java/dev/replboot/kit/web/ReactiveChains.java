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

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authorization.AuthorizationWebFilter;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes the place of Spring Security's filters in a call: of a chain only its decision
 * about the request is asked, as the principal of the calling thread. All others want
 * credentials, or save something.
 */
final class ReactiveChains implements WebFilter {

	private static final String REFUSED = "refused by the application's security filter chain";

	private final ApplicationContext context;

	private final @Nullable Authentication authentication;

	private final ReactiveCallResponse response;

	ReactiveChains(ApplicationContext context, ReactiveCallResponse response) {
		this.context = context;
		this.response = response;
		this.authentication = SecurityContextHolder.getContextHolderStrategy().getContext().getAuthentication();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Authentication authentication = this.authentication;
		ServerWebExchange known = (authentication != null)
				? exchange.mutate().principal(Mono.just(authentication)).build() : exchange;
		Mono<Boolean> allowed = firewall(known).then(decide(known))
			.thenReturn(true)
			.onErrorResume(ServerExchangeRejectedException.class,
					(ex) -> answer(HttpStatus.BAD_REQUEST, REFUSED).thenReturn(false))
			.onErrorResume(AccessDeniedException.class, (ex) -> answer(REFUSED).thenReturn(false));
		Mono<Void> handling = allowed.flatMap((yes) -> yes ? chain.filter(known)
			.onErrorResume(AccessDeniedException.class, (ex) -> answer(ex.toString()))
			.onErrorResume(AuthenticationException.class, (ex) -> answer(HttpStatus.UNAUTHORIZED, ex.toString()))
				: Mono.empty());
		return (authentication != null)
				? handling.contextWrite(ReactiveSecurityContextHolder.withAuthentication(authentication)) : handling;
	}

	// before the chains, as rules for paths don't hold for those that can be read in two
	// ways
	private Mono<?> firewall(ServerWebExchange exchange) {
		if (this.context.getBeanNamesForType(SecurityWebFilterChain.class).length == 0) {
			return Mono.empty();
		}
		return this.context.getBeanProvider(ServerWebExchangeFirewall.class)
			.getIfUnique(StrictServerWebExchangeFirewall::new)
			.getFirewalledExchange(exchange);
	}

	private Mono<Void> decide(ServerWebExchange exchange) {
		return Flux.fromStream(this.context.getBeanProvider(SecurityWebFilterChain.class).orderedStream())
			.filterWhen((chain) -> chain.matches(exchange))
			.next()
			.flatMapMany(SecurityWebFilterChain::getWebFilters)
			.ofType(AuthorizationWebFilter.class)
			.concatMap((filter) -> filter.filter(exchange, (end) -> Mono.empty()))
			.then();
	}

	private Mono<Void> answer(String error) {
		return answer((this.authentication != null) ? HttpStatus.FORBIDDEN : HttpStatus.UNAUTHORIZED, error);
	}

	private Mono<Void> answer(HttpStatus status, String error) {
		return Mono.defer(() -> {
			this.response.setStatusCode(status);
			this.response.setError(error);
			return this.response.setComplete();
		});
	}

}
