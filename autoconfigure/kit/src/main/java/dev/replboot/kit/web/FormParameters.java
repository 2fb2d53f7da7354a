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

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query or of a body of type
 * {@code application/x-www-form-urlencoded}, in their order.
 */
final class FormParameters {

	private final Map<String, List<String>> values = new LinkedHashMap<>();

	static FormParameters of(Map<String, String[]> parameters) {
		FormParameters all = new FormParameters();
		parameters.forEach((name, values) -> all.values.put(name, new ArrayList<>(List.of(values))));
		return all;
	}

	FormParameters add(@Nullable String encoded, Charset charset) {
		if (encoded != null) {
			for (String pair : encoded.split("&")) {
				if (!pair.isEmpty()) {
					int equals = pair.indexOf('=');
					String name = (equals >= 0) ? pair.substring(0, equals) : pair;
					String value = (equals >= 0) ? pair.substring(equals + 1) : "";
					this.values.computeIfAbsent(URLDecoder.decode(name, charset), (key) -> new ArrayList<>())
						.add(URLDecoder.decode(value, charset));
				}
			}
		}
		return this;
	}

	// of a name that is there, the new values come first
	FormParameters addAhead(FormParameters more) {
		more.values
			.forEach((name, values) -> this.values.computeIfAbsent(name, (key) -> new ArrayList<>()).addAll(0, values));
		return this;
	}

	Map<String, String[]> map() {
		Map<String, String[]> map = new LinkedHashMap<>();
		this.values.forEach((name, values) -> map.put(name, values.toArray(String[]::new)));
		return map;
	}

}
