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

package dev.replboot.lifecycle;

import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import clojure.lang.RT;
import clojure.lang.Symbol;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code repl.runtime} and {@code repl.warm-up}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RuntimeChoiceTests {

	@AfterEach
	void forget() {
		RT.var("clojure.core", "remove-ns").invoke(Symbol.intern("acme.prices"));
	}

	@Test
	void sharedRuntimeSeesAndRedefinesTheApplicationsNamespaces() {
		defineInTheApplication();
		try (TestRepl repl = TestRepl.open("repl.runtime=shared"); ReplClient client = repl.login()) {
			assertThat(client.eval("(acme.prices/price)")).isEqualTo("1");
			client.eval("(intern 'acme.prices 'price (fn [] 2))");
			assertThat(client.eval("(pos? (count (beans)))")).isEqualTo("true");
		}
		assertThat(RT.var("acme.prices", "price").invoke()).isEqualTo(2L);
	}

	@Test
	void sharedRuntimeShowsTheContextThatOpenedIt() {
		for (String name : List.of("first", "second")) {
			try (TestRepl repl = TestRepl.open("repl.runtime=shared", "acme.name=" + name);
					ReplClient client = repl.login()) {
				assertThat(client.eval("(env \"acme.name\")")).isEqualTo("\"" + name + "\"");
				assertThat(client.eval("(str (.getProperty (.getEnvironment ctx) \"acme.name\"))"))
					.isEqualTo("\"" + name + "\"");
			}
		}
	}

	@Test
	void sharedRuntimeSaysWhatItCannotStop(CapturedOutput output) {
		try (TestRepl repl = TestRepl.open("repl.runtime=shared"); ReplClient client = repl.connect()) {
			client.send(repl.token(TestPrincipal.ADMIN) + "\n");
			assertThat(client.readUntil("user=> ")).contains("(repl.runtime=shared)").contains("can't be stopped");
		}
		assertThat(output).containsOnlyOnce("(repl.runtime=shared)");
	}

	@Test
	void isolatedRuntimeSaysThatTheApplicationHasClojureOfItsOwn(CapturedOutput output, @TempDir Path folder)
			throws IOException {
		defineInTheApplication();
		Files.createDirectories(folder.resolve("acme"));
		Files.writeString(folder.resolve("acme/prices.clj"), "(ns acme.prices)");
		try (TestRepl repl = TestRepl.open("repl.source-paths=" + folder); ReplClient client = repl.connect()) {
			client.send(repl.token(TestPrincipal.ADMIN) + "\n");
			assertThat(client.readUntil("user=> ")).contains("acme.prices").contains("repl.runtime=shared");
			assertThat(client.eval("(find-ns 'acme.prices)")).isEqualTo("nil");
			assertThat(client.eval("(require 'acme.prices)")).contains("acme.prices is a second copy here",
					"repl.runtime=shared");
			assertThat(client.eval("(require 'acme.prices :reload)")).isEqualTo("nil");
			assertThat(repl.lifecycle().status().notice()).contains("acme.prices");
		}
		assertThat(output).containsOnlyOnce("acme.prices among them");
	}

	@Test
	void warmedUpRuntimeIsUsedForTheFirstOpening() {
		try (TestRepl repl = TestRepl.closed("repl.warm-up=true")) {
			warmUp(repl);
			assertThat(repl.lifecycle().status().state()).isEqualTo(ReplState.CLOSED);
			long warm = classesLoadedBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, null));
			try (ReplClient client = repl.login()) {
				assertThat(client.eval("(pos? (count (beans)))")).isEqualTo("true");
			}
			repl.lifecycle().close(TestPrincipal.ADMIN);
			long cold = classesLoadedBy(() -> repl.lifecycle().open(TestPrincipal.ADMIN, null, null));
			assertThat(warm).isLessThan(cold / 10);
		}
	}

	@Test
	void closingRightAfterOpeningLeavesNothingBehind() {
		try (TestRepl repl = TestRepl.open()) {
			assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
			Awaitility.await()
				.until(() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((thread) -> thread.getName().matches("repl-(\\d+-worker.*|loading|weaving)")));
		}
	}

	@Test
	void whatTheReplOffersIsThereForTheFirstForm() {
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(do (pprint {:a 1}) (with-out-str (doc map)))")).contains("{:a 1}")
				.contains("clojure.core/map");
		}
		try (TestRepl repl = TestRepl.open(); ReplClient client = repl.login()) {
			assertThat(client.eval("(load-string \"(with-out-str (doc map))\")")).contains("clojure.core/map");
		}
	}

	@Test
	void nothingIsWarmedUpUnlessAsked() {
		try (TestRepl repl = TestRepl.closed()) {
			assertThat(repl.context().getBeanNamesForType(ReplWarmUp.class)).isEmpty();
		}
	}

	private static void warmUp(TestRepl repl) {
		repl.context()
			.publishEvent(
					new ApplicationReadyEvent(new SpringApplication(), new String[0], repl.context(), Duration.ZERO));
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("repl-warm-up")));
	}

	private static long classesLoadedBy(Runnable task) {
		ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
		long before = classes.getTotalLoadedClassCount();
		task.run();
		return classes.getTotalLoadedClassCount() - before;
	}

	private static void defineInTheApplication() {
		RT.var("clojure.core", "create-ns").invoke(Symbol.intern("acme.prices"));
		RT.var("clojure.core", "intern")
			.invoke(Symbol.intern("acme.prices"), Symbol.intern("price"),
					RT.var("clojure.core", "eval").invoke(RT.readString("(fn [] 1)")));
	}

}
