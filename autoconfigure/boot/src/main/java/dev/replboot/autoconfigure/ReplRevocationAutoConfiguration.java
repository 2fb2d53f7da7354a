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

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.UserDetailsService;

import dev.replboot.access.standing.ApplicationStandings;
import dev.replboot.access.standing.StandingDesk;
import dev.replboot.access.standing.StandingSource;
import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.lifecycle.RevocationPolicy;

/**
 * Auto-configuration of how the application is asked whether principals may still use the
 * REPL.
 */
@AutoConfiguration(before = ReplAutoConfiguration.class)
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
@EnableConfigurationProperties(RevocationProperties.class)
public final class ReplRevocationAutoConfiguration {

	@Bean
	RevocationPolicy replRevocationPolicy(RevocationProperties properties, ObjectProvider<StandingSource> sources) {
		// of two, none would be asked: the application doesn't start then
		return new RevocationPolicy(
				new StandingDesk(sources.getIfAvailable(() -> StandingSource.NONE), properties.getTimeout()),
				properties.getInterval());
	}

	/**
	 * Where there are users.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(UserDetailsService.class)
	@ConditionalOnProperty(name = "repl.revocation.enabled", matchIfMissing = true)
	static class SecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean(StandingSource.class)
		ApplicationStandings replStandings(ListableBeanFactory beans) {
			return new ApplicationStandings(() -> Lookups.users(beans), () -> Lookups.issuers(beans));
		}

	}

}
