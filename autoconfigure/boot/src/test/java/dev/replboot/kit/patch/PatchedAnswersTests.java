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

package dev.replboot.kit.patch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Patches services behind controllers of Spring MVC and WebFlux, whose answers then are
 * what the patch gives.
 */
@NullUnmarked
class PatchedAnswersTests {

	private static final String STOCK = "\"" + Stock.class.getName() + "\"";

	private static final MockMvc MVC = MockMvcBuilders.standaloneSetup(new Shop()).build();

	private static final WebTestClient FLUX = WebTestClient.bindToController(new Shop())
		.configureClient()
		.responseTimeout(Patience.PATIENCE)
		.build();

	private static TestRepl repl;

	private static ReplClient client;

	@BeforeAll
	static void open() {
		repl = TestRepl.open("repl.limits.callback=1m");
		client = repl.login();
	}

	@AfterAll
	static void close() {
		client.close();
		repl.close();
	}

	@AfterEach
	void revertAll() {
		client.eval("(revert-all!)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			names  | ["p" :q]                                                     | ["p","q"]
			names  | (map str (range 2))                                          | ["0","1"]
			prices | {:apple 3 "pear" 1/4}                                        | {"apple":3.0,"pear":0.25}
			any    | ["p" {:q [#{1}]}]                                            | ["p",{"q":[[1]]}]
			any    | {:a/b nil}                                                   | {"a/b":null}
			any    | (reify java.util.concurrent.Callable (call [_] {:a [:b]}))   | {"a":["b"]}
			any    | (org.springframework.http.ResponseEntity/ok {:a #{:b}})      | {"a":["b"]}
			answer | (org.springframework.http.ResponseEntity/ok [:p 'q])         | ["p","q"]
			answer | (.body (org.springframework.http.ResponseEntity/status 200) (map str [1 2])) | ["1","2"]
			answer | (proceed)                                                    | ["untouched"]
			later  | ["p"]                                                        | ["p"]
			later  | (java.util.concurrent.CompletableFuture/completedFuture [:p]) | ["p"]
			task   | ["p"]                                                        | ["p"]
			task   | (fn [] [:p])                                                 | ["p"]
			mono   | ["p"]                                                        | ["p"]
			mono   | (reactor.core.publisher.Mono/just [:p])                      | ["p"]
			flux   | [{:a 1} {:a 2}]                                              | [{"a":1},{"a":2}]
			""")
	void collectionOfClojureIsAnsweredAsJavas(String method, String value, String body) throws Exception {
		assertThat(
				client.eval("(:id (patch! " + STOCK + " \"" + method + "\" (fn [this args proceed] " + value + ")))"))
			.matches("\"p\\d+\"");
		MvcResult answer = MVC.perform(MockMvcRequestBuilders.get("/" + method)).andReturn();
		if (answer.getRequest().isAsyncStarted()) {
			answer = MVC.perform(MockMvcRequestBuilders.asyncDispatch(answer)).andReturn();
		}
		assertThat(answer.getResponse().getStatus()).isEqualTo(200);
		assertThat(answer.getResponse().getContentAsString()).isEqualTo(body);
		// WebFlux doesn't know tasks
		if (!method.equals("task") && !value.contains("Callable")) {
			FLUX.get().uri("/" + method).exchange().expectStatus().isOk().expectBody(String.class).isEqualTo(body);
		}
		assertThat(client.eval("((juxt :calls :errors) (first (patches)))")).matches("\\[[12] 0]");
	}

	/**
	 * What is patched.
	 */
	static class Stock {

		List<String> names() {
			return List.of();
		}

		Map<String, Double> prices() {
			return Map.of();
		}

		Object any() {
			return "";
		}

		ResponseEntity<List<String>> answer() {
			return ResponseEntity.ok(List.of("untouched"));
		}

		CompletableFuture<List<String>> later() {
			return CompletableFuture.completedFuture(List.of());
		}

		Callable<List<String>> task() {
			return List::of;
		}

		Mono<List<String>> mono() {
			return Mono.just(List.of());
		}

		Flux<Map<String, Integer>> flux() {
			return Flux.empty();
		}

	}

	@RestController
	static class Shop {

		private final Stock stock = new Stock();

		@GetMapping("/names")
		List<String> names() {
			return this.stock.names();
		}

		@GetMapping("/prices")
		Map<String, Double> prices() {
			return this.stock.prices();
		}

		@GetMapping("/answer")
		ResponseEntity<List<String>> answer() {
			return this.stock.answer();
		}

		@GetMapping("/any")
		Object any() {
			return this.stock.any();
		}

		@GetMapping("/later")
		CompletableFuture<List<String>> later() {
			return this.stock.later();
		}

		@GetMapping("/task")
		Callable<List<String>> task() {
			return this.stock.task();
		}

		@GetMapping("/mono")
		Mono<List<String>> mono() {
			return this.stock.mono();
		}

		@GetMapping("/flux")
		Flux<Map<String, Integer>> flux() {
			return this.stock.flux();
		}

	}

}
