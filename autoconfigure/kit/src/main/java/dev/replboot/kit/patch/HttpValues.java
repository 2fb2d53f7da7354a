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

package dev.replboot.kit.patch;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;

import dev.replboot.kit.patch.Wrappers.Inner;

/**
 * Answers of a controller with their headers and status, where Spring Web is on the class
 * path.
 */
final class HttpValues {

	private HttpValues() {
	}

	static Object inside(Object value, ResolvableType type, Inner inner) {
		// a subclass has more than could be copied
		if (value.getClass() != ResponseEntity.class && value.getClass() != HttpEntity.class) {
			return value;
		}
		HttpEntity<?> answer = (HttpEntity<?>) value;
		Object body = answer.getBody();
		if (body == null) {
			return value;
		}
		@Nullable Object made = inner.coerce(body, type.as(HttpEntity.class).getGeneric());
		if (made == body) {
			return value;
		}
		return (answer instanceof ResponseEntity<?> response)
				? new ResponseEntity<>(made, response.getHeaders(), response.getStatusCode())
				: new HttpEntity<>(Objects.requireNonNull(made), answer.getHeaders());
	}

}
