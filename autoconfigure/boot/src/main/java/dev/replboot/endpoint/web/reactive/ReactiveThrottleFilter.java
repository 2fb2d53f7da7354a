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

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import dev.replboot.access.AttemptThrottle;
import dev.replboot.endpoint.web.EndpointGate;
import dev.replboot.endpoint.web.RequestSource;

/**
 * Refuses credentials unseen after too many wrong ones, before authentication.
 */
final class ReactiveThrottleFilter implements WebFilter {

	private static final String ATTEMPT = ReactiveThrottleFilter.class.getName() + ".attempt";

	private final EndpointGate gate;

	ReactiveThrottleFilter(EndpointGate gate) {
		this.gate = gate;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.defer(() -> {
			RequestSource source = ReactiveProblems.source(exchange);
			AttemptThrottle.Attempt attempt = this.gate.attempt(source);
			if (attempt == null) {
				return chain.filter(exchange);
			}
			if (attempt.isRefused()) {
				exchange.getResponse()
					.getHeaders()
					.set(HttpHeaders.RETRY_AFTER, String.valueOf(attempt.retryAfter().toSeconds()));
				return ReactiveProblems.write(exchange, this.gate.throttled(attempt, source));
			}
			exchange.getAttributes().put(ATTEMPT, attempt);
			return chain.filter(exchange).doFinally((signal) -> attempt.end());
		});
	}

	static AttemptThrottle.@Nullable Attempt attempt(ServerWebExchange exchange) {
		return exchange.getAttribute(ATTEMPT);
	}

	static void succeeded(ServerWebExchange exchange) {
		AttemptThrottle.Attempt attempt = attempt(exchange);
		if (attempt != null) {
			attempt.succeeded();
		}
	}

}
