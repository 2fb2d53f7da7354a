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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import dev.replboot.access.Denial;
import dev.replboot.access.GuardedAuthentication;
import dev.replboot.endpoint.ProblemDescriptor;
import dev.replboot.endpoint.web.AllowedMethods;
import dev.replboot.endpoint.web.EndpointGate;
import dev.replboot.endpoint.web.JsonBody;
import dev.replboot.endpoint.web.RequestRules;
import dev.replboot.endpoint.web.StatusProblems;

/**
 * The chain's last filter: for the rest of the request, whoever came this far has the
 * authentication that the operations demand.
 */
final class ReactiveGuardFilter implements WebFilter {

	private static final Log logger = LogFactory.getLog(ReactiveGuardFilter.class);

	private final EndpointGate gate;

	private final ReactiveApplicationRules rules;

	private final AllowedMethods methods;

	ReactiveGuardFilter(EndpointGate gate, ReactiveApplicationRules rules, AllowedMethods methods) {
		this.gate = gate;
		this.rules = rules;
		this.methods = methods;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String method = exchange.getRequest().getMethod().name();
		return ReactiveSecurityContextHolder.getContext()
			.mapNotNull(SecurityContext::getAuthentication)
			.switchIfEmpty(Mono.error(() -> new AuthenticationCredentialsNotFoundException("Nobody is authenticated")))
			.flatMap((authentication) -> guard(authentication, method, exchange))
			// which the chain's translation answers; the former a filter that a
			// customizer added would
			.onErrorMap(AuthenticationException.class, (ex) -> new AccessDeniedException("Nobody is authenticated", ex))
			.flatMap((guarded) -> proceed(exchange, chain, guarded));
	}

	private Mono<GuardedAuthentication> guard(Authentication caller, String method, ServerWebExchange exchange) {
		GuardedAuthentication guarded = this.gate.guard(caller, method, ReactiveProblems.source(exchange));
		return this.rules.refusal(caller, exchange)
			.flatMap((refusal) -> Mono.<GuardedAuthentication>error(new AccessDeniedException(refusal)))
			.defaultIfEmpty(guarded);
	}

	private Mono<Void> proceed(ServerWebExchange exchange, WebFilterChain chain, GuardedAuthentication guarded) {
		ReactiveThrottleFilter.succeeded(exchange);
		ProblemDescriptor problem = RequestRules.checkShape(ReactiveProblems.facts(exchange));
		if (problem != null) {
			return refuse(exchange, guarded, problem);
		}
		if (exchange.getRequest().getMethod() != HttpMethod.POST) {
			return handle(exchange, chain, guarded);
		}
		return ReactiveBody.read(exchange).flatMap((body) -> {
			ProblemDescriptor wrong = JsonBody.check(body);
			return (wrong != null) ? refuse(exchange, guarded, wrong)
					: handle(exchange.mutate().request(ReactiveBody.again(exchange, body)).build(), chain, guarded);
		}).onErrorResume(DataBufferLimitException.class, (ex) -> refuse(exchange, guarded, JsonBody.tooLong()));
	}

	private Mono<Void> refuse(ServerWebExchange exchange, GuardedAuthentication guarded, ProblemDescriptor problem) {
		refused(exchange, guarded);
		if (problem.status() == HttpStatus.METHOD_NOT_ALLOWED.value()) {
			exchange.getResponse()
				.getHeaders()
				.set(HttpHeaders.ALLOW, this.methods.at(exchange.getRequest().getPath().value()));
		}
		return ReactiveProblems.write(exchange, problem);
	}

	private Mono<Void> handle(ServerWebExchange exchange, WebFilterChain chain, GuardedAuthentication guarded) {
		exchange.getResponse().beforeCommit(() -> sayWhenToTryAgain(exchange.getResponse()));
		return chain.filter(exchange.mutate().principal(Mono.just(guarded)).build())
			.contextWrite(ReactiveSecurityContextHolder.withAuthentication(guarded))
			.onErrorResume((ex) -> answer(exchange, guarded, ex));
	}

	private static Mono<Void> sayWhenToTryAgain(ServerHttpResponse response) {
		return Mono.fromRunnable(() -> {
			HttpStatusCode status = response.getStatusCode();
			if (status == HttpStatus.CONFLICT || status == HttpStatus.TOO_MANY_REQUESTS) {
				response.getHeaders().set(HttpHeaders.RETRY_AFTER, RequestRules.RETRY_AFTER);
			}
		});
	}

	private void refused(ServerWebExchange exchange, GuardedAuthentication guarded) {
		this.gate.report(Denial.Reason.REQUEST, guarded, ReactiveProblems.source(exchange));
	}

	private Mono<Void> answer(ServerWebExchange exchange, GuardedAuthentication guarded, Throwable ex) {
		if (ex instanceof AuthenticationException || ex instanceof AccessDeniedException || ex instanceof Error) {
			return Mono.error(ex);
		}
		if (exchange.getResponse().isCommitted()) {
			return Mono.error(ex);
		}
		if (ex instanceof ErrorResponse response) {
			refused(exchange, guarded);
			exchange.getResponse().getHeaders().putAll(response.getHeaders());
			String reason = (ex instanceof ResponseStatusException status) ? status.getReason() : null;
			return ReactiveProblems.write(exchange, StatusProblems.of(response.getStatusCode().value(), reason));
		}
		logger.error("The endpoint repl failed", ex);
		return ReactiveProblems.write(exchange, StatusProblems.of(500, null));
	}

}
