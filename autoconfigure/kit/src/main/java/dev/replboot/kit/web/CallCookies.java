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

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import jakarta.servlet.http.Cookie;
import org.jspecify.annotations.Nullable;

/**
 * Cookies as the headers {@code Cookie} and {@code Set-Cookie} have them (RFC 6265).
 */
final class CallCookies {

	private static final DateTimeFormatter DATE = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private CallCookies() {
	}

	/**
	 * Read the header of a request.
	 * @param header its value
	 * @return names and values in their order
	 */
	static List<Map.Entry<String, String>> read(@Nullable String header) {
		List<Map.Entry<String, String>> cookies = new ArrayList<>();
		if (header != null) {
			for (String pair : header.split(";")) {
				int equals = pair.indexOf('=');
				if (equals > 0) {
					String value = pair.substring(equals + 1).trim();
					boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
					cookies.add(Map.entry(pair.substring(0, equals).trim(),
							quoted ? value.substring(1, value.length() - 1) : value));
				}
			}
		}
		return cookies;
	}

	static String date(Instant instant) {
		return DATE.format(instant);
	}

	// the order is that of Tomcat
	static String write(Cookie cookie) {
		StringBuilder header = new StringBuilder(cookie.getName()).append('=');
		if (cookie.getValue() != null) {
			header.append(cookie.getValue());
		}
		int age = cookie.getMaxAge();
		if (age > 0) {
			header.append("; Max-Age=").append(age);
		}
		if (age >= 0) {
			Instant expires = (age == 0) ? Instant.ofEpochMilli(10000) : Instant.now().plusSeconds(age);
			header.append("; Expires=").append(date(expires));
		}
		append(header, "Domain", cookie.getDomain());
		append(header, "Path", cookie.getPath());
		if (cookie.getSecure()) {
			header.append("; Secure");
		}
		if (cookie.isHttpOnly()) {
			header.append("; HttpOnly");
		}
		Map<String, String> others = new LinkedHashMap<>(cookie.getAttributes());
		others.keySet()
			.removeIf((name) -> List.of("max-age", "expires", "domain", "path", "secure", "httponly")
				.contains(name.toLowerCase(Locale.ROOT)));
		others.forEach((name, value) -> append(header, name, value));
		return header.toString();
	}

	private static void append(StringBuilder header, String name, @Nullable String value) {
		if (value != null) {
			header.append("; ").append(name);
			if (!value.isEmpty()) {
				header.append('=').append(value);
			}
		}
	}

}
