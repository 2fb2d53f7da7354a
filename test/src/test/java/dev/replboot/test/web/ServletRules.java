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

package dev.replboot.test.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;

/**
 * Rules that save whatever Spring Security can save, and count it.
 */
@Configuration(proxyBeanMethods = false)
class ServletRules {

	@Bean
	Saved saved() {
		return new Saved();
	}

	@Bean
	SecurityFilterChain rules(HttpSecurity http, Saved saved) {
		return http
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers("/guarded/**").hasRole("ADMIN").anyRequest().permitAll())
			.headers(HeadersConfigurer::disable)
			.formLogin((login) -> login.loginPage("/sign-in"))
			.csrf((csrf) -> csrf.requireCsrfProtectionMatcher(
					(request) -> request.getServletPath().startsWith("/guarded") && request.getMethod().equals("POST")))
			.requestCache((cache) -> cache.requestCache(saved.requests()))
			.securityContext((context) -> context.securityContextRepository(saved.contexts()))
			.build();
	}

	/**
	 * What was saved, and listens to sessions.
	 */
	static class Saved implements HttpSessionListener {

		private final List<String> all = new CopyOnWriteArrayList<>();

		List<String> all() {
			return this.all;
		}

		@Override
		public void sessionCreated(HttpSessionEvent event) {
			this.all.add("session");
		}

		private HttpSessionRequestCache requests() {
			return new HttpSessionRequestCache() {

				@Override
				public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
					Saved.this.all.add("request");
					super.saveRequest(request, response);
				}

			};
		}

		private HttpSessionSecurityContextRepository contexts() {
			return new HttpSessionSecurityContextRepository() {

				@Override
				public void saveContext(SecurityContext context, HttpServletRequest request,
						HttpServletResponse response) {
					Saved.this.all.add("context");
					super.saveContext(context, request, response);
				}

			};
		}

	}

}
