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

import java.net.URI;
import java.net.URISyntaxException;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether a request came from a page of this host. The scheme is not compared: a
 * proxy that ends TLS hides it, and somebody who can serve pages on the same host and
 * port under another scheme has the host already.
 */
final class RequestOrigin {

	private RequestOrigin() {
	}

	static boolean isSameHost(String origin, RequestFacts facts) {
		URI from = parse(origin);
		if (from == null || from.getHost() == null) {
			return false;
		}
		int port = port(from.getPort(), from);
		if (from.getHost().equalsIgnoreCase(facts.serverName()) && port == port(facts.serverPort(), from)) {
			return true;
		}
		URI to = (facts.host() != null) ? parse("//" + facts.host()) : null;
		return to != null && from.getHost().equalsIgnoreCase(to.getHost()) && port == port(to.getPort(), from);
	}

	private static int port(int port, URI from) {
		if (port >= 0) {
			return port;
		}
		return "https".equalsIgnoreCase(from.getScheme()) ? 443 : 80;
	}

	private static @Nullable URI parse(String uri) {
		try {
			return new URI(uri);
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

}
