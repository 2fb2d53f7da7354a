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

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The servlet applications of the matrix.
 */
final class ServletApplications {

	private ServletApplications() {
	}

	private static AuthenticationProvider provider(int from, int to) {
		DaoAuthenticationProvider provider = new DaoAuthenticationProvider(
				new InMemoryUserDetailsManager(Users.all().subList(from, to)));
		provider.setPasswordEncoder(new PlainPasswords());
		return provider;
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
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(Users.all());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class PermitAll extends OwnUserDetails {

		@Bean
		SecurityFilterChain permitAll(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ahead extends OwnUserDetails {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityFilterChain actuator(HttpSecurity http) {
			return http.securityMatcher("/actuator/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.csrf(AbstractHttpConfigurer::disable)
				.build();
		}

		@Bean
		SecurityFilterChain rest(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ignored extends OwnUserDetails {

		@Bean
		WebSecurityCustomizer ignore() {
			return (web) -> web.ignoring().requestMatchers("/**");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customized extends OwnUserDetails {

		@Bean
		Customizer<HttpSecurity> everyChain() {
			return (http) -> http
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/hello", "/actuator/**").permitAll());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager extends Secured {

		@Bean
		AuthenticationManager manager() {
			return new ProviderManager(provider(0, Users.all().size()));
		}

		@Bean
		UserDetailsService unused() {
			return new InMemoryUserDetailsManager(Users.user("backdoor", "REPL_ADMIN"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Several extends Secured {

		@Bean
		AuthenticationProvider first() {
			return provider(0, 2);
		}

		@Bean
		AuthenticationProvider second() {
			return provider(2, Users.all().size());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedResourceServer extends Plain {

		@Bean
		JwtDecoder decoder() {
			return NimbusJwtDecoder.withSecretKey(Tokens.KEY).macAlgorithm(MacAlgorithm.HS256).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ResourceServer extends ScopedResourceServer {

		@Bean
		JwtAuthenticationConverter converter() {
			JwtGrantedAuthoritiesConverter authorities = new JwtGrantedAuthoritiesConverter();
			authorities.setAuthoritiesClaimName("roles");
			authorities.setAuthorityPrefix("");
			JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
			converter.setJwtGrantedAuthoritiesConverter(authorities);
			return converter;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FormLogin extends OwnUserDetails {

		@Bean
		SecurityFilterChain form(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hierarchy extends Secured {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(Users.user("admin", "OPS"), Users.user("nobody", "OTHER"));
		}

		@Bean
		RoleHierarchy hierarchy() {
			return RoleHierarchyImpl.fromHierarchy("ROLE_OPS > ROLE_REPL_ADMIN");
		}

	}

}
