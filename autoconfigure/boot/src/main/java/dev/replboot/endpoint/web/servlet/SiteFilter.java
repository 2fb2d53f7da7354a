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
import org.springframework.web.filter.OncePerRequestFilter;

import dev.replboot.access.Denial;
import dev.replboot.endpoint.ProblemDescriptor;
import dev.replboot.endpoint.web.EndpointGate;
import dev.replboot.endpoint.web.RequestRules;

/**
 * Refuses what a browser sends on behalf of another site, before authentication.
 */
final class SiteFilter extends OncePerRequestFilter {

	private final EndpointGate gate;

	SiteFilter(EndpointGate gate) {
		this.gate = gate;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		ProblemDescriptor problem = RequestRules.checkSite(ServletProblems.facts(request));
		if (problem != null) {
			this.gate.report(Denial.Reason.SITE, null, ServletProblems.source(request));
			ServletProblems.write(response, problem);
			return;
		}
		chain.doFilter(request, response);
	}

}
