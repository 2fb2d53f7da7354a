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

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

import dev.replboot.text.VisibleText;

/**
 * The options of a call.
 *
 * @param headers the headers by name in lower case
 * @param body the body, or an empty string
 * @param session the attributes of the session that the request belongs to; empty for a
 * request without a session
 * @param timeout how long the caller waits for an answer
 */
record CallOptions(Map<String, String> headers, String body, Map<String, Object> session, Duration timeout) {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);

	// a token: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
	private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	static final CallOptions NONE = new CallOptions(Map.of(), "", Map.of(), TIMEOUT);

	static CallOptions of(Map<String, ? extends @Nullable Object> options) {
		for (String name : options.keySet()) {
			switch (name) {
				case "headers", "body", "session", "timeout" -> {
				}
				default -> throw new IllegalArgumentException("call has no option :" + name
						+ ". Its options are :headers, :body, :session and :timeout. A query is part of the path.");
			}
		}
		Map<String, String> headers = new LinkedHashMap<>();
		map(options, "headers")
			.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), header(name, value)));
		return new CallOptions(headers, body(options.get("body")), map(options, "session"),
				timeout(options.get("timeout")));
	}

	// several values of a header are one with commas
	private static String header(String name, Object value) {
		String text = (value instanceof Collection<?> values)
				? values.stream().map(String::valueOf).collect(Collectors.joining(", ")) : String.valueOf(value);
		if (!NAME.matcher(name).matches()
				|| text.chars().anyMatch((character) -> character < ' ' && character != '\t')) {
			throw new IllegalArgumentException("There is no such header as \"" + VisibleText.line(name) + ": "
					+ VisibleText.line(text) + "\". A name has no space and no colon, a value is one line.");
		}
		return text;
	}

	private static Map<String, Object> map(Map<String, ? extends @Nullable Object> options, String name) {
		Object value = options.get(name);
		if (value == null) {
			return Map.of();
		}
		if (!(value instanceof Map<?, ?> map)) {
			throw new IllegalArgumentException(
					":" + name + " must be a map from names to values, but was " + value.getClass().getName() + ".");
		}
		Map<String, Object> named = new LinkedHashMap<>();
		map.forEach((key, each) -> {
			if (each != null) {
				named.put(String.valueOf(key), each);
			}
		});
		return named;
	}

	private static String body(@Nullable Object body) {
		if (body == null || body instanceof String) {
			return (body != null) ? (String) body : "";
		}
		throw new IllegalArgumentException(":body must be a string, but was " + body.getClass().getName()
				+ ". Write it as the content type requires, for example \"a=1&b=2\" for a form.");
	}

	private static Duration timeout(@Nullable Object value) {
		if (value == null) {
			return TIMEOUT;
		}
		Duration timeout;
		if (String.valueOf(value).matches("[0-9]+")) {
			throw new IllegalArgumentException(":timeout must have a unit, such as \"" + value + "s\" or \"" + value
					+ "ms\", but was " + value + ".");
		}
		try {
			timeout = DurationStyle.detectAndParse(String.valueOf(value));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(":timeout is no duration such as \"20s\" or \"PT20S\": " + value);
		}
		if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
			throw new IllegalArgumentException(":timeout must be between 1ms and 10m, but was " + value + ".");
		}
		return timeout;
	}

}
