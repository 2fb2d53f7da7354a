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

package dev.replboot.runtime.hook;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.Properties;
import java.util.jar.JarEntry;

import dev.replboot.runtime.stop.Scopes;

/**
 * What {@code clojure.lang.RT} calls instead of its own, and {@code Delay} as well.
 */
public final class ClojureHooks {

	private ClojureHooks() {
	}

	/**
	 * Replaces {@code RT.lastModified}. Entries of nested jars have no time, and those of
	 * a reproducible build all have the same, which makes Clojure believe that sources
	 * are newer than their classes and compile them: of two equal times the class's is
	 * the later one.
	 * @param url where a source or a class is
	 * @param file its name in the jar
	 * @return when it was changed last, in milliseconds since 1970
	 * @throws IOException if it can't be opened
	 */
	public static long lastModified(URL url, String file) throws IOException {
		URLConnection connection = url.openConnection();
		long time = -1;
		if (connection instanceof JarURLConnection jar) {
			JarEntry entry = jar.getJarFile().getJarEntry(file);
			time = (entry != null) ? entry.getTime() : -1;
		}
		else {
			time = connection.getLastModified();
			connection.getInputStream().close();
		}
		return Math.max(time, 1) + (file.endsWith(".class") ? 1 : 0);
	}

	/**
	 * Stands before {@code Delay} keeps what its body has thrown, which it does for good:
	 * a body can't be run again, because Clojure's compiler lets it use what it closes
	 * over only once. The error of a stop would tell whoever asks next that they were
	 * stopped.
	 * @param thrown what the body has thrown
	 * @return what to keep
	 */
	public static Throwable thrownInDelay(Throwable thrown) {
		return Scopes.isStopping()
				? new IllegalStateException(
						"This delay was stopped while it was realized, so its value isn't known. Make it again.")
				: thrown;
	}

	/**
	 * Replaces the system properties of which Clojure starts a socket server for each
	 * that begins with {@code clojure.server.}: nobody gets a REPL without a login.
	 * @return no properties
	 */
	public static Properties serverProperties() {
		return new Properties();
	}

}
