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

package dev.replboot.test.security;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AllRequiredFactorsAuthorizationManager;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.ReactivePreAuthenticatedAuthenticationManager;
import org.springframework.security.web.server.authorization.IpAddressReactiveAuthorizationManager;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

import dev.replboot.endpoint.web.reactive.ReactiveReplSecurityCustomizer;

/**
 * WebFlux applications with rules of their own.
 */
final class ReactiveRuleApplications {

	private ReactiveRuleApplications() {
	}

	@Configuration(proxyBeanMethods = false)
	static class WithUsers extends ReactiveApplications.Secured {

		@Bean
		ReactiveUserDetailsService users() {
			List<UserDetails> users = new ArrayList<>(Users.all());
			users.add(User.withUsername("both").password(Users.PASSWORD).roles("REPL_ADMIN", "ACTUATOR").build());
			return new MapReactiveUserDetailsService(users);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Factors extends WithUsers {

		@Bean
		SecurityWebFilterChain factors(ServerHttpSecurity http) {
			return http
				.authorizeExchange(
						(exchanges) -> exchanges.anyExchange().hasAuthority(FactorGrantedAuthority.OTT_AUTHORITY))
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FactorsOfTheFactory extends WithUsers {

		@Bean
		DefaultAuthorizationManagerFactory<Object> factory() {
			DefaultAuthorizationManagerFactory<Object> factory = new DefaultAuthorizationManagerFactory<>();
			factory.setAdditionalAuthorization(AllRequiredFactorsAuthorizationManager.builder()
				.requireFactor((factor) -> factor.authority(FactorGrantedAuthority.OTT_AUTHORITY))
				.build());
			return factory;
		}

		@Bean
		SecurityWebFilterChain open(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Endpoints extends WithUsers {

		@Bean
		@Order(1)
		SecurityWebFilterChain endpointsChain(ServerHttpSecurity http) {
			return http.securityMatcher(EndpointRequest.toAnyEndpoint())
				.authorizeExchange((exchanges) -> exchanges.anyExchange().hasRole("ACTUATOR"))
				.httpBasic(Customizer.withDefaults())
				.addFilterBefore(new OwnFilter(), SecurityWebFiltersOrder.AUTHENTICATION)
				.build();
		}

		@Bean
		SecurityWebFilterChain rest(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.addFilterBefore(new OwnFilter(), SecurityWebFiltersOrder.AUTHENTICATION)
				.build();
		}

	}

	static class OwnFilter implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			return chain.filter(exchange);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Addresses extends WithUsers {

		@Bean
		@Order(1)
		SecurityWebFilterChain ops(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/ops/**"))
				.authorizeExchange((exchanges) -> exchanges.anyExchange()
					.access(IpAddressReactiveAuthorizationManager.hasIpAddress("10.0.0.0/8")))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers extends WithUsers {

		@Bean
		SecurityWebFilterChain rest(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		ReactiveReplSecurityCustomizer replSecurity(ReactiveUserDetailsService users) {
			return (http) -> {
				AuthenticationWebFilter filter = new AuthenticationWebFilter(
						new ReactivePreAuthenticatedAuthenticationManager(users));
				filter.setServerAuthenticationConverter(
						(exchange) -> Mono.justOrEmpty(exchange.getRequest().getHeaders().getFirst("X-User"))
							.map((name) -> new PreAuthenticatedAuthenticationToken(name, "")));
				http.addFilterAt(filter, SecurityWebFiltersOrder.AUTHENTICATION);
				http.authorizeExchange((exchanges) -> {
					exchanges.matchers((exchange) -> exchange.getRequest().getHeaders().containsHeader("X-Blocked")
							? MatchResult.match() : MatchResult.notMatch())
						.denyAll();
					exchanges.pathMatchers("/**").permitAll();
				});
				http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/**"));
			};
		}

	}

}
