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

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.kit.patch.Patches;

/**
 * Auto-configuration of a detail of the application's health: what runs now and isn't in
 * its jar. The application is up all the same.
 */
@AutoConfiguration(after = ReplKitAutoConfiguration.class)
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
@ConditionalOnClass(HealthIndicator.class)
public final class ReplPatchHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "replPatchesHealthIndicator")
	HealthIndicator replPatchesHealthIndicator(Patches patches) {
		return () -> Health.up()
			.withDetail("active", patches.count())
			.withDetail("patches", patches.all().stream().map((patch) -> patch.type() + "." + patch.method()).toList())
			.build();
	}

}
