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
import org.springframework.security.web.AuthenticationEntryPoint;

import dev.replboot.api.Internal;

/**
 * A way to authenticate at the endpoint's chain, beside HTTP Basic.
 */
@Internal
public interface ChainAuthentication {

	/**
	 * The challenge to add to a refusal.
	 * @return a value of the header {@code WWW-Authenticate}
	 */
	String challenge();

	/**
	 * Add it to the chain.
	 * @param http the chain being built
	 * @param entryPoint answers whose credentials are not accepted
	 */
	void configure(HttpSecurity http, AuthenticationEntryPoint entryPoint);

}
