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

import org.jspecify.annotations.Nullable;

/**
 * What the rules look at in a request.
 *
 * @param method the HTTP method
 * @param query the query string, or {@code null}
 * @param contentType the header {@code Content-Type}, or {@code null}
 * @param fetchSite the header {@code Sec-Fetch-Site}, or {@code null}
 * @param origin the header {@code Origin}, or {@code null}
 * @param host the header {@code Host}, or {@code null}
 * @param serverName the name of the server as the client sees it, proxies considered, or
 * {@code null}
 * @param serverPort the port as the client sees it, or -1 for the scheme's own
 */
public record RequestFacts(String method, @Nullable String query, @Nullable String contentType,
		@Nullable String fetchSite, @Nullable String origin, @Nullable String host, @Nullable String serverName,
		int serverPort) {

	boolean writes() {
		return this.method.equals("POST") || this.method.equals("DELETE");
	}

}
