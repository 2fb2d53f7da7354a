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

import jakarta.servlet.ServletContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.web.context.WebApplicationContext;

import dev.replboot.endpoint.web.servlet.ApplicationRulesCheck;

/**
 * Has the application's chains checked once it has started, where the endpoint is: in the
 * application's own context or in that of the management port.
 */
final class ServletRulesNotice implements ApplicationListener<ApplicationEvent> {

	private final WebApplicationContext context;

	private final String chain;

	private @Nullable ServletContext management;

	ServletRulesNotice(WebApplicationContext context, String chain) {
		this.context = context;
		this.chain = chain;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ContextRefreshedEvent refreshed
				&& refreshed.getApplicationContext() instanceof WebApplicationContext child && isManagement(child)) {
			this.management = child.getServletContext();
		}
		else if (event instanceof ApplicationReadyEvent ready && ready.getApplicationContext() == this.context) {
			check();
		}
	}

	// as Spring Boot names it
	private boolean isManagement(ApplicationContext child) {
		return child.getParent() == this.context && (this.context.getId() + ":management").equals(child.getId());
	}

	private void check() {
		String path = this.context.getBeanProvider(PathMappedEndpoints.class)
			.stream()
			.map((endpoints) -> endpoints.getPath(EndpointId.of("repl")))
			.findFirst()
			.orElse(null);
		if (path == null) {
			return;
		}
		ApplicationRulesCheck check = new ApplicationRulesCheck(this.context);
		if (this.management != null) {
			check.check(this.chain, this.management, path);
		}
		else if (this.context.getServletContext() != null) {
			String servlet = this.context.getEnvironment().getProperty("spring.mvc.servlet.path", "");
			check.check(this.chain, this.context.getServletContext(), servlet.equals("/") ? path : servlet + path);
		}
	}

}
