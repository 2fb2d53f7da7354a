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

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.authorization.EnableMultiFactorAuthentication;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsByNameServiceWrapper;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.IpAddressAuthorizationManager;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationProvider;
import org.springframework.security.web.authentication.preauth.RequestHeaderAuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.util.matcher.RequestHeaderRequestMatcher;

import dev.replboot.endpoint.web.servlet.ReplSecurityCustomizer;

/**
 * Servlet applications with rules of their own.
 */
final class ServletRuleApplications {

	private ServletRuleApplications() {
	}

	@Configuration(proxyBeanMethods = false)
	static class WithUsers extends ServletApplications.Secured {

		@Bean
		UserDetailsService users() {
			InMemoryUserDetailsManager users = new InMemoryUserDetailsManager(Users.all());
			users
				.createUser(User.withUsername("both").password(Users.PASSWORD).roles("REPL_ADMIN", "ACTUATOR").build());
			return users;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@EnableMultiFactorAuthentication(
			authorities = { FactorGrantedAuthority.PASSWORD_AUTHORITY, FactorGrantedAuthority.OTT_AUTHORITY })
	static class Factors extends WithUsers {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@EnableMultiFactorAuthentication(
			authorities = { FactorGrantedAuthority.PASSWORD_AUTHORITY, FactorGrantedAuthority.OTT_AUTHORITY })
	static class FactorsOfTheFactory extends WithUsers {

		@Bean
		SecurityFilterChain open(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Endpoints extends WithUsers {

		@Bean
		@Order(1)
		SecurityFilterChain endpointsChain(HttpSecurity http) {
			return http.securityMatcher(EndpointRequest.toAnyEndpoint())
				.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("ACTUATOR"))
				.httpBasic(Customizer.withDefaults())
				.addFilterBefore(new OwnFilter(), BasicAuthenticationFilter.class)
				.build();
		}

		@Bean
		SecurityFilterChain rest(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.addFilterBefore(new OwnFilter(), BasicAuthenticationFilter.class)
				.build();
		}

	}

	static class OwnFilter implements Filter {

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			chain.doFilter(request, response);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Addresses extends WithUsers {

		@Bean
		@Order(1)
		SecurityFilterChain ops(HttpSecurity http) {
			return http.securityMatcher("/ops/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest()
					.access(IpAddressAuthorizationManager.hasIpAddress("10.0.0.0/8")))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers extends WithUsers {

		@Bean
		ReplSecurityCustomizer replSecurity(UserDetailsService users) {
			return (http) -> {
				PreAuthenticatedAuthenticationProvider provider = new PreAuthenticatedAuthenticationProvider();
				provider.setPreAuthenticatedUserDetailsService(new UserDetailsByNameServiceWrapper<>(users));
				RequestHeaderAuthenticationFilter filter = new RequestHeaderAuthenticationFilter();
				filter.setPrincipalRequestHeader("X-User");
				filter.setExceptionIfHeaderMissing(false);
				filter.setAuthenticationManager((authentication) -> provider.authenticate(authentication));
				http.addFilter(filter);
				http.authorizeHttpRequests((requests) -> {
					requests.requestMatchers(new RequestHeaderRequestMatcher("X-Blocked")).denyAll();
					requests.requestMatchers("/**").permitAll();
				});
				http.securityMatcher("/**");
			};
		}

	}

}
