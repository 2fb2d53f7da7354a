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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a call, as a map.
 */
final class CallAnswer {

	private final Map<String, @Nullable Object> answer = new LinkedHashMap<>();

	private final Map<String, @Nullable Object> headers = new LinkedHashMap<>();

	CallAnswer(int status) {
		this.answer.put("status", status);
	}

	CallAnswer error(@Nullable String error) {
		if (error != null) {
			this.answer.put("error", error);
		}
		return this;
	}

	// cookies contain commas, so that several can't be joined
	CallAnswer header(String name, Collection<String> values) {
		String key = name.toLowerCase(Locale.ROOT);
		boolean several = key.equals("set-cookie") && values.size() > 1;
		this.headers.put(key, several ? List.copyOf(values) : String.join(", ", values));
		return this;
	}

	CallAnswer body(String method, BoundedBody body) {
		this.answer.put("headers", this.headers);
		this.answer.put("body", method.equals("HEAD") ? "" : body.text());
		return this;
	}

	CallAnswer cut(boolean cut) {
		if (cut) {
			this.answer.put("cut", true);
		}
		return this;
	}

	CallAnswer session(@Nullable Map<String, Object> attributes) {
		if (attributes != null && !attributes.isEmpty()) {
			this.answer.put("session", new LinkedHashMap<>(attributes));
		}
		return this;
	}

	Map<String, @Nullable Object> map() {
		return this.answer;
	}

}
