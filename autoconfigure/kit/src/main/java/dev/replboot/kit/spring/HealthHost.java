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

package dev.replboot.kit.spring;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.context.ApplicationContext;

/**
 * The application's health with all details, whatever its endpoint shows.
 */
public final class HealthHost {

	private final HealthEndpoint endpoint;

	/**
	 * Create it.
	 * @param context the application's context
	 */
	public HealthHost(ApplicationContext context) {
		this.endpoint = context.getBean(HealthEndpoint.class);
	}

	/**
	 * Ask all indicators.
	 * @return status, components and details by name
	 */
	public Map<String, @Nullable Object> health() {
		return describe(this.endpoint.health());
	}

	private static Map<String, @Nullable Object> describe(HealthDescriptor descriptor) {
		Map<String, @Nullable Object> health = new LinkedHashMap<>();
		health.put("status", descriptor.getStatus().getCode());
		if (descriptor instanceof CompositeHealthDescriptor composite && composite.getComponents() != null) {
			Map<String, @Nullable Object> components = new LinkedHashMap<>();
			composite.getComponents().forEach((name, component) -> components.put(name, describe(component)));
			health.put("components", components);
		}
		if (descriptor instanceof IndicatedHealthDescriptor indicated && indicated.getDetails() != null) {
			health.put("details", new LinkedHashMap<>(indicated.getDetails()));
		}
		return health;
	}

}
