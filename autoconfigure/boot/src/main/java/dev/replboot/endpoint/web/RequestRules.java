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

package dev.replboot.endpoint.web;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

import dev.replboot.endpoint.ProblemDescriptor;

/**
 * What a request must be like, whoever sends it. Takes the place of a CSRF token, which
 * no command-line client could have: a page of another site can neither send JSON without
 * asking nor hide where it is from.
 */
public final class RequestRules {

	/**
	 * The seconds after which to try again what the state of the REPL didn't allow, or
	 * what somebody else was using.
	 */
	public static final String RETRY_AFTER = "1";

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "DELETE");

	private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

	private RequestRules() {
	}

	/**
	 * Refuse what a browser sends on behalf of another site. To be asked before anybody
	 * looks at credentials, since browsers send those that they remember.
	 * @param facts the request
	 * @return the problem, or {@code null} when there is none
	 */
	public static @Nullable ProblemDescriptor checkSite(RequestFacts facts) {
		if (facts.fetchSite() != null && !OWN_SITES.contains(facts.fetchSite())) {
			return ProblemDescriptor.of(403, "A browser sent this on behalf of another site (Sec-Fetch-Site)."
					+ " Use a command-line client, or a page of this host.");
		}
		if (facts.origin() != null && !RequestOrigin.isSameHost(facts.origin(), facts)) {
			return ProblemDescriptor.of(403, "The origin of this request is not this host (Origin)."
					+ " Use a command-line client, or a page of this host.");
		}
		return null;
	}

	/**
	 * Refuse what the endpoint has no use for, or what must not be in a URL or a form. To
	 * be asked of authorized callers.
	 * @param facts the request
	 * @return the problem, or {@code null} when there is none
	 */
	public static @Nullable ProblemDescriptor checkShape(RequestFacts facts) {
		if (!METHODS.contains(facts.method())) {
			return StatusProblems.of(405, null);
		}
		if (!facts.writes()) {
			return null;
		}
		if (facts.query() != null && !facts.query().isEmpty()) {
			return ProblemDescriptor.of(400, "The URL has query parameters, which would land in access logs."
					+ " Send them as JSON in the body.");
		}
		// a form whose hidden field makes it a DELETE has a content type, a real one
		// needs none
		boolean absent = facts.contentType() == null && facts.method().equals("DELETE");
		return (absent || isJson(facts.contentType())) ? null : StatusProblems.of(415, null);
	}

	private static boolean isJson(@Nullable String contentType) {
		if (contentType == null) {
			return false;
		}
		try {
			return MediaType.APPLICATION_JSON.equalsTypeAndSubtype(MediaType.parseMediaType(contentType));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

}
