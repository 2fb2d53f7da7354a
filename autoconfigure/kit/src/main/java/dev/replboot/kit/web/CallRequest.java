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
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * A request that is made in the REPL.
 *
 * @param method the HTTP method
 * @param rawPath the path below the application's context path, encoded
 * @param query the query, encoded; {@code null} if there is none
 * @param headers the headers by name in lower case
 * @param type the content type; {@code null} if there is none
 * @param body the body
 * @param session the attributes of the request's session
 * @param timeout how long the caller waits for an answer
 */
record CallRequest(String method, String rawPath, @Nullable String query, Map<String, String> headers,
		@Nullable MediaType type, byte[] body, Map<String, Object> session, Duration timeout) {

	private static final String ORIGIN = "http://localhost";

	private static final String HTTP = "Send this request over HTTP.";

	static CallRequest of(String method, String target, CallOptions options) {
		if (!target.startsWith("/")) {
			throw new IllegalArgumentException("A path begins with a slash, unlike \"" + target + "\".");
		}
		URI uri = uri(target);
		checkNormal(uri);
		Map<String, String> all = new LinkedHashMap<>(options.headers());
		all.putIfAbsent("accept", "application/json, */*");
		if (!options.body().isEmpty()) {
			all.putIfAbsent("content-type", MediaType.APPLICATION_JSON_VALUE);
		}
		MediaType type = type(all.get("content-type"));
		if (MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(type)) {
			checkForm(options.body(), charset(type));
		}
		byte[] bytes = options.body().getBytes(charset(type));
		// what a client makes of the body itself
		all.keySet().removeAll(Set.of("content-length", "transfer-encoding"));
		if (bytes.length > 0) {
			all.put("content-length", String.valueOf(bytes.length));
		}
		String rawPath = uri.getRawPath();
		return new CallRequest(method.toUpperCase(Locale.ROOT), rawPath, uri.getRawQuery(), all, type, bytes,
				options.session(), options.timeout());
	}

	// clients encode what isn't ASCII
	private static URI uri(String target) {
		try {
			return new URI(new URI(ORIGIN + target).toASCIIString());
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("\"" + target + "\" isn't encoded as in a URL: " + ex.getReason()
					+ " at index " + (ex.getIndex() - ORIGIN.length()) + ". A space is %20, for example.");
		}
	}

	// servers shorten such paths or refuse them, and rules of security rely on it
	private static void checkNormal(URI uri) {
		for (String path : new String[] { uri.getRawPath(), uri.getPath() }) {
			String[] segments = path.substring(1).split("/", -1);
			for (int i = 0; i < segments.length; i++) {
				String segment = segments[i].replaceFirst(";.*", "");
				boolean last = i == segments.length - 1;
				if (segment.equals(".") || segment.equals("..") || (segment.isEmpty() && !last)) {
					throw new IllegalArgumentException(
							"A path has no empty segment, no . and no .., unlike \"" + uri.getRawPath() + "\".");
				}
			}
		}
		if (uri.getFragment() != null) {
			throw new IllegalArgumentException("A request has no fragment, unlike \"#" + uri.getFragment() + "\".");
		}
	}

	// servers differ in what they make of such a body
	private static void checkForm(String body, Charset charset) {
		try {
			new FormParameters().add(body, charset);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The body is no form: " + ex.getMessage());
		}
	}

	private static @Nullable MediaType type(@Nullable String header) {
		if (header == null) {
			return null;
		}
		try {
			MediaType type = MediaType.parseMediaType(header);
			if (type.getType().equalsIgnoreCase("multipart")) {
				throw new IllegalArgumentException("call doesn't send multipart bodies, such as " + type.getType() + "/"
						+ type.getSubtype() + ". " + HTTP);
			}
			charset(type);
			return type;
		}
		catch (InvalidMediaTypeException ex) {
			// the application answers as it does to any client
			return null;
		}
	}

	private static Charset charset(@Nullable MediaType type) {
		try {
			Charset charset = (type != null) ? type.getCharset() : null;
			return (charset != null) ? charset : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			return StandardCharsets.UTF_8;
		}
	}

	Charset charset() {
		return charset(this.type);
	}

	boolean hasForm() {
		return MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(this.type);
	}

	String path() {
		return URI.create(this.rawPath).getPath();
	}

	// how somebody calls the request
	String name() {
		return this.method + " " + this.rawPath;
	}

	// what to say when nothing came in time
	String unanswered() {
		return "The handler of " + name() + " hasn't answered in " + this.timeout.toMillis()
				+ " ms, and may still be at work. :timeout \"1m\" waits longer.";
	}

}
