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
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;

import dev.replboot.kit.patch.CallerFailures;
import dev.replboot.observation.CallerFailureHandler;

/**
 * Has patches hear of the failures of requests and tasks. A handler of observations can't
 * be removed, so it is added with the first patch.
 */
@Configuration(proxyBeanMethods = false)
final class CallerFailureObservation {

	@Bean
	CallerFailures replCallerFailures(ObjectProvider<ObservationRegistry> registries,
			ObjectProvider<HandledErrors> handled) {
		return new CallerFailures((failures) -> {
			HandledErrors errors = handled.getIfAvailable(() -> new HandledErrors((context) -> null));
			CallerFailureHandler handler = new CallerFailureHandler(failures, errors.find());
			registries.stream().forEach((registry) -> registry.observationConfig().observationHandler(handler));
		});
	}

	/**
	 * Spring MVC, where it is on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ErrorAttributes.class, HttpServletRequest.class, ServerRequestObservationContext.class })
	static class ServletConfiguration {

		@Bean
		HandledErrors replHandledErrors(ObjectProvider<ErrorAttributes> attributes) {
			return new HandledErrors(new ServletErrors(attributes));
		}

	}

	/**
	 * Exceptions that the application has handled.
	 *
	 * @param find finds the one of an observation, or gives {@code null}
	 */
	record HandledErrors(Function<Observation.Context, @Nullable Throwable> find) {

	}

}
