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

package dev.replboot.endpoint.web.servlet;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.HeaderWriterFilter;

import dev.replboot.api.Internal;
import dev.replboot.endpoint.web.AllowedMethods;
import dev.replboot.endpoint.web.EndpointGate;

/**
 * Builds the chain that guards the endpoint and nothing else.
 */
@Internal
public final class ReplFilterChain {

	private final ListableBeanFactory beans;

	private final EndpointGate gate;

	private final List<ChainAuthentication> more;

	private final List<ReplSecurityCustomizer> customizers;

	private final boolean basic;

	/**
	 * Create a builder.
	 * @param beans the application's beans, searched for what authenticates users
	 * @param gate who may call the endpoint
	 * @param more how else to authenticate, beside HTTP Basic
	 * @param customizers what the application changes about the chain
	 * @param basic whether HTTP Basic is accepted
	 */
	public ReplFilterChain(ListableBeanFactory beans, EndpointGate gate, List<ChainAuthentication> more,
			List<ReplSecurityCustomizer> customizers, boolean basic) {
		this.beans = beans;
		this.gate = gate;
		this.more = more;
		this.customizers = customizers;
		this.basic = basic;
	}

	/**
	 * Build the chain.
	 * @param http a fresh builder
	 * @return the chain
	 */
	public SecurityFilterChain build(HttpSecurity http) {
		SecurityContextHolderStrategy contexts = this.beans.getBeanProvider(SecurityContextHolderStrategy.class)
			.getIfUnique(SecurityContextHolder::getContextHolderStrategy);
		List<String> challenges = new ArrayList<>();
		if (this.basic) {
			challenges.add("Basic realm=\"repl\"");
		}
		this.more.forEach((authentication) -> challenges.add(authentication.challenge()));
		ApplicationRules rules = new ApplicationRules(this.beans);
		ServletProblems problems = new ServletProblems(this.gate, rules, challenges, contexts);
		// a parent, so that what a customizer adds can have a provider of its own
		http.getSharedObject(AuthenticationManagerBuilder.class)
			.parentAuthenticationManager(new ApplicationAuthentication(this.beans).manager());
		if (this.basic) {
			http.httpBasic((basic) -> basic.authenticationEntryPoint(problems));
		}
		else {
			http.httpBasic(AbstractHttpConfigurer::disable);
		}
		this.more.forEach((authentication) -> authentication.configure(http, problems));
		http.exceptionHandling((handling) -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems));
		http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
		http.csrf(AbstractHttpConfigurer::disable);
		http.formLogin(AbstractHttpConfigurer::disable);
		http.logout(AbstractHttpConfigurer::disable);
		http.requestCache(AbstractHttpConfigurer::disable);
		http.addFilterAfter(new SiteFilter(this.gate), HeaderWriterFilter.class);
		http.addFilterAfter(new OutageFilter(this.gate), SiteFilter.class);
		http.addFilterAfter(new ThrottleFilter(this.gate), OutageFilter.class);
		http.addFilterAfter(new GuardFilter(this.gate, rules, new AllowedMethods(this.beans), contexts),
				AuthorizationFilter.class);
		this.customizers.forEach((customizer) -> customizer.customize(http));
		http.securityMatcher(new ReplRequestMatcher());
		http.authorizeHttpRequests((requests) -> requests.anyRequest()
			.access((authentication, context) -> new AuthorizationDecision(
					this.gate.admits(authentication.get(), context.getRequest().getMethod()))));
		return http.build();
	}

	/**
	 * Whether a chain is one that this class built.
	 * @param chain any chain
	 * @return whether it guards the endpoint
	 */
	public static boolean isOwn(SecurityFilterChain chain) {
		return chain instanceof DefaultSecurityFilterChain built
				&& built.getRequestMatcher() instanceof ReplRequestMatcher;
	}

}
