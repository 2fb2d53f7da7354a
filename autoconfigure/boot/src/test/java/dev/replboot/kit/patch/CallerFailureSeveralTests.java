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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import dev.replboot.kit.patch.CallerDesk.Stock;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several patches in force: a request that fails is blamed on the one whose result it
 * fails with.
 */
@NullUnmarked
class CallerFailureSeveralTests {

	private static TestRepl repl;

	private static AnnotationConfigWebApplicationContext web;

	private static MockMvc mvc;

	private static Patches patches;

	private ReplClient client;

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { CallerDesk.Observed.class }, "repl.limits.callback=1m");
		web = new AnnotationConfigWebApplicationContext();
		web.setParent(repl.context());
		web.setServletContext(new MockServletContext());
		web.register(Web.class, Office.class);
		web.refresh();
		mvc = MockMvcBuilders.webAppContextSetup(web)
			.addFilters(new ServerHttpObservationFilter(repl.context().getBean(ObservationRegistry.class)))
			.build();
		patches = repl.context().getBean(Patches.class);
	}

	@AfterAll
	static void close() {
		web.close();
		repl.close();
	}

	@BeforeEach
	void begin() {
		this.client = repl.login();
	}

	@AfterEach
	void end() {
		patches.revertAll();
		this.client.close();
	}

	// the results of any, find, names and name, and who is blamed
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			textBlock = """
					cast      | "text" | "text" | []    | "name" | find
					parsed    | "text" | 1      | []    | "none" | -
					other     | "text" | 1      | []    | nil    | -
					attempts  | "text" | "text" | []    | "name" | -
					elsewhere | "text" | "text" | []    | "name" | find
					reference | "text" | 1      | []    | nil    | name
					mapped    | "text" | 1      | []    | nil    | name
					index     | "text" | 1      | []    | "name" | names
					shown     | (reify Comparable (compareTo [_ o] 0) (toString [_] (throw (IllegalStateException. "no text")))) | 1 | [] | "name" | any
					""")
	void requestIsBlamedOnThePatchWhoseResultItFailsWith(String path, String any, String find, String names,
			String name, String blamed) {
		patch("any", any);
		patch("find", find);
		patch("names", names);
		patch("name", name);
		assertThat(status(path)).isEqualTo(path.equals("attempts") ? 200 : 500);
		assertThat(patches.all()).filteredOn((patch) -> patch.errors() > 0)
			.extracting((patch) -> patch.method().replace("()", ""))
			.isEqualTo(blamed.equals("-") ? List.of() : List.of(blamed));
	}

	private void patch(String method, String value) {
		assertThat(this.client
			.eval("(:id (patch! \"" + Stock.class.getName() + "\" \"" + method + "\" (fn [& _] " + value + ")))"))
			.matches("\"p\\d+\"");
	}

	private static int status(String path) {
		try {
			return mvc.perform(MockMvcRequestBuilders.get("/" + path)).andReturn().getResponse().getStatus();
		}
		catch (Exception ex) {
			// as a server does with what nobody handles
			return 500;
		}
	}

	@RestController
	static class Office {

		private final Stock stock;

		Office(Stock stock) {
			this.stock = stock;
		}

		// each asks for all, as a large method does
		private String all() {
			return this.stock.any() + this.stock.name() + this.stock.names() + this.stock.<Object>find();
		}

		@GetMapping("/cast")
		String cast() {
			Object any = this.stock.any();
			String name = this.stock.name();
			List<String> names = this.stock.names();
			Integer number = this.stock.find();
			return name + any + names + number;
		}

		@GetMapping("/parsed")
		String parsed() {
			return all() + Integer.parseInt(this.stock.name());
		}

		@GetMapping("/other")
		String other() {
			String name = this.stock.name();
			String other = System.getProperty("no such property");
			return all() + name + other.trim();
		}

		@GetMapping("/attempts")
		String attempts() {
			for (int i = 0; i < 3; i++) {
				try {
					Integer number = this.stock.find();
					return "number " + number;
				}
				catch (ClassCastException ex) {
					// once more
				}
			}
			return "none";
		}

		@GetMapping("/elsewhere")
		String elsewhere() {
			this.stock.any();
			return "" + CompletableFuture.supplyAsync(() -> {
				Integer number = this.stock.find();
				return number;
			}).join();
		}

		@GetMapping("/reference")
		String reference() {
			all();
			Supplier<String> trimmed = this.stock.name()::trim;
			return trimmed.get();
		}

		@GetMapping("/mapped")
		String mapped() {
			return Optional.of(all()).map((text) -> text + this.stock.name().trim()).get();
		}

		@GetMapping("/index")
		String index() {
			all();
			return this.stock.names().get(7);
		}

		@GetMapping("/shown")
		String shown() {
			this.stock.name();
			return String.valueOf(this.stock.any());
		}

	}

	@EnableWebMvc
	static class Web {

	}

}
