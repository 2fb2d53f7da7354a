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

package dev.replboot.autoconfigure;

import java.util.function.Function;

import io.micrometer.observation.Observation;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Exceptions that an exception handler of Spring MVC has turned into an answer. The
 * observation of the request doesn't have them, but Spring Boot's error attributes do.
 */
final class ServletErrors implements Function<Observation.Context, @Nullable Throwable> {

	private final ObjectProvider<ErrorAttributes> attributes;

	ServletErrors(ObjectProvider<ErrorAttributes> attributes) {
		this.attributes = attributes;
	}

	@Override
	public @Nullable Throwable apply(Observation.Context context) {
		if (!(context instanceof ServerRequestObservationContext request)) {
			return null;
		}
		ErrorAttributes known = this.attributes.getIfUnique();
		HttpServletRequest carrier = request.getCarrier();
		return (known != null && carrier != null) ? known.getError(new ServletWebRequest(carrier)) : null;
	}

}
