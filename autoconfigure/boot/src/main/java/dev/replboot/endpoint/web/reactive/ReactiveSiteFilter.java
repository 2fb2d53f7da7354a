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

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import dev.replboot.access.Denial;
import dev.replboot.endpoint.ProblemDescriptor;
import dev.replboot.endpoint.web.EndpointGate;
import dev.replboot.endpoint.web.RequestRules;

/**
 * Refuses what a browser sends on behalf of another site, before authentication.
 */
final class ReactiveSiteFilter implements WebFilter {

	private final EndpointGate gate;

	ReactiveSiteFilter(EndpointGate gate) {
		this.gate = gate;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ProblemDescriptor problem = RequestRules.checkSite(ReactiveProblems.facts(exchange));
		if (problem == null) {
			return chain.filter(exchange);
		}
		this.gate.report(Denial.Reason.SITE, null, ReactiveProblems.source(exchange));
		return ReactiveProblems.write(exchange, problem);
	}

}
