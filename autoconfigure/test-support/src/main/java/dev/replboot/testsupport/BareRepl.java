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

package dev.replboot.testsupport;

import java.io.File;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * Clojure's own {@code clojure.core.server/repl} of the same version, in a class loader
 * of its own so that it leaves no class of Clojure with the application's.
 */
public final class BareRepl implements AutoCloseable {

	private final URLClassLoader loader;

	private final int port;

	private BareRepl(URLClassLoader loader, int port) {
		this.loader = loader;
		this.port = port;
	}

	/**
	 * Start it on a free port.
	 * @return the server
	 */
	public static BareRepl start() {
		return start("repl");
	}

	/**
	 * Start Clojure's own {@code clojure.core.server/io-prepl} instead.
	 * @return the server
	 */
	public static BareRepl startPrepl() {
		return start("io-prepl");
	}

	private static BareRepl start(String accept) {
		URLClassLoader loader = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());
		call(loader, "(require 'clojure.core.server)");
		ServerSocket server = (ServerSocket) call(loader, "(clojure.core.server/start-server {:address \"127.0.0.1\""
				+ " :port 0 :name \"bare\" :accept 'clojure.core.server/" + accept + "})");
		return new BareRepl(loader, server.getLocalPort());
	}

	// Clojure compiles with the loader of the thread's context
	private static Object call(ClassLoader loader, String code) {
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

	private static URL[] jars() {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (entry.contains("org" + File.separator + "clojure")) {
				try {
					urls.add(new File(entry).toURI().toURL());
				}
				catch (MalformedURLException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}
		return urls.toArray(URL[]::new);
	}

	/**
	 * Connect.
	 * @return the client
	 */
	public ReplClient connect() {
		return ReplClient.connect(this.port);
	}

	/**
	 * Run code beside the server.
	 * @param code the code
	 * @return its value
	 */
	public Object call(String code) {
		return call(this.loader, code);
	}

	@Override
	public void close() {
		call(this.loader, "(do (clojure.core.server/stop-server \"bare\") (shutdown-agents))");
	}

}
