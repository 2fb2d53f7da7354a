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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.util.ClassUtils;

import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplRole;

/**
 * Warns once, when the application has started, that the endpoint can't be reached or
 * refuses everybody, and says what to add.
 */
final class EndpointNotice implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(EndpointNotice.class);

	private final ApplicationContext context;

	private final ReplAuthorities authorities;

	EndpointNotice(ApplicationContext context, ReplAuthorities authorities) {
		this.context = context;
		this.authorities = authorities;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() == this.context) {
			String notice = notice();
			if (notice != null) {
				logger.warn(notice);
			}
		}
	}

	private @Nullable String notice() {
		boolean servlet = is("org.springframework.web.context.WebApplicationContext");
		boolean reactive = is("org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext");
		if (!servlet && !reactive) {
			return "The endpoint repl needs a web server, and this application has none, so that the REPL can't be"
					+ " opened. Add spring-boot-starter-webmvc or spring-boot-starter-webflux, with"
					+ " management.server.address=127.0.0.1 for example, or start a twin beside the application, which"
					+ " needs none: the same command line with --repl.twin.";
		}
		if (!isPresent("org.springframework.security.core.Authentication")
				|| !isPresent("org.springframework.boot.security.autoconfigure.SecurityProperties")) {
			return "The endpoint repl refuses everybody, because the application has no Spring Security. Add the"
					+ " dependency org.springframework.boot:spring-boot-starter-security and give somebody the"
					+ " authority " + this.authorities.authority(ReplRole.ADMIN) + ". Spring Boot then asks for a login"
					+ " on every page, unless the application has a "
					+ (servlet ? "SecurityFilterChain" : "SecurityWebFilterChain") + " bean that permits them.";
		}
		String chain = servlet ? "replSecurityFilterChain" : "replSecurityWebFilterChain";
		if (!this.context.containsBean(chain)) {
			return "The endpoint repl refuses everybody, because the chain that guards it, " + chain
					+ ", isn't there: it takes web security configured by Spring Boot, and another chain, for the rest of"
					+ " the application. Look into spring.autoconfigure.exclude, or define a "
					+ (servlet ? "SecurityFilterChain" : "SecurityWebFilterChain") + " bean.";
		}
		return null;
	}

	private boolean is(String type) {
		return isPresent(type)
				&& ClassUtils.resolveClassName(type, this.context.getClassLoader()).isInstance(this.context);
	}

	private boolean isPresent(String type) {
		return ClassUtils.isPresent(type, this.context.getClassLoader());
	}

}
