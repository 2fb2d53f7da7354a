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

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;

import dev.replboot.endpoint.ReplEndpoint;

/**
 * Matches the endpoint and what is below it. A type of its own, so that the chain can be
 * told from the application's.
 */
final class ReplRequestMatcher implements RequestMatcher {

	private final RequestMatcher endpoint = EndpointRequest.to(ReplEndpoint.class);

	@Override
	public boolean matches(HttpServletRequest request) {
		return this.endpoint.matches(request);
	}

	@Override
	public MatchResult matcher(HttpServletRequest request) {
		return this.endpoint.matcher(request);
	}

	@Override
	public String toString() {
		return "the endpoint repl";
	}

}
