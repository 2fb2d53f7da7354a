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

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.replboot.endpoint.ProblemDescriptor;
import dev.replboot.endpoint.web.EndpointGate;
import dev.replboot.endpoint.web.ProblemJson;
import dev.replboot.endpoint.web.RequestFacts;
import dev.replboot.endpoint.web.RequestSource;

/**
 * Answers refusals as problems.
 */
final class ReactiveProblems implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler {

	private final EndpointGate gate;

	private final ReactiveApplicationRules rules;

	private final List<String> challenges;

	ReactiveProblems(EndpointGate gate, ReactiveApplicationRules rules, List<String> challenges) {
		this.gate = gate;
		this.rules = rules;
		this.challenges = challenges;
	}

	@Override
	public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException exception) {
		return Mono.defer(() -> {
			HttpHeaders headers = exchange.getResponse().getHeaders();
			this.challenges.forEach((challenge) -> headers.add(HttpHeaders.WWW_AUTHENTICATE, challenge));
			return write(exchange, unauthenticated(exchange, exception));
		});
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException exception) {
		String method = exchange.getRequest().getMethod().name();
		return exchange.getPrincipal()
			.ofType(Authentication.class)
			.doOnNext((caller) -> ReactiveThrottleFilter.succeeded(exchange))
			.flatMap((caller) -> this.rules.refusal(caller, exchange)
				.map((rule) -> this.gate.forbidden(caller, method, rule, source(exchange)))
				.switchIfEmpty(Mono.fromSupplier(() -> this.gate.forbidden(caller, method, null, source(exchange)))))
			.switchIfEmpty(Mono.fromSupplier(() -> unauthenticated(exchange,
					new AuthenticationCredentialsNotFoundException("Nobody is authenticated", exception))))
			.flatMap((problem) -> write(exchange, problem));
	}

	private ProblemDescriptor unauthenticated(ServerWebExchange exchange, AuthenticationException exception) {
		return this.gate.unauthenticated(exception, basic(), source(exchange),
				ReactiveThrottleFilter.attempt(exchange));
	}

	private boolean basic() {
		return this.challenges.stream().anyMatch((challenge) -> challenge.startsWith("Basic"));
	}

	static Mono<Void> write(ServerWebExchange exchange, ProblemDescriptor problem) {
		ServerHttpResponse response = exchange.getResponse();
		if (!response.setStatusCode(HttpStatusCode.valueOf(problem.status()))) {
			return Mono.empty();
		}
		byte[] body = ProblemJson.write(problem);
		response.getHeaders().setContentType(MediaType.asMediaType(ProblemDescriptor.MEDIA_TYPE));
		response.getHeaders().setContentLength(body.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	static RequestSource source(ServerWebExchange exchange) {
		return RequestSource.of(address(exchange),
				exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
	}

	// getHostString looks nothing up
	private static @Nullable String address(ServerWebExchange exchange) {
		InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
		return (remote != null) ? remote.getHostString() : null;
	}

	static RequestFacts facts(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		HttpHeaders headers = request.getHeaders();
		URI uri = request.getURI();
		InetSocketAddress local = request.getLocalAddress();
		int port = (uri.getPort() < 0 && uri.getHost() == null && local != null) ? local.getPort() : uri.getPort();
		return new RequestFacts(request.getMethod().name(), uri.getRawQuery(),
				headers.getFirst(HttpHeaders.CONTENT_TYPE), headers.getFirst("Sec-Fetch-Site"),
				headers.getFirst(HttpHeaders.ORIGIN), headers.getFirst(HttpHeaders.HOST), uri.getHost(), port);
	}

}
