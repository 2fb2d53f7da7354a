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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import clojure.lang.RT;
import clojure.lang.Symbol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import dev.replboot.testsupport.ReplClient;
import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for code of a namespace of the application that the REPL has loaded again in the
 * application's own Clojure, and which threads of the application call.
 */
class ReloadedCallbackTests {

	private static final String NAMESPACE = "acme.listening";

	private static final String SOURCE = """
			(ns acme.listening
			  (:import (java.util.function Consumer)
			           (org.springframework.context ApplicationListener ConfigurableApplicationContext)))

			(defn listener [] (reify ApplicationListener (onApplicationEvent [_ e] (while true))))

			(defn looping [] (reify Consumer (accept [_ e] (while true))))

			(defn typed [^ConfigurableApplicationContext ctx]
			  (reify Consumer
			    (accept [_ e] (.addApplicationListener ctx (reify ApplicationListener (onApplicationEvent [_ e]))))))

			(defn untyped [ctx]
			  (reify Consumer
			    (accept [_ e] (.addApplicationListener ctx (reify ApplicationListener (onApplicationEvent [_ e]))))))

			(defn zone []
			  (reify Consumer
			    (accept [_ e] (java.util.TimeZone/setDefault (java.util.TimeZone/getDefault)))))
			""";

	@TempDir
	private static Path folder;

	private static TestRepl repl;

	@BeforeAll
	static void start() throws IOException {
		Path file = Files.createDirectory(folder.resolve("acme")).resolve("listening.clj");
		Files.writeString(file, SOURCE);
		RT.var("clojure.core", "load-file").invoke(file.toString());
		repl = start("1m");
	}

	private static TestRepl start(String budget) {
		return TestRepl.closedWith(new Class<?>[] { Application.class }, "repl.runtime=shared",
				"repl.limits.callback=" + budget, "repl.source-paths=" + folder);
	}

	@AfterAll
	static void stop() {
		repl.close();
		RT.var("clojure.core", "remove-ns").invoke(Symbol.intern(NAMESPACE));
	}

	@BeforeEach
	void open() {
		repl.lifecycle().open(TestPrincipal.ADMIN, null, "a test");
	}

	@AfterEach
	void letGo() {
		keeper().keep((event) -> {
		});
		repl.lifecycle().close(TestPrincipal.ADMIN);
	}

	private static Keeper keeper() {
		return repl.context().getBean(Keeper.class);
	}

	private static Collection<ApplicationListener<?>> listeners() {
		return repl.context().getApplicationListeners();
	}

	// on the test's own thread, which is the application's
	private static void publish() {
		repl.context().publishEvent("an event");
	}

	@Test
	void whatLoopsDelaysTheApplicationByItsBudgetAndClosingNotAtAll() {
		TestRepl generous = repl;
		repl.lifecycle().close(TestPrincipal.ADMIN);
		try (TestRepl hasty = start("200ms")) {
			repl = hasty;
			open();
			assertLoopsAreStopped();
			letGo();
		}
		finally {
			repl = generous;
		}
	}

	private static void assertLoopsAreStopped() {
		int before = listeners().size();
		int heard = keeper().heard;
		try (ReplClient client = repl.login()) {
			client.eval("(require 'acme.listening :reload)");
			client.eval("(.keep (bean 'keeper) (acme.listening/looping))");
			client.eval("(.addApplicationListener ctx (acme.listening/listener))");
			assertThat(client.eval("(count (changes))")).isEqualTo("1");
			for (int i = 0; i < 10; i++) {
				publish();
			}
		}
		assertThat(keeper().heard).isEqualTo(heard + 10);
		assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
		assertThat(listeners()).hasSize(before);
	}

	@Test
	void whatACallbackTakesIsListedAndGivenBackWhenTheReplCloses() {
		int before = listeners().size();
		try (ReplClient client = repl.login()) {
			client.eval("(require 'acme.listening :reload)");
			for (String callback : List.of("typed", "untyped")) {
				client.eval("(.keep (bean 'keeper) (acme.listening/" + callback + " ctx))");
				publish();
				assertThat(client.eval("(select-keys (last (changes)) [:what :by])")).as(callback)
					.contains("ApplicationListener acme.listening$", "the application's thread");
				client.eval("(.keep (bean 'keeper) (reify java.util.function.Consumer (accept [_ e])))");
			}
			assertThat(listeners()).hasSize(before + 2);
		}
		assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
		assertThat(listeners()).hasSize(before);
	}

	@Test
	void whatAnEvaluationTakesReflectivelyIsGivenBack() {
		ReentrantLock lock = repl.context().getBean(ReentrantLock.class);
		System.setProperty("dev.replboot.reloaded", "before");
		try (ReplClient client = repl.login()) {
			for (String form : List.of("(.lock (bean 'lock))",
					"(def before (.setProperty (System/getProperties)"
							+ " (str \"dev.replboot.\" \"reloaded\") (identity \"during\")))",
					"(.addValve (bean 'keeper) (fn []))", "(.addValve (bean 'keeper) (reify Runnable (run [_])))")) {
				String before = client.eval("(count (changes))");
				String answer = client.eval(form);
				assertThat(client.eval("(count (changes))")).as(form + ": " + answer)
					.isEqualTo(String.valueOf(Integer.parseInt(before) + 1));
			}
			assertThat(lock.isLocked()).isTrue();
			assertThat(client.eval("(.addValve (bean 'keeper) 1)")).contains("ClassCastException");
		}
		assertThat(repl.lifecycle().close(TestPrincipal.ADMIN).leftovers()).isEmpty();
		assertThat(lock.isLocked()).isFalse();
		assertThat(keeper().valves).isEmpty();
		assertThat(System.clearProperty("dev.replboot.reloaded")).isEqualTo("before");
	}

	@Test
	void guardsConcernWhatWasTypedOnTheApplicationsThreadsAndNotAReloadedNamespace() {
		try (ReplClient client = repl.login()) {
			client.eval("(require 'acme.listening :reload)");
			client.eval("(.keep (bean 'keeper) (acme.listening/zone))");
			TimeZone.setDefault(TimeZone.getDefault());
			int heard = keeper().heard;
			publish();
			assertThat(keeper().heard).isEqualTo(heard + 1);
			assertThat(client.eval("(.accept (acme.listening/zone) nil)")).contains("affects the whole application");
			client.eval("(.keep (bean 'keeper) (reify java.util.function.Consumer (accept [_ e]"
					+ " (eval '(java.util.TimeZone/setDefault (java.util.TimeZone/getDefault))))))");
			assertThatThrownBy(ReloadedCallbackTests::publish).hasStackTraceContaining("affects the whole application");
		}
	}

	/**
	 * An application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Keeper keeper() {
			return new Keeper();
		}

		@Bean
		ReentrantLock lock() {
			return new ReentrantLock();
		}

	}

	/**
	 * Keeps what it is given and calls it.
	 */
	public static class Keeper {

		private final List<Runnable> valves = new ArrayList<>();

		private Consumer<Object> kept = (event) -> {
		};

		private int heard;

		public void keep(Consumer<Object> listener) {
			this.kept = listener;
		}

		public void addValve(Runnable valve) {
			this.valves.add(valve);
		}

		public void removeValve(Runnable valve) {
			this.valves.remove(valve);
		}

		@EventListener(String.class)
		public void hear(String event) {
			this.kept.accept(event);
			this.heard++;
		}

	}

}
