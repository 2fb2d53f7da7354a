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
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.WebApplicationContext;

import dev.replboot.access.DenialListener;
import dev.replboot.access.ReplAuthorities;
import dev.replboot.endpoint.ReplEndpoint;
import dev.replboot.endpoint.web.EndpointGate;
import dev.replboot.endpoint.web.servlet.BearerAuthentication;
import dev.replboot.endpoint.web.servlet.ChainAuthentication;
import dev.replboot.endpoint.web.servlet.ReplFilterChain;
import dev.replboot.endpoint.web.servlet.ReplSecurityCustomizer;

/**
 * Auto-configuration of the security chain in front of the endpoint in a servlet
 * application.
 * <p>
 * It comes after everything that contributes a chain unless there is one: before them,
 * ours would be the one, and the rest of the application would be open. It also needs
 * another chain to be there, because Spring Security itself protects an application
 * without any, and ours would end that too.
 */
@AutoConfiguration(after = ReplAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration",
		"org.springframework.boot.security.oauth2.client.autoconfigure.servlet.OAuth2ClientWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration",
		"org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerWebSecurityAutoConfiguration",
		"org.springframework.boot.security.saml2.autoconfigure.Saml2RelyingPartyAutoConfiguration" })
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ SecurityFilterChain.class, HttpSecurity.class, EndpointRequest.class })
@ConditionalOnAvailableEndpoint(ReplEndpoint.class)
public final class ReplServletSecurityAutoConfiguration {

	private static final String CHAIN = "replSecurityFilterChain";

	// an application that means to be first still can
	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 1;

	@Bean
	@Order(ORDER)
	@ConditionalOnBean({ HttpSecurity.class, SecurityFilterChain.class })
	@ConditionalOnMissingBean(name = CHAIN)
	SecurityFilterChain replSecurityFilterChain(HttpSecurity http, ListableBeanFactory beans,
			ReplAuthorities authorities, ObjectProvider<RoleHierarchy> hierarchy,
			ObjectProvider<DenialListener> denials, ObjectProvider<ChainAuthentication> more,
			ObjectProvider<ReplSecurityCustomizer> customizers, ReplProperties properties) {
		DenialListener listener = (denial) -> denials.orderedStream().forEach((each) -> each.denied(denial));
		EndpointGate gate = new EndpointGate(authorities, hierarchy.getIfUnique(NullRoleHierarchy::new), listener,
				properties.getLimits().throttle());
		List<ChainAuthentication> authentications = more.orderedStream().toList();
		return new ReplFilterChain(beans, gate, authentications, customizers.orderedStream().toList(),
				properties.isHttpBasic())
			.build(http);
	}

	@Bean
	@ConditionalOnBean(name = CHAIN)
	ServletRulesNotice replServletRulesNotice(WebApplicationContext context) {
		return new ServletRulesNotice(context, CHAIN);
	}

	/**
	 * Bearer tokens, where the application can take them.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ BearerTokenAuthenticationFilter.class, JwtDecoder.class })
	static class BearerConfiguration {

		@Bean
		@Nullable BearerAuthentication replBearerAuthentication(ListableBeanFactory beans) {
			return BearerAuthentication.find(beans);
		}

	}

}
