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

import java.util.List;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.PropertySource;
import org.springframework.util.function.SingletonSupplier;

import dev.replboot.audit.Sanitizing;

/**
 * The application's {@link SanitizingFunction} beans, as Spring Boot's own endpoints
 * apply them.
 */
final class SanitizingFunctions implements Sanitizing.Rule {

	private static final Log logger = LogFactory.getLog(SanitizingFunctions.class);

	private final SingletonSupplier<Sanitizer> sanitizer;

	/**
	 * Create the rule.
	 * @param functions finds the beans, when a property is shown first
	 */
	SanitizingFunctions(Supplier<List<SanitizingFunction>> functions) {
		this.sanitizer = SingletonSupplier.of(() -> new Sanitizer(functions.get()));
	}

	@Override
	public @Nullable Object apply(PropertySource<?> source, String key, Object value) {
		try {
			return this.sanitizer.obtain().sanitize(new SanitizableData(source, key, value), true);
		}
		catch (RuntimeException ex) {
			logger.warn("A SanitizingFunction of the application failed, so that property " + key + " is masked", ex);
			return SanitizableData.SANITIZED_VALUE;
		}
	}

}
