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

import java.util.Objects;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;

/**
 * Bodies of what a controller returns with headers and a status.
 */
public final class ResponseBodies {

	private ResponseBodies() {
	}

	/**
	 * The body.
	 * @param value what a controller returns
	 * @return its body, or {@code null} if it has none
	 */
	public static @Nullable Object body(Object value) {
		return (value.getClass() == ResponseEntity.class) ? ((ResponseEntity<?>) value).getBody() : null;
	}

	/**
	 * Convert the body, and keep the headers and the status.
	 * @param value what a controller returns
	 * @param type its declared type
	 * @param conversion converts a body to its declared type
	 * @return the very value if it has no body, or nothing of that changes
	 */
	public static Object convert(Object value, ResolvableType type,
			BiFunction<Object, ResolvableType, @Nullable Object> conversion) {
		// a subclass has more than could be copied
		if (value.getClass() != ResponseEntity.class && value.getClass() != HttpEntity.class) {
			return value;
		}
		HttpEntity<?> answer = (HttpEntity<?>) value;
		Object body = answer.getBody();
		if (body == null) {
			return value;
		}
		Object made = conversion.apply(body, type.as(HttpEntity.class).getGeneric());
		if (made == body) {
			return value;
		}
		return (answer instanceof ResponseEntity<?> response)
				? new ResponseEntity<>(made, response.getHeaders(), response.getStatusCode())
				: new HttpEntity<>(Objects.requireNonNull(made), answer.getHeaders());
	}

}
