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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.userdetails.UserDetailsService;

import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.peer.PeerMapping;
import dev.replboot.access.peer.PeerRequirement;
import dev.replboot.access.peer.PeerRule;
import dev.replboot.access.peer.UserDetailsMapping;
import dev.replboot.endpoint.ReplEndpoint;

/**
 * Auto-configuration of what is demanded of the operating system's user at the other end
 * of a connection.
 */
@AutoConfiguration(before = ReplAutoConfiguration.class,
		afterName = "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration")
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
@EnableConfigurationProperties(ReplProperties.class)
public final class ReplPeerAutoConfiguration {

	@Bean
	PeerRule replPeerRule(ReplProperties properties, ObjectProvider<PeerMapping> mappings,
			ReplAuthorities authorities) {
		PeerProperties peer = properties.getPeer();
		PeerRequirement requirement = peer.getRequire();
		PeerMapping mapping = mappings.getIfAvailable();
		boolean unmet = switch (requirement) {
			case NONE, SAME_USER -> false;
			case LISTED -> peer.getUsers().isEmpty();
			case MAPPED -> mapping == null;
		};
		if (unmet) {
			throw new UnmetPeerRequirementException(requirement);
		}
		return new PeerRule(requirement, peer.getUsers(), (mapping != null) ? mapping : (user) -> null, authorities);
	}

	/**
	 * The application's users, where it has some.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ UserDetailsService.class, RoleHierarchy.class })
	@ConditionalOnProperty(name = "repl.peer.require", havingValue = "mapped")
	static class MappingConfiguration {

		@Bean
		@ConditionalOnMissingBean(PeerMapping.class)
		@ConditionalOnSingleCandidate(UserDetailsService.class)
		UserDetailsMapping replPeerMapping(UserDetailsService users, ObjectProvider<RoleHierarchy> hierarchy) {
			return new UserDetailsMapping(users, hierarchy.getIfUnique(NullRoleHierarchy::new));
		}

	}

}
