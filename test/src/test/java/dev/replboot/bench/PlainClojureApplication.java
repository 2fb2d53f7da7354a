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

package dev.replboot.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import clojure.java.api.Clojure;
import clojure.lang.IFn;

/**
 * Put into a copy of the sample application's jar: the application as it is, and a plain
 * Clojure socket REPL in its class loader that starts when a line comes on standard
 * input. So the plain Clojure starts in as warm a JVM, with as much on its class path, as
 * ours does. Alone in its file, without references to other classes of this package.
 */
public final class PlainClojureApplication {

	/**
	 * The system property with the name of the application's own main class.
	 */
	static final String MAIN = "bench.main";

	/**
	 * What stands before the port in the line that tells it.
	 */
	static final String PORT = "Plain Clojure listens on ";

	private PlainClojureApplication() {
	}

	/**
	 * Starts the application, then waits for the line.
	 * @param args the application's
	 * @throws Exception if anything fails
	 */
	public static void main(String[] args) throws Exception {
		ClassLoader loader = Thread.currentThread().getContextClassLoader();
		loader.loadClass(System.getProperty(MAIN)).getMethod("main", String[].class).invoke(null, (Object) args);
		BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		if (lines.readLine() != null) {
			openPlainClojure();
		}
	}

	private static void openPlainClojure() {
		IFn require = Clojure.var("clojure.core", "require");
		require.invoke(Clojure.read("clojure.core.server"));
		Object socket = Clojure.var("clojure.core.server", "start-server")
			.invoke(Clojure.read("{:name \"plain\" :port 0 :accept clojure.core.server/repl}"));
		System.out.println(PORT + ((java.net.ServerSocket) socket).getLocalPort());
	}

}
