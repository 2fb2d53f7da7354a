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

import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import dev.replboot.kit.patch.CallerDesk.Stock;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Patches that make requests of Spring MVC fail after the patched method has returned,
 * and others that are innocent.
 */
@NullUnmarked
class CallerFailureTests {

	private static final String STOCK = "\"" + Stock.class.getName() + "\"";

	private static final String BROKEN = "(" + CallerDesk.Broken.class.getName() + ".)";

	private static final String THROWS = "(reify java.util.function.Function (apply [_ x]"
			+ " (throw (IllegalStateException. (str \"late \" x)))))";

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
		web.register(Web.class, CallerDesk.Desk.class, CallerDesk.Advice.class);
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

	// a session of its own, since notices come at any time
	@BeforeEach
	void begin() {
		this.client = repl.login();
	}

	@AfterEach
	void end() {
		patches.revertAll();
		this.client.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0',
			textBlock = """
					cast | find  | "text"                                    | 409 | java.lang.String cannot be cast to class java.lang.Integer
					any  | any   | %BROKEN%                                  | 500 | no content
					any  | any   | [{:a %BROKEN%}]                           | 500 | no content
					any  | any   | (org.springframework.http.ResponseEntity/ok %BROKEN%) | 500 | no content
					nil  | name  | nil                                       | 500 | because
					add  | names | (java.util.List/of "a")                   | 500 | UnsupportedOperationException
					each | each  | (reify java.util.Iterator (hasNext [_] true) (next [_] (throw (IllegalStateException. "none")))) | 500 | none
					""")
	void requestThatFailsWithTheResultCounts(String path, String method, String value, int status, String error) {
		patch(method, value.replace("%BROKEN%", BROKEN), "{}");
		assertThat(get(path)).isEqualTo(status);
		this.client.readUntil(" failed for the first time: ");
		this.client.readUntil(error);
		assertThat(counts()).isEqualTo("1 1");
		assertThat(patches.all().get(0).lastError())
			.startsWith("What the patch of Stock." + method + " gave made the caller fail: ")
			.contains(error);
	}

