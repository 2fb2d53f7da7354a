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

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtReactiveAuthenticationManager;
import org.springframework.security.web.server.SecurityWebFilterChain;

import dev.replboot.access.DenialListener;
import dev.replboot.access.ReplAuthorities;
import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.endpoint.web.EndpointGate;
import dev.replboot.endpoint.web.reactive.ReactiveBearerAuthentication;
import dev.replboot.endpoint.web.reactive.ReactiveChainAuthentication;
import dev.replboot.endpoint.web.reactive.ReactiveReplSecurityCustomizer;
import dev.replboot.endpoint.web.reactive.ReplWebFilterChain;

/**
 * Auto-configuration of the security chain in front of the endpoint in a reactive
 * application.
 * <p>
 * It comes after everything that contributes a chain unless there is one: before them,
 * ours would be the one, and the rest of the application would be open. It also needs
 * another chain to be there, because Spring Security itself protects an application
 * without any, and ours would end that too.
 */
@AutoConfiguration(after = ReplAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.reactive.ReactiveOAuth2ResourceServerWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.ReactiveOAuth2ResourceServerAutoConfiguration",
		"org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientWebSecurityAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass({ SecurityWebFilterChain.class, ServerHttpSecurity.class, EndpointRequest.class })
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
public final class ReplReactiveSecurityAutoConfiguration {

	private static final String CHAIN = "replSecurityWebFilterChain";

	// an application that means to be first still can
	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1;

	@Bean
	@Order(ORDER)
	@ConditionalOnBean({ ServerHttpSecurity.class, SecurityWebFilterChain.class })
	@ConditionalOnMissingBean(name = CHAIN)
	SecurityWebFilterChain replSecurityWebFilterChain(ServerHttpSecurity http, ListableBeanFactory beans,
			ReplAuthorities authorities, ObjectProvider<RoleHierarchy> hierarchy,
			ObjectProvider<DenialListener> denials, ObjectProvider<ReactiveChainAuthentication> more,
			ObjectProvider<ReactiveReplSecurityCustomizer> customizers, ReplProperties properties) {
		DenialListener listener = (denial) -> denials.orderedStream().forEach((each) -> each.denied(denial));
		EndpointGate gate = new EndpointGate(authorities, hierarchy.getIfUnique(NullRoleHierarchy::new), listener,
				properties.getLimits().throttle());
		List<ReactiveChainAuthentication> authentications = more.orderedStream().toList();
		return new ReplWebFilterChain(beans, gate, authentications, customizers.orderedStream().toList(),
				properties.isHttpBasic())
			.build(http);
	}

	@Bean
	@ConditionalOnBean(name = CHAIN)
	ReactiveRulesNotice replReactiveRulesNotice(ApplicationContext context) {
		return new ReactiveRulesNotice(context, CHAIN);
	}

	/**
	 * Bearer tokens, where the application can take them.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JwtReactiveAuthenticationManager.class, ReactiveJwtDecoder.class })
	static class BearerConfiguration {

		@Bean
		@Nullable ReactiveBearerAuthentication replBearerAuthentication(ListableBeanFactory beans) {
			return ReactiveBearerAuthentication.find(beans);
		}

	}

}
