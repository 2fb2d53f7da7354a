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

package dev.replboot.bench;

import java.io.IOException;
import java.util.Set;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.lifecycle.ReplLifecycle;

/**
 * Our side: an application with the starter, its record and its metrics, whose REPL is
 * open. All limits have their defaults.
 */
final class GuardedServer implements AutoCloseable {

	private static final ReplPrincipal ADMIN = new Admin();

	private final ConfigurableApplicationContext context;

	private final ReplLifecycle lifecycle;

	private GuardedServer(ConfigurableApplicationContext context) {
		this.context = context;
		this.lifecycle = context.getBean(ReplLifecycle.class);
	}

	static GuardedServer start(String... properties) {
		return new GuardedServer(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("management.endpoints.web.exposure.include=repl",
					"management.endpoint.repl.access=unrestricted", "repl.socket.port=0", "spring.main.banner-mode=off",
					"logging.level.root=warn")
			.properties(properties)
			.run());
	}

	PromptClient connect() throws IOException {
		String token = token();
		PromptClient client = PromptClient.connect(port("socket"));
		client.ask(token);
		return client;
	}

	NreplSide connectEditor() throws IOException {
		String token = token();
		return NreplSide.connect(port("nrepl"), token);
	}

	// opens the REPL if need be
	private String token() {
		return this.lifecycle.open(ADMIN, null, null).token();
	}

	private int port(String protocol) {
		return this.lifecycle.status()
			.listeners()
			.stream()
			.filter((address) -> address.protocol().equals(protocol))
			.findFirst()
			.orElseThrow()
			.port();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Everything that auto-configuration brings.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	private record Admin() implements ReplPrincipal {

		@Override
		public String name() {
			return "admin";
		}

		@Override
		public Set<String> authorities() {
			return Set.of("ROLE_REPL_ADMIN");
		}

		@Override
		public Runnable enter() {
			return () -> {
			};
		}

	}

}