	@Test
	void answerOfAHandlerThatCannotBeWrittenCounts() {
		// deeper than results are looked into
		String deep = "{:a {:a {:a {:a {:a {:a " + BROKEN + "}}}}}}";
		patch("any", deep, "{}");
		assertThat(get("any")).isEqualTo(500);
		assertThat(counts()).isEqualTo("1 0");
		patches.revertAll();
		this.client
			.eval("(do (patch! \"" + CallerDesk.Desk.class.getName() + "\" \"itself\" (fn [& _] " + deep + ")) nil)");
		assertThat(get("itself")).isEqualTo(500);
		assertThat(counts()).isEqualTo("1 1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			missing | name | "other" | 404
			missing | name | nil     | 404
			absent  | name | nil     | 410
			clerk   | name | "other" | 500
			clerk   | name | nil     | 500
			nil     | name | (proceed) | 200
			""")
	void requestThatFailsOtherwiseDoesNotCount(String path, String method, String value, int status) {
		patch(method, value, "{}");
		assertThat(get(path)).isEqualTo(status);
		assertThat(counts()).isEqualTo("1 0");
	}

	@Test
	void patchThatMakesRequestsFailIsPutBack() {
		patch("find", "\"text\"", "{:max-errors 1}");
		assertThat(get("cast")).isEqualTo(409);
		assertThat(get("cast")).isEqualTo(409);
		this.client.readUntil("failed 2 times and was removed. The last failure: What the patch of Stock.find gave");
		Awaitility.await().until(() -> patches.count() == 0);
		assertThat(get("cast")).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			(.thenApply (proceed) %THROWS%)                                                   | done      | 1
			(.thenApply (proceed) %THROWS%)                                                   | failed    | 0
			(.thenApply (proceed) %THROWS%)                                                   | cancelled | 0
			(proceed)                                                                         | failed    | 0
			(java.util.concurrent.CompletableFuture/failedFuture (IllegalStateException. "late")) | done  | 1
			(.thenApply (proceed) (reify java.util.function.Function (apply [_ x] x)))        | done      | 0
			(.thenApply (proceed) (reify java.util.function.Function (apply [_ x] (Object.)))) | done     | 1
			""")
	void futureThatFailsLaterCounts(String value, String end, int errors) {
		Stock stock = repl.context().getBean(Stock.class);
		stock.pending = new CompletableFuture<>();
		this.client.eval("(do (patch! " + STOCK + " \"later\" (fn [this args proceed] "
				+ value.replace("%THROWS%", THROWS) + ")) nil)");
		CompletableFuture<String> later = stock.later();
		switch (end) {
			case "failed" -> stock.pending.completeExceptionally(new IllegalStateException("the original's"));
			case "cancelled" -> later.cancel(true);
			default -> stock.pending.complete("x");
		}
		assertThat(counts()).isEqualTo("1 " + errors);
	}

	@Test
	void failureOfTheOriginalThatThePatchWaitsForDoesNotCount() {
		Stock stock = repl.context().getBean(Stock.class);
		stock.pending = CompletableFuture.failedFuture(new IllegalStateException("the original's"));
		patch("later", "(java.util.concurrent.CompletableFuture/completedFuture @(proceed))", "{}");
		assertThatThrownBy(stock::later).rootCause().hasMessage("the original's");
		assertThat(counts()).isEqualTo("1 0");
	}

	@Test
	void callThatRecursesTooDeepCountsOnce() {
		patch("name", "((fn f [x] (str (f x))) 1)", "{}");
		assertThat(get("nil")).isEqualTo(500);
		assertThat(counts()).isEqualTo("1 1");
	}

	@Test
	void requestThatWaitsForAFutureCountsOnce() throws Exception {
		Stock stock = repl.context().getBean(Stock.class);
		stock.pending = new CompletableFuture<>();
		patch("later", "(.thenApply (proceed) " + THROWS + ")", "{}");
		MvcResult waiting = mvc.perform(MockMvcRequestBuilders.get("/later")).andReturn();
		assertThat(waiting.getRequest().isAsyncStarted()).isTrue();
		stock.pending.complete("x");
		try {
			mvc.perform(MockMvcRequestBuilders.asyncDispatch(waiting));
		}
		catch (Exception ex) {
			assertThat(ex).hasRootCauseMessage("late x");
		}
		assertThat(counts()).isEqualTo("1 1");
		assertThat(patches.all().get(0).lastError()).isEqualTo("java.lang.IllegalStateException: late x");
	}

	@Test
	void closingLeavesNothingOfWhatWasObserved() {
		try (TestRepl other = TestRepl.with(new Class<?>[] { CallerDesk.Observed.class });
				ReplClient author = other.login()) {
			Stock stock = other.context().getBean(Stock.class);
			author.eval("(do (patch! " + STOCK + " \"any\" (fn [& _] (reify Comparable (compareTo [_ o] 0)))) nil)");
			stock.any();
			author.eval("(do (patch! " + STOCK + " \"later\" (fn [this args proceed] (proceed))) nil)");
			stock.later();
			author.eval("(do (patch! " + STOCK + " \"mono\" (fn [this args proceed] (.map (proceed) " + THROWS
					+ "))) nil)");
			assertThat(stock.mono().onErrorReturn("failed").block()).isEqualTo("failed");
			assertThat(other.context().getBean(Patches.class).all()).extracting(PatchView::errors)
				.containsExactly(0, 0, 1);
			assertThat(other.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
			assertThat(stock.any()).isEqualTo("any");
		}
	}

	@Test
	void futureThatTheApplicationKeepsHoldsNothingOfAPatchThatIsOver() {
		try (TestRepl other = TestRepl.with(new Class<?>[] { CallerDesk.Observed.class });
				ReplClient author = other.login()) {
			Stock stock = other.context().getBean(Stock.class);
			author.eval("(do (patch! " + STOCK + " \"later\" (fn [this args proceed] (.-pending this))) nil)");
			CompletableFuture<String> later = stock.later();
			assertThat(later).isNotSameAs(stock.pending).isNotDone();
			assertThat(other.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
			stock.pending.complete("x");
			assertThat(later).isCompletedWithValue("x");
		}
	}

	private static String counts() {
		PatchView patch = patches.all().get(0);
		return patch.calls() + " " + patch.errors();
	}

	private void patch(String method, String value, String options) {
		assertThat(this.client.eval("(:id (patch! " + STOCK + " \"" + method + "\" (fn [this args proceed] " + value
				+ ") " + options + "))"))
			.matches("\"p\\d+\"");
	}

	private static int get(String path) {
		try {
			return mvc.perform(MockMvcRequestBuilders.get("/" + path)).andReturn().getResponse().getStatus();
		}
		catch (Exception ex) {
			// as a server does with what nobody handles
			return 500;
		}
	}

	@EnableWebMvc
	static class Web {

	}

}
