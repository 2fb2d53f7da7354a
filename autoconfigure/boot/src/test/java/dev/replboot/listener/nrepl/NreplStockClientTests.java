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

package dev.replboot.listener.nrepl;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.replboot.testsupport.TestPrincipal;
import dev.replboot.testsupport.TestRepl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client that nREPL itself has ({@code nrepl.core}, Debian's libnrepl-clojure)
 * against our server. Left out where it isn't installed.
 */
class NreplStockClientTests {

	private static final Path JAR = Path.of("/usr/share/java/nrepl.jar");

	private static final String CONNECTED = """
			(require '[nrepl.core :as n])
			(with-open [connection (n/connect :host "127.0.0.1" :port %d)]
			  (let [client (n/client connection 60000)
			        session (n/client-session client)
			        ask (fn [message] (doall (n/message session message)))
			        values (fn [code] (n/response-values (n/message session {:op "eval" :code code})))]
			    %s
			    (pr-str %s)))
			""";

	private static TestRepl repl;

	private static URLClassLoader loader;

	@BeforeAll
	static void open() {
		Assumptions.assumeTrue(Files.isRegularFile(JAR), "libnrepl-clojure is not installed");
		repl = TestRepl.open("repl.nrepl.enabled=true", "repl.nrepl.port=0");
		loader = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());
	}

	@AfterAll
	static void close() throws IOException {
		if (loader != null) {
			call("(shutdown-agents)");
			loader.close();
			repl.close();
		}
	}

	private static URL[] jars() {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (entry.contains("org" + File.separator + "clojure")) {
				urls.add(url(Path.of(entry)));
			}
		}
		urls.add(url(JAR));
		return urls.toArray(URL[]::new);
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// Clojure compiles with the loader of the thread's context
	private static Object call(String code) {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(loader);
		try {
			Class<?> api = loader.loadClass("clojure.java.api.Clojure");
			Object load = api.getMethod("var", Object.class, Object.class).invoke(null, "clojure.core", "load-string");
			return load.getClass().getMethod("invoke", Object.class).invoke(load, code);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static String connected(String code) {
		String token = repl.token(TestPrincipal.ADMIN);
		return (String) call(CONNECTED.formatted(repl.address("nrepl").port(),
				"(ask {:op \"eval\" :code \"" + token + "\"})", code));
	}

	@Test
	void valuesComeBack() {
		assertThat(connected("(values \"(+ 1 2) (map inc (range 3)) {:a \\\"b\\\"}\")"))
			.isEqualTo("[3 (1 2 3) {:a \"b\"}]");
		assertThat(connected(
				"[(values \"(do (in-ns 'elsewhere) 1)\") (values \"1\") (:ns (first (ask {:op \"eval\" :code \"1\"})))]"))
			.endsWith("\"elsewhere\"]");
	}

	@Test
	void answersAreCombinedAsThoseOfItsOwnServer() {
		assertThat(connected("(-> (ask {:op \"eval\" :code \"(println 1) (/ 1 0)\"}) n/combine-responses "
				+ "(update :status sort) (select-keys [:out :ex :root-ex :status :value]))"))
			.isEqualTo("{:out \"1\\n\", :ex \"class java.lang.ArithmeticException\","
					+ " :root-ex \"class java.lang.ArithmeticException\", :status (\"done\" \"eval-error\"),"
					+ " :value [\"nil\"]}");
	}

	@Test
	void descriptionIsUnderstood() {
		assertThat(connected("(let [d (n/combine-responses (ask {:op \"describe\"}))] "
				+ "[(contains? (:ops d) :eval) (:major (:clojure (:versions d))) (:status d)])"))
			.isEqualTo("[true 1 #{\"done\"}]");
	}

	@Test
	void evaluationIsInterrupted() {
		assertThat(connected(
				"(let [spin (n/message session {:op \"eval\" :id \"spin\" :code \"(println 1) (while true)\"})]"
						+ " (first spin)" + " (let [stop (ask {:op \"interrupt\" :interrupt-id \"spin\"})]"
						+ " [(sort (:status (n/combine-responses spin))) (:status (n/combine-responses stop))]))"))
			.isEqualTo("[(\"done\" \"interrupted\") #{\"done\"}]");
	}

	@Test
	void fileIsLoadedAndNamesAreFound() {
		assertThat(connected("[(:value (n/combine-responses (ask {:op \"load-file\" :file \"(ns stock) (def a 1) :end\""
				+ " :file-path \"stock.clj\"})))"
				+ " (:name (:info (n/combine-responses (ask {:op \"lookup\" :sym \"map\" :ns \"user\"}))))"
				+ " (count (:completions (n/combine-responses (ask {:op \"completions\" :prefix \"map-ind\" :ns \"user\"}))))]"))
			.isEqualTo("[[\":end\"] \"map\" 1]");
	}

}
