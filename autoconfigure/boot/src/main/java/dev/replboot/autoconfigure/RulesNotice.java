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

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Has the application's chains checked once it has started, where the endpoint is: in the
 * application's own context or in that of the management port.
 */
abstract class RulesNotice implements ApplicationListener<ApplicationEvent> {

	private final ApplicationContext context;

	private @Nullable ApplicationContext management;

	RulesNotice(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public final void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ContextRefreshedEvent refreshed && isManagement(refreshed.getApplicationContext())) {
			this.management = refreshed.getApplicationContext();
		}
		else if (event instanceof ApplicationReadyEvent ready && ready.getApplicationContext() == this.context) {
			this.context.getBeanProvider(PathMappedEndpoints.class)
				.stream()
				.map((endpoints) -> endpoints.getPath(EndpointId.of("repl")))
				.findFirst()
				.ifPresent((path) -> check(path, this.management));
		}
	}

	// as Spring Boot names it
	private boolean isManagement(ApplicationContext child) {
		return child.getParent() == this.context && (this.context.getId() + ":management").equals(child.getId());
	}

	/**
	 * Check the chains.
	 * @param path the endpoint's path
	 * @param management the context of the management port; {@code null} if there is none
	 */
	abstract void check(String path, @Nullable ApplicationContext management);

}
