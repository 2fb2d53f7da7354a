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
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.replboot.endpoint.web.EndpointGate;

/**
 * Filter that answers when whatever authenticates the caller fails: a token introspector,
 * a directory, a provider of the application's own. Spring Security's filters leave that
 * to the server, whose error page is behind another chain, so that the refusal would have
 * neither a sentence nor a place on the audit log.
 */
final class OutageFilter extends OncePerRequestFilter {

	private final EndpointGate gate;

	OutageFilter(EndpointGate gate) {
		this.gate = gate;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		catch (AccessDeniedException ex) {
			// of a filter that a customizer added
			throw ex;
		}
		catch (RuntimeException ex) {
			if (response.isCommitted()) {
				throw ex;
			}
			ServletProblems.write(response, this.gate.unavailable(ex, ServletProblems.source(request)));
		}
	}

}
