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

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import clojure.java.api.Clojure;

/**
 * The baseline: nREPL's own server, of Debian's libnrepl-clojure, as people put it into
 * applications today.
 */
final class StockNrepl {

	private static final Path JAR = Path.of("/usr/share/java/nrepl.jar");

	private StockNrepl() {
	}

	/**
	 * Start it; it stays as long as the process.
	 * @return its port
	 * @throws MalformedURLException never
	 */
	static int start() throws MalformedURLException {
		if (!Files.isRegularFile(JAR)) {
			throw new IllegalStateException(JAR + " is missing: install libnrepl-clojure.");
		}
		Thread thread = Thread.currentThread();
		// Clojure loads with the loader of the thread's context; the sessions' threads
		// need it as long as they live
		thread.setContextClassLoader(
				new URLClassLoader(new URL[] { JAR.toUri().toURL() }, thread.getContextClassLoader()));
		Clojure.var("clojure.core", "require").invoke(Clojure.read("nrepl.server"));
		Object server = Clojure.var("nrepl.server", "start-server")
			.invoke(Clojure.read(":port"), 0, Clojure.read(":bind"), "127.0.0.1");
		return ((Number) Clojure.var("clojure.core", "get").invoke(server, Clojure.read(":port"))).intValue();
	}

}
