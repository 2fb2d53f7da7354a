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

import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Patches and watches controllers that nobody has called before. Spring MVC asks for the
 * names of their parameters at the first request.
 */
@NullUnmarked
class ControllerParametersTests {

	@Test
	void aWatchedControllerAnswersDuringTheWatchAndAfterwards() throws Exception {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login(); ReplClient other = repl.login()) {
			CompletableFuture<String> shown = CompletableFuture.supplyAsync(
					() -> client.eval("(watch \"" + Watched.class.getName() + "\" \"quote\" {:limit 1 :for \"5m\"})"));
			Awaitility.await().until(() -> other.eval("(count (watches))").equals("1"));
			assertAnswers(new Watched());
			assertThat(shown.get()).contains("[7 \"x\"] => \"7 x\"");
			assertAnswers(new Watched());
		}
	}

	@Test
	void aPatchedControllerAnswersDuringThePatchAndAfterIt() throws Exception {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			patch(client, "(proceed)");
			assertAnswers(new Patched());
			assertThat(client.eval("(map (juxt :calls :errors) (patches))")).isEqualTo("([1 0])");
			assertThat(client.eval("(:calls (first (revert-all!)))")).isEqualTo("1");
			assertAnswers(new Patched());
		}
	}

	@Test
	void aControllerAnswersAfterItsPatchWasRemovedForErrorsAndAfterTheReplWasClosed() throws Exception {
		try (TestRepl repl = TestRepl.open()) {
			try (ReplClient client = repl.login()) {
				patch(client, "(throw (IllegalStateException. \"mine\"))");
				assertAnswers(new Patched());
				Awaitility.await().until(() -> client.eval("(patches)").endsWith("[]"));
				assertAnswers(new Patched());
				patch(client, "(proceed)");
			}
		}
		assertAnswers(new Patched());
	}

	private static void patch(ReplClient client, String result) {
		assertThat(client.eval("(:id (patch! \"" + Patched.class.getName() + "\" \"quote\" (fn [this args proceed] "
				+ result + ") {:max-errors 0}))"))
			.matches("\"p\\d+\"");
	}

	private static void assertAnswers(Object controller) throws Exception {
		MockHttpServletResponse answer = MockMvcBuilders.standaloneSetup(controller)
			.build()
			.perform(MockMvcRequestBuilders.get("/orders/7").param("note", "x"))
			.andReturn()
			.getResponse();
		assertThat(answer.getStatus()).isEqualTo(200);
		assertThat(answer.getContentAsString()).isEqualTo("7 x");
	}

	@RestController
	static class Watched {

		@GetMapping("/orders/{id}")
		String quote(@PathVariable long id, @RequestParam String note) {
			return id + " " + note;
		}

	}

	@RestController
	static class Patched {

		@GetMapping("/orders/{id}")
		String quote(@PathVariable long id, @RequestParam String note) {
			return id + " " + note;
		}

	}

}
