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

import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import dev.replboot.endpoint.web.EndpointGate;

/**
 * Filter that answers when whatever authenticates the caller fails: a token introspector,
 * a directory, an authentication manager of the application's own. Spring Security's
 * filters leave that to the application's error handling, so that the refusal would have
 * neither a sentence nor a place on the audit log.
 */
final class ReactiveOutageFilter implements WebFilter {

	private final EndpointGate gate;

	ReactiveOutageFilter(EndpointGate gate) {
		this.gate = gate;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.defer(() -> chain.filter(exchange))
			.onErrorResume(RuntimeException.class, (ex) -> answer(exchange, ex));
	}

	private Mono<Void> answer(ServerWebExchange exchange, RuntimeException ex) {
		// of a filter that a customizer added, or too late
		if (ex instanceof AccessDeniedException || exchange.getResponse().isCommitted()) {
			return Mono.error(ex);
		}
		return ReactiveProblems.write(exchange, this.gate.unavailable(ex, ReactiveProblems.source(exchange)));
	}

}
