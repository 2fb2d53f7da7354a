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

package dev.replboot.runtime.loader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The jars that Clojure itself consists of.
 */
final class ClojureJars {

	private static final Log logger = LogFactory.getLog(ClojureJars.class);

	private static final List<String> PROBES = List.of("clojure/core__init.class", "clojure/spec/alpha__init.class",
			"clojure/core/specs/alpha__init.class");

	private static final int BUFFER = 1 << 16;

	private ClojureJars() {
	}

	static Map<String, byte[]> read(ClassLoader application) {
		Map<String, byte[]> classes = new LinkedHashMap<>(8192);
		for (String probe : PROBES) {
			URL url = application.getResource(probe);
			if (url != null) {
				read(url, classes);
			}
		}
		return classes;
	}

	private static void read(URL inJar, Map<String, byte[]> classes) {
		try {
			URL jar = jar(inJar);
			if (jar == null) {
				return;
			}
			try (ZipInputStream in = new ZipInputStream(new BufferedInputStream(jar.openStream(), BUFFER))) {
				for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
					if (entry.getName().startsWith("clojure/") && entry.getName().endsWith(".class")) {
						classes.put(entry.getName(), in.readAllBytes());
					}
				}
			}
		}
		catch (IOException ex) {
			// each class is read by itself then
			logger.debug("Could not read ahead: " + inJar, ex);
		}
	}

	private static @Nullable URL jar(URL inJar) throws IOException {
		return (inJar.openConnection() instanceof JarURLConnection connection) ? connection.getJarFileURL() : null;
	}

}
