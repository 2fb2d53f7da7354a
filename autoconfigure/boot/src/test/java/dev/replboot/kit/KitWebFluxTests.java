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

package dev.replboot.kit;

import java.security.Principal;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.replboot.audit.AuditType;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the web endpoints of a WebFlux application.
 */
class KitWebFluxTests {

	private static final Class<?>[] APPLICATION = { Application.class };

	@Test
	void endpointsAreListed() {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			assertThat(client.eval("(map (juxt :path :methods :chain) (endpoints \"greet\"))"))
				.isEqualTo("([\"/greet/{name}\" [\"GET\"] nil])");
		}
	}

	@Test
	void handlerIsCalledAsThePrincipal() {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			assertThat(client.eval("(:body (run-as [\"ann\" \"ROLE_X\"] (call :get \"/greet/bob\")))"))
				.isEqualTo("\"bob, from ann\"");
			assertThat(repl.events(AuditType.REPL_HANDLER_CALLED)).singleElement()
				.extracting((event) -> event.getAuditEvent().getData().get("path"))
				.isEqualTo("/greet/bob");
		}
	}

	@Test
	void bodyIsSentAndStatusShown() {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			assertThat(client
				.eval("(:body (call :post \"/echo\" {:body \"hi\" :headers {:content-type \"text/plain\"}}))"))
				.isEqualTo("\"hi\"");
			assertThat(client.eval("(:status (call :get \"/gone\"))")).isEqualTo("410");
			assertThat(client.eval("(:status (call :get \"/nowhere\"))")).isEqualTo("404");
			assertThat(client.eval("(:status (call :get \"/gone\" nil))")).isEqualTo("410");
			assertThat(client.eval("(call :get \"/gone\" {:query {:a 1}})")).contains("call has no option :query");
			assertThat(client.eval("(call :post \"/echo\" \"hi\")")).contains("Options are a map", "\"hi\"");
			assertThat(client.eval("(:session (call :get \"/gone\" {:session {:cart [1 2]}}))"))
				.isEqualTo("{\"cart\" [1 2]}");
		}
	}

	@Test
	void endlessBodyIsCut() {
		try (TestRepl repl = TestRepl.with(APPLICATION); ReplClient client = repl.login()) {
			assertThat(client.eval("((juxt :cut (comp count :body)) (call :get \"/endless\"))"))
				.isEqualTo("[true 1048576]");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFlux
	@Import(Greetings.class)
	static class Application {

	}

	@RestController
	static class Greetings {

		@GetMapping("/greet/{name}")
		Mono<String> greet(@PathVariable String name, Principal principal) {
			return Mono.just(name + ", from " + principal.getName());
		}

		@PostMapping("/echo")
		Mono<String> echo(@RequestBody String body) {
			return Mono.just(body);
		}

		@GetMapping("/gone")
		Mono<String> gone() {
			throw new ResponseStatusException(HttpStatus.GONE);
		}

		@GetMapping("/endless")
		Flux<String> endless() {
			return Flux.just("x".repeat(4096)).repeat();
		}

	}

}
