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

package dev.replboot.runtime.launch;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.tools.ToolProvider;

import clojure.lang.IFn;
import clojure.lang.RT;
import clojure.lang.Symbol;
import clojure.lang.Var;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.ReplRuntime;
import dev.replboot.runtime.RuntimeFactory;
import dev.replboot.runtime.RuntimeSetup;
import dev.replboot.runtime.TestRuntime;
import dev.replboot.runtime.stop.Callbacks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose own namespaces begin as those of the REPL do. It runs them from
 * class files, as most applications would, beside Java classes in packages of such names.
 */
class ApplicationReplNamespaceTests {

	private static final List<String> NAMES = List.of("repl.core", "repl.kitchen");

	@TempDir
	private static Path folder;

	private static Path classes;

	private URLClassLoader application;

	@BeforeAll
	static void build() throws IOException {
		Path sources = Files.createDirectories(folder.resolve("sources"));
		classes = Files.createDirectories(folder.resolve("classes"));
		Files.createDirectories(sources.resolve("repl/kit"));
		for (String name : NAMES) {
			Files.writeString(sources.resolve(name.replace('.', '/') + ".clj"),
					"(ns " + name + ")\n(defn price [] 1)\n(defn twice [] (* 2 (price)))\n");
		}
		Path java = Files.writeString(sources.resolve("repl/kit/Oven.java"),
				"package repl.kit; public class Oven { public static class Door { } }");
		assertThat(
				ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), java.toString()))
			.isZero();
		compile(sources);
	}

	private static void compile(Path sources) throws IOException {
		try (URLClassLoader loader = loader(sources, classes)) {
			within(loader, () -> {
				Var path = RT.var("clojure.core", "*compile-path*");
				Var.pushThreadBindings(RT.map(path, classes.toString()));
				try {
					NAMES.forEach((name) -> core("compile").invoke(Symbol.intern(name)));
				}
				finally {
					Var.popThreadBindings();
				}
			});
		}
		forget();
	}

	// class files load a namespace only once, so each test has a loader of its own
	@BeforeEach
	void runInTheApplication() throws IOException {
		this.application = loader(classes);
		within(this.application, () -> NAMES.forEach((name) -> core("require").invoke(Symbol.intern(name))));
	}

	@AfterEach
	void close() throws IOException {
		forget();
		this.application.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "repl.core", "repl.kitchen" })
	void isolatedRuntimeLoadsACopyOfTheApplications(String name) {
		try (TestRuntime repl = open(isolated())) {
			assertThat(repl.eval("(require '" + name + ")")).contains(name + " is a second copy here");
			assertThat(repl.eval("(" + name + "/twice)")).isEqualTo("2");
			assertThat(repl
				.eval("(identical? (.getClassLoader (class " + name + "/twice)) (.getClassLoader clojure.lang.RT))"))
				.isEqualTo("true");
			assertThat(repl.eval("(do (intern '" + name + " 'price (fn [] 5)) (" + name + "/twice))")).isEqualTo("10");
		}
		assertThat(RT.var(name, "twice").invoke()).isEqualTo(2L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "repl.core", "repl.kitchen" })
	void sharedRuntimeSeesTheApplications(String name) {
		try (TestRuntime repl = open(Runtimes.shared(GuardListener.NONE, Duration.ofSeconds(2)))) {
			assertThat(repl.eval("(require '" + name + ")")).isEqualTo("nil");
			assertThat(repl.eval("(" + name + "/twice)")).isEqualTo("2");
			assertThat(repl.eval("(do (intern '" + name + " 'price (fn [] 5)) :done)")).isEqualTo(":done");
		}
		assertThat(RT.var(name, "twice").invoke()).isEqualTo(10L);
	}

	@Test
	void javaClassesInAPackageOfTheNameAreTheApplications() {
		try (TestRuntime repl = open(isolated())) {
			assertThat(repl.eval("(.getName (.getClassLoader repl.kit.Oven))")).isEqualTo("\"the-application\"");
			assertThat(repl.eval("(.getName (.getClassLoader repl.kit.Oven$Door))")).isEqualTo("\"the-application\"");
		}
	}

	private static RuntimeFactory isolated() {
		return Runtimes.isolated(GuardListener.NONE, Callbacks.DEFAULT_BUDGET, TestRuntime.WATCH);
	}

	private TestRuntime open(RuntimeFactory factory) {
		ReplRuntime runtime = factory
			.load(new RuntimeSetup(this.application, Map.of(), List.of("dev.replboot.runtime.nokit"), List.of()));
		return new TestRuntime(runtime);
	}

	// as if it had never been loaded
	private static void forget() {
		for (String name : NAMES) {
			core("remove-ns").invoke(Symbol.intern(name));
		}
		RT.var("clojure.core", "load-string")
			.invoke("(dosync (alter @#'clojure.core/*loaded-libs* disj '" + String.join(" '", NAMES) + "))");
	}

	private static void within(ClassLoader loader, Runnable action) {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(loader);
		try {
			action.run();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static IFn core(String name) {
		return RT.var("clojure.core", name);
	}

	private static URLClassLoader loader(Path... folders) throws IOException {
		URL[] urls = new URL[folders.length];
		for (int i = 0; i < urls.length; i++) {
			urls[i] = folders[i].toUri().toURL();
		}
		return new URLClassLoader("the-application", urls, ApplicationReplNamespaceTests.class.getClassLoader());
	}

}
