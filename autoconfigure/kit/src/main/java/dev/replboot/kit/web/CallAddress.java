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

package dev.replboot.kit.web;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * The address at which a request would reach the application, so that the links and
 * redirects in an answer are those that a client on this host sees.
 *
 * @param scheme the scheme
 * @param host the host
 * @param port the port
 */
record CallAddress(String scheme, String host, int port) {

	private static final int HTTP = 80;

	private static final int HTTPS = 443;

	static CallAddress of(Environment environment, @Nullable String hostHeader) {
		boolean tls = environment.getProperty("server.ssl.enabled", Boolean.class, true)
				&& (environment.containsProperty("server.ssl.bundle")
						|| environment.containsProperty("server.ssl.key-store")
						|| environment.containsProperty("server.ssl.certificate"));
		int standard = tls ? HTTPS : HTTP;
		String scheme = tls ? "https" : "http";
		if (hostHeader != null) {
			int colon = hostHeader.lastIndexOf(':');
			if (colon > hostHeader.lastIndexOf(']')) {
				return new CallAddress(scheme, hostHeader.substring(0, colon),
						Integer.parseInt(hostHeader, colon + 1, hostHeader.length(), 10));
			}
			return new CallAddress(scheme, hostHeader, standard);
		}
		return new CallAddress(scheme, "localhost",
				environment.getProperty("local.server.port", Integer.class, standard));
	}

	static CallAddress of(Environment environment, Map<String, String> headers) {
		return of(environment, headers.get("host"));
	}

	String authority() {
		return (this.port == (isSecure() ? HTTPS : HTTP)) ? this.host : this.host + ":" + this.port;
	}

	boolean isSecure() {
		return this.scheme.equals("https");
	}

	String origin() {
		return this.scheme + "://" + authority();
	}

}
