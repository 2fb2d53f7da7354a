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
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.util.ThrowableAnalyzer;
import org.springframework.web.filter.OncePerRequestFilter;

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
final class GuardFilter extends OncePerRequestFilter {

	private final ThrowableAnalyzer analyzer = new ThrowableAnalyzer();

	private final EndpointGate gate;

	private final ApplicationRules rules;

	private final AllowedMethods methods;

	private final SecurityContextHolderStrategy contexts;

	GuardFilter(EndpointGate gate, ApplicationRules rules, AllowedMethods methods,
			SecurityContextHolderStrategy contexts) {
		this.gate = gate;
		this.rules = rules;
		this.methods = methods;
		this.contexts = contexts;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		SecurityContext before = this.contexts.getContext();
		SecurityContext guarded = this.contexts.createEmptyContext();
		guarded.setAuthentication(guard(before.getAuthentication(), request));
		ThrottleFilter.succeeded(request);
		ProblemDescriptor problem = RequestRules.checkShape(ServletProblems.facts(request));
		HttpServletRequest checked = request;
		if (problem == null && request.getMethod().equals("POST")) {
			byte[] body = request.getInputStream().readNBytes(JsonBody.LONGEST + 1);
			problem = JsonBody.check(body);
			checked = new ReadBody(request, body);
		}
		if (problem != null) {
			refused(request);
			if (problem.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
				response.setHeader(HttpHeaders.ALLOW, this.methods.at(request.getRequestURI()));
			}
			ServletProblems.write(response, problem);
			return;
		}
		this.contexts.setContext(guarded);
		try {
			chain.doFilter(checked,
					new ProblemResponse(response, request.getMethod().equals("POST"), () -> refused(request)));
		}
		catch (ServletException | RuntimeException ex) {
			if (isSecurity(ex)) {
				throw ex;
			}
			// thrown further it would become an error dispatch, which see ServletProblems
			this.logger.error("The endpoint repl failed", ex);
			ServletProblems.write(response, StatusProblems.of(500, null));
		}
		finally {
			this.contexts.setContext(before);
		}
	}

	private Authentication guard(@Nullable Authentication caller, HttpServletRequest request) {
		GuardedAuthentication guarded = this.gate.guard(caller, request.getMethod(), ServletProblems.source(request));
		String refusal = (caller != null) ? this.rules.refusal(caller, request) : null;
		if (refusal != null) {
			throw new AccessDeniedException(refusal);
		}
		return guarded;
	}

	private void refused(HttpServletRequest request) {
		Authentication caller = this.contexts.getContext().getAuthentication();
		this.gate.report(Denial.Reason.REQUEST, caller, ServletProblems.source(request));
	}

	private boolean isSecurity(Exception ex) {
		Throwable[] causes = this.analyzer.determineCauseChain(ex);
		return this.analyzer.getFirstThrowableOfType(AuthenticationException.class, causes) != null
				|| this.analyzer.getFirstThrowableOfType(AccessDeniedException.class, causes) != null;
	}

}
