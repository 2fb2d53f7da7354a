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

import java.time.Duration;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtGrantedAuthoritiesConverterAdapter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The WebFlux applications of the matrix.
 */
final class ReactiveApplications {

	private ReactiveApplications() {
	}

	@RestController
	static class Hello {

		@RequestMapping("/hello")
		String hello() {
			return "hello";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Hello.class)
	static class Plain {

		// an application that stops would take the shared ones away from the others
		@Bean
		ReactorResourceFactory reactorResources() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			resources.setShutdownQuietPeriod(Duration.ZERO);
			return resources;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Secured extends Plain {

		@Bean
		PasswordEncoder encoder() {
			return new PlainPasswords();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnUserDetails extends Secured {

		@Bean
		ReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(Users.all());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveMethodSecurity
	static class PermitAll extends OwnUserDetails {

		@Bean
		SecurityWebFilterChain permitAll(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ahead extends OwnUserDetails {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityWebFilterChain actuator(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/actuator/**"))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.httpBasic(Customizer.withDefaults())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

		@Bean
		SecurityWebFilterChain rest(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	// the nearest that WebFlux has
	@Configuration(proxyBeanMethods = false)
	static class Ignored extends OwnUserDetails {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityWebFilterChain everything(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customized extends OwnUserDetails {

		@Bean
		Customizer<ServerHttpSecurity> everyChain() {
			return (http) -> http
				.authorizeExchange((exchanges) -> exchanges.pathMatchers("/hello", "/actuator/**").permitAll());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager extends Secured {

		@Bean
		ReactiveAuthenticationManager manager() {
			UserDetailsRepositoryReactiveAuthenticationManager manager = new UserDetailsRepositoryReactiveAuthenticationManager(
					new MapReactiveUserDetailsService(Users.all()));
			manager.setPasswordEncoder(new PlainPasswords());
			return manager;
		}

		@Bean
		ReactiveUserDetailsService unused() {
			return new MapReactiveUserDetailsService(Users.user("backdoor", "REPL_ADMIN"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Several extends Secured {

		@Bean
		@Primary
		ReactiveUserDetailsService first() {
			return new MapReactiveUserDetailsService(Users.all());
		}

		@Bean
		ReactiveUserDetailsService second() {
			return new MapReactiveUserDetailsService(Users.user("backdoor", "REPL_ADMIN"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedResourceServer extends Plain {

		@Bean
		ReactiveJwtDecoder decoder() {
			return NimbusReactiveJwtDecoder.withSecretKey(Tokens.KEY).macAlgorithm(MacAlgorithm.HS256).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ResourceServer extends ScopedResourceServer {

		@Bean
		ReactiveJwtAuthenticationConverter converter() {
			JwtGrantedAuthoritiesConverter authorities = new JwtGrantedAuthoritiesConverter();
			authorities.setAuthoritiesClaimName("roles");
			authorities.setAuthorityPrefix("");
			ReactiveJwtAuthenticationConverter converter = new ReactiveJwtAuthenticationConverter();
			converter.setJwtGrantedAuthoritiesConverter(new ReactiveJwtGrantedAuthoritiesConverterAdapter(authorities));
			return converter;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FormLogin extends OwnUserDetails {

		@Bean
		SecurityWebFilterChain form(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hierarchy extends Secured {

		@Bean
		ReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(Users.user("admin", "OPS"), Users.user("nobody", "OTHER"));
		}

		@Bean
		RoleHierarchy hierarchy() {
			return RoleHierarchyImpl.fromHierarchy("ROLE_OPS > ROLE_REPL_ADMIN");
		}

	}

}
