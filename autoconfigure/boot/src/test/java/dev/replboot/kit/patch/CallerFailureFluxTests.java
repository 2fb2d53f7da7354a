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

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.config.EnableWebFlux;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.replboot.kit.patch.CallerDesk.Stock;
import dev.replboot.testsupport.Patience;
import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Patches that make requests of Spring WebFlux fail after the patched method has
 * returned, and others that are innocent.
 */
@NullUnmarked
class CallerFailureFluxTests {

	private static final String STOCK = "\"" + Stock.class.getName() + "\"";

	private static final String BROKEN = "(" + CallerDesk.Broken.class.getName() + ".)";

	private static final String THROWS = "(reify java.util.function.Function (apply [_ x]"
			+ " (throw (IllegalStateException. (str \"late \" x)))))";

	private static TestRepl repl;

	private static AnnotationConfigApplicationContext web;

	private static WebTestClient http;

	private static Patches patches;

	private ReplClient client;

	@BeforeAll
	static void open() {
		repl = TestRepl.with(new Class<?>[] { CallerDesk.Observed.class }, "repl.limits.callback=1m");
		web = new AnnotationConfigApplicationContext();
		web.setParent(repl.context());
		web.register(Web.class, CallerDesk.Desk.class);
		web.refresh();
		http = WebTestClient.bindToApplicationContext(web).configureClient().responseTimeout(Patience.PATIENCE).build();
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
					cast | find  | "text"                             | java.lang.String cannot be cast to class java.lang.Integer
					any  | any   | %BROKEN%                           | no content
					any  | any   | (reactor.core.publisher.Mono/just %BROKEN%) | no content
					nil  | name  | nil                                | because
					mono | mono  | (.map (proceed) %THROWS%)          | java.lang.IllegalStateException: late mono
					mono | mono  | (reactor.core.publisher.Mono/error (IllegalStateException. "late")) | java.lang.IllegalStateException: late
					""")
	void requestThatFailsWithTheResultCounts(String path, String method, String value, String error) {
		patch(method, value);
		http.get().uri("/" + path).exchange().expectStatus().isEqualTo(500);
		this.client.readUntil(" failed for the first time: ");
		this.client.readUntil(error);
		assertThat(counts()).isEqualTo("1 1");
		assertThat(patches.all().get(0).lastError()).contains(error);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
			missing | name | "other" | 404
			absent  | name | nil     | 410
			clerk   | name | nil     | 500
			""")
	void requestThatFailsOtherwiseDoesNotCount(String path, String method, String value, int status) {
		patch(method, value);
		http.get().uri("/" + path).exchange().expectStatus().isEqualTo(status);
		assertThat(counts()).isEqualTo("1 0");
	}

	@Test
	void answerOfAnotherHandlerThatCannotBeWrittenDoesNotCount() {
		Stock stock = repl.context().getBean(Stock.class);
		// asks for the patched one meanwhile, as another client might
		stock.source = Mono.fromCallable(() -> {
			http.get().uri("/itself").exchange().expectStatus().isOk();
			return "mono";
		}).subscribeOn(Schedulers.boundedElastic());
		this.client.eval("(do (patch! \"" + CallerDesk.Desk.class.getName()
				+ "\" \"itself\" (fn [& _] (reactor.core.publisher.Mono/just \"fine\"))) nil)");
		http.get().uri("/broken").exchange().expectStatus().isEqualTo(500);
		stock.source = Mono.just("mono");
		assertThat(counts()).isEqualTo("1 0");
	}

	@Test
	void publisherOfTheOriginalsThatFailsDoesNotCount() {
		Stock stock = repl.context().getBean(Stock.class);
		stock.source = Mono.error(new IllegalStateException("the original's"));
		patch("mono", "(.map (proceed) " + THROWS + ")");
		http.get().uri("/mono").exchange().expectStatus().isEqualTo(500);
		patches.revertAll();
		patch("mono", "(proceed)");
		assertThat(stock.mono()).isSameAs(stock.source);
		http.get().uri("/mono").exchange().expectStatus().isEqualTo(500);
		assertThat(counts()).isEqualTo("2 0");
		stock.source = Mono.just("mono");
	}

	@Test
	void publisherIsSubscribedOnceAndMayBeCancelled() {
		Stock stock = repl.context().getBean(Stock.class);
		AtomicInteger subscribed = new AtomicInteger();
		AtomicInteger cancelled = new AtomicInteger();
		stock.source = Mono.<String>never()
			.doOnSubscribe((subscription) -> subscribed.incrementAndGet())
			.doOnCancel(cancelled::incrementAndGet);
		patch("mono", "(.map (proceed) " + THROWS + ")");
		Mono<String> patched = stock.mono();
		assertThat(subscribed).hasValue(0);
		Disposable client1 = patched.subscribe();
		client1.dispose();
		assertThat(subscribed).hasValue(1);
		assertThat(cancelled).hasValue(1);
		assertThat(counts()).isEqualTo("1 0");
		stock.source = Mono.just("mono");
	}

	private static String counts() {
		PatchView patch = patches.all().get(0);
		return patch.calls() + " " + patch.errors();
	}

	private void patch(String method, String value) {
		assertThat(this.client.eval("(:id (patch! " + STOCK + " \"" + method + "\" (fn [this args proceed] "
				+ value.replace("%BROKEN%", BROKEN).replace("%THROWS%", THROWS) + ")))"))
			.matches("\"p\\d+\"");
	}

	@EnableWebFlux
	static class Web {

	}

}
