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

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A request that is made in the REPL.
 *
 * @param method the HTTP method
 * @param uri path and query
 * @param headers the headers
 * @param body the body
 */
record CallRequest(String method, URI uri, Map<String, String> headers, byte[] body) {

	static CallRequest of(String method, String target, Map<String, String> headers, String body) {
		if (!target.startsWith("/")) {
			throw new IllegalArgumentException("A path begins with a slash, unlike \"" + target + "\".");
		}
		Map<String, String> all = new LinkedHashMap<>();
		headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
		all.putIfAbsent("accept", "application/json, */*");
		if (!body.isEmpty()) {
			all.putIfAbsent("content-type", "application/json");
		}
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		if (bytes.length > 0) {
			all.put("content-length", String.valueOf(bytes.length));
		}
		return new CallRequest(method.toUpperCase(Locale.ROOT), URI.create("http://localhost" + target), all, bytes);
	}

	String path() {
		return this.uri.getPath();
	}

	MultiValueMap<String, String> query() {
		return UriComponentsBuilder.fromUri(this.uri).build().getQueryParams();
	}

}
