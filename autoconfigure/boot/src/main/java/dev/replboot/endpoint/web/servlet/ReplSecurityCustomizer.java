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

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/**
 * Callback that changes the security filter chain of the endpoint in a servlet
 * application, for example by a rule about addresses, X.509 certificates or another entry
 * point. Beans of this type are called in their order, after the chain's own settings and
 * before its rule for any request.
 * <p>
 * A customizer can add demands, and other ways to authenticate. It can't take away the
 * endpoint's own demand of a role, nor the rules of the application's other chains, which
 * the chain's last filter checks. Rules are added with {@code requestMatchers};
 * {@code anyRequest} is the chain's own and fails the start.
 *
 * @since 0.1.0
 * @see dev.replboot.endpoint.web.reactive.ReactiveReplSecurityCustomizer
 */
@FunctionalInterface
public interface ReplSecurityCustomizer {

	/**
	 * Change the chain.
	 * @param http the chain being built
	 */
	void customize(HttpSecurity http);

}
