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
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

import dev.replboot.endpoint.ProblemDescriptor;
import dev.replboot.endpoint.web.EndpointGate;
import dev.replboot.endpoint.web.ProblemJson;
import dev.replboot.endpoint.web.RequestFacts;
import dev.replboot.endpoint.web.RequestSource;

/**
 * Answers refusals itself. An error sent to the container would be dispatched once more,
 * and the application's own chain would turn every one of them into a 401 there.
 */
final class ServletProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

	private final EndpointGate gate;

	private final ApplicationRules rules;

	private final List<String> challenges;

	private final SecurityContextHolderStrategy contexts;

	ServletProblems(EndpointGate gate, ApplicationRules rules, List<String> challenges,
			SecurityContextHolderStrategy contexts) {
		this.gate = gate;
		this.rules = rules;
		this.challenges = challenges;
		this.contexts = contexts;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
			throws IOException {
		this.challenges.forEach((challenge) -> response.addHeader(HttpHeaders.WWW_AUTHENTICATE, challenge));
		write(response, unauthenticated(request, exception));
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
			throws IOException {
		Authentication authentication = this.contexts.getContext().getAuthentication();
		if (authentication == null) {
			write(response, unauthenticated(request,
					new AuthenticationCredentialsNotFoundException("Nobody is authenticated", exception)));
			return;
		}
		ThrottleFilter.succeeded(request);
		write(response, this.gate.forbidden(authentication, request.getMethod(),
				this.rules.refusal(authentication, request), source(request)));
	}

	private ProblemDescriptor unauthenticated(HttpServletRequest request, AuthenticationException exception) {
		return this.gate.unauthenticated(exception, basic(), source(request), ThrottleFilter.attempt(request));
	}

	private boolean basic() {
		return this.challenges.stream().anyMatch((challenge) -> challenge.startsWith("Basic"));
	}

	static void write(HttpServletResponse response, ProblemDescriptor problem) throws IOException {
		if (response.isCommitted()) {
			return;
		}
		response.resetBuffer();
		byte[] body = ProblemJson.write(problem);
		response.setStatus(problem.status());
		response.setContentType(ProblemDescriptor.MEDIA_TYPE.toString());
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
		response.flushBuffer();
	}

	static RequestSource source(HttpServletRequest request) {
		return RequestSource.of(request.getRemoteAddr(), request.getHeader(HttpHeaders.AUTHORIZATION));
	}

	static RequestFacts facts(HttpServletRequest request) {
		return new RequestFacts(request.getMethod(), request.getQueryString(), request.getContentType(),
				request.getHeader("Sec-Fetch-Site"), request.getHeader(HttpHeaders.ORIGIN),
				request.getHeader(HttpHeaders.HOST), request.getServerName(), request.getServerPort());
	}

}
