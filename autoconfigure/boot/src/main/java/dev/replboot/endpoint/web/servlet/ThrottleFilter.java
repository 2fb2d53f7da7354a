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

package dev.replboot.endpoint.web.servlet;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.replboot.access.AttemptThrottle;
import dev.replboot.endpoint.web.EndpointGate;
import dev.replboot.endpoint.web.RequestSource;

/**
 * Refuses credentials unseen after too many wrong ones, before authentication.
 */
final class ThrottleFilter extends OncePerRequestFilter {

	private static final String ATTEMPT = ThrottleFilter.class.getName() + ".attempt";

	private final EndpointGate gate;

	ThrottleFilter(EndpointGate gate) {
		this.gate = gate;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		RequestSource source = ServletProblems.source(request);
		AttemptThrottle.Attempt attempt = this.gate.attempt(source);
		if (attempt == null) {
			chain.doFilter(request, response);
			return;
		}
		if (attempt.isRefused()) {
			response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(attempt.retryAfter().toSeconds()));
			ServletProblems.write(response, this.gate.throttled(attempt, source));
			return;
		}
		request.setAttribute(ATTEMPT, attempt);
		try {
			chain.doFilter(request, response);
		}
		finally {
			request.removeAttribute(ATTEMPT);
			attempt.end();
		}
	}

	static AttemptThrottle.@Nullable Attempt attempt(HttpServletRequest request) {
		return (request.getAttribute(ATTEMPT) instanceof AttemptThrottle.Attempt attempt) ? attempt : null;
	}

	static void succeeded(HttpServletRequest request) {
		AttemptThrottle.Attempt attempt = attempt(request);
		if (attempt != null) {
			attempt.succeeded();
		}
	}

}
