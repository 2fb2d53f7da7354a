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

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import dev.replboot.endpoint.ClosedRuntimeDescriptor;
import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.runtime.ClosedRuntime;
import dev.replboot.runtime.unload.RuntimeWatch;

/**
 * Auto-configuration of a detail of the application's health: closed REPLs that stay in
 * memory. The application is up all the same.
 */
@AutoConfiguration(after = ReplAutoConfiguration.class)
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
@ConditionalOnClass(HealthIndicator.class)
public final class ReplRuntimeHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "replRuntimesHealthIndicator")
	HealthIndicator replRuntimesHealthIndicator(RuntimeWatch watch) {
		return () -> {
			List<ClosedRuntimeDescriptor> staying = watch.remaining()
				.stream()
				.filter(ClosedRuntime::stays)
				.map(ClosedRuntimeDescriptor::of)
				.toList();
			return Health.up().withDetail("staying", staying.size()).withDetail("closedRuntimes", staying).build();
		};
	}

}
