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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authorization.AuthorizationWebFilter;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.replboot.endpoint.web.RuleSentences;

/**
 * The application's own authorization rules for a request to the endpoint: what it
 * demands of everybody who is authenticated, and the rules of the chain that would be
 * there if ours weren't. That chain isn't run, only its authorization is asked: its
 * logins, sessions and CSRF protection are about browsers.
 */
final class ReactiveApplicationRules {

	private static final Log logger = LogFactory.getLog(ReactiveApplicationRules.class);

	private final ListableBeanFactory beans;

	private final Supplier<Map<String, SecurityWebFilterChain>> chains;

	ReactiveApplicationRules(ListableBeanFactory beans) {
		this.beans = beans;
		this.chains = SingletonSupplier.of(this::others);
	}

	/**
	 * Find out why the application's rules refuse a request.
	 * @param caller the caller, authenticated
	 * @param exchange the request
	 * @return what is missing, then what to do; empty when nothing is
	 */
	Mono<String> refusal(Authentication caller, ServerWebExchange exchange) {
		return ofEveryChain(caller, exchange).switchIfEmpty(Mono.defer(() -> ofItsChain(caller, exchange)));
	}

	private Mono<String> ofEveryChain(Authentication caller, ServerWebExchange exchange) {
		String rule = RuleSentences.everyChain();
		return Mono.defer(() -> ofEveryChain(rule, caller, exchange))
			.onErrorResume(RuntimeException.class, (ex) -> Mono.just(failed(rule, caller, ex)));
	}

	private Mono<String> ofEveryChain(String rule, Authentication caller, ServerWebExchange exchange) {
		AuthorizationManagerFactory<Object> factory = this.beans
			.<AuthorizationManagerFactory<Object>>getBeanProvider(
					ResolvableType.forClassWithGenerics(AuthorizationManagerFactory.class, Object.class))
			.getIfAvailable();
		if (factory == null) {
			return Mono.empty();
		}
		// such rules are made for threads that may block
		return Mono.fromCallable(() -> {
			AuthorizationResult result = factory.authenticated().authorize(() -> caller, exchange);
			return (result == null || result.isGranted()) ? null : RuleSentences.refused(rule, result, caller);
		}).subscribeOn(Schedulers.boundedElastic());
	}

	private Mono<String> ofItsChain(Authentication caller, ServerWebExchange exchange) {
		return Flux.fromIterable(this.chains.get().entrySet())
			.filterWhen((chain) -> chain.getValue().matches(exchange))
			.next()
			.flatMap((chain) -> chain.getValue()
				.getWebFilters()
				.ofType(AuthorizationWebFilter.class)
				.concatMap((filter) -> ask(RuleSentences.chain(chain.getKey()), filter, caller, exchange))
				.next());
	}

	private static Mono<String> ask(String rule, AuthorizationWebFilter filter, Authentication caller,
			ServerWebExchange exchange) {
		return filter.filter(exchange, (granted) -> Mono.empty())
			.then(Mono.<String>empty())
			.contextWrite(ReactiveSecurityContextHolder.withAuthentication(caller))
			.onErrorResume(AccessDeniedException.class,
					(ex) -> explain(filter, caller, exchange)
						.map((result) -> RuleSentences.refused(rule, result, caller))
						.defaultIfEmpty(RuleSentences.refused(rule, null, caller)))
			.onErrorResume(RuntimeException.class, (ex) -> Mono.just(failed(rule, caller, ex)));
	}

	// the filter's exception doesn't tell what was missing
	@SuppressWarnings("unchecked")
	private static Mono<AuthorizationResult> explain(AuthorizationWebFilter filter, Authentication caller,
			ServerWebExchange exchange) {
		Object manager = FilterFields.read(AuthorizationWebFilter.class, "authorizationManager", filter);
		if (manager instanceof ReactiveAuthorizationManager<?> rules) {
			return ((ReactiveAuthorizationManager<ServerWebExchange>) rules).authorize(Mono.just(caller), exchange)
				.filter((result) -> !result.isGranted());
		}
		return Mono.empty();
	}

	private static String failed(String rule, Authentication caller, RuntimeException ex) {
		if (ex instanceof AccessDeniedException) {
			AuthorizationResult result = (ex instanceof AuthorizationDeniedException denied)
					? denied.getAuthorizationResult() : null;
			return RuleSentences.refused(rule, result, caller);
		}
		logger.error("The endpoint repl refuses, because it could not be asked: " + rule, ex);
		return RuleSentences.failed(rule);
	}

	/**
	 * The application's chains, in their order.
	 * @return the chains by the names of their beans
	 */
	Map<String, SecurityWebFilterChain> others() {
		Map<String, SecurityWebFilterChain> named = this.beans.getBeansOfType(SecurityWebFilterChain.class);
		Map<String, SecurityWebFilterChain> ordered = new LinkedHashMap<>();
		this.beans.getBeanProvider(SecurityWebFilterChain.class)
			.orderedStream()
			.filter((chain) -> !ReplWebFilterChain.isOwn(chain))
			.forEach((chain) -> named.forEach((name, each) -> {
				if (each == chain) {
					ordered.put(name, chain);
				}
			}));
		return ordered;
	}

}
