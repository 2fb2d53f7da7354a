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
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The jars that Clojure itself consists of. One that is a file is read class by class.
 * One that is nested in another is read in advance, in one pass, because thousands of
 * look-ups there are slow.
 */
final class ClojureJars {

	private static final Log logger = LogFactory.getLog(ClojureJars.class);

	private static final List<String> PROBES = List.of("clojure/core__init.class", "clojure/spec/alpha__init.class",
			"clojure/core/specs/alpha__init.class");

	private static final int BUFFER = 1 << 16;

	private final List<ZipFile> open = new ArrayList<>();

	private final Map<String, byte[]> read = new HashMap<>();

	private ClojureJars() {
	}

	static ClojureJars open(ClassLoader application) {
		ClojureJars jars = new ClojureJars();
		for (String probe : PROBES) {
			URL url = application.getResource(probe);
			if (url != null) {
				jars.add(url);
			}
		}
		return jars;
	}

	private void add(URL inJar) {
		try {
			if (inJar.openConnection() instanceof JarURLConnection connection) {
				URL jar = connection.getJarFileURL();
				if (jar.getProtocol().equals("file")) {
					// The connection would keep the jar open for good.
					this.open.add(new ZipFile(new File(jar.toURI())));
				}
				else {
					read(jar);
				}
			}
		}
		catch (IOException | URISyntaxException | IllegalArgumentException ex) {
			// Each class is found by itself then.
			logger.debug("Could not read ahead: " + inJar, ex);
		}
	}

	private void read(URL jar) throws IOException {
		try (ZipInputStream in = new ZipInputStream(new BufferedInputStream(jar.openStream(), BUFFER))) {
			for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
				if (isClojures(entry.getName())) {
					this.read.put(entry.getName(), in.readAllBytes());
				}
			}
		}
	}

	private static boolean isClojures(String file) {
		return file.startsWith("clojure/") && file.endsWith(".class");
	}

	/**
	 * Find one of Clojure's own class files.
	 * @param file the file's name in the jar
	 * @return its content, or {@code null} if it isn't one or the jars have been closed:
	 * whoever loads a class on another thread may come here at that moment
	 */
	byte @Nullable [] find(String file) {
		byte[] bytes = this.read.get(file);
		return (bytes != null || !isClojures(file)) ? bytes : findInOpen(file);
	}

	private byte @Nullable [] findInOpen(String file) {
		for (ZipFile jar : this.open) {
			try {
				ZipEntry entry = jar.getEntry(file);
				if (entry != null) {
					return read(jar, entry);
				}
			}
			// Java tells in several ways that a jar is being closed.
			catch (IOException | RuntimeException ex) {
				logger.debug("Could not read " + file, ex);
			}
		}
		return null;
	}

	private static byte[] read(ZipFile jar, ZipEntry entry) throws IOException {
		try (InputStream in = jar.getInputStream(entry)) {
			return in.readAllBytes();
		}
	}

	/**
	 * The names of all class files.
	 * @return the names
	 */
	Stream<String> names() {
		Stream<String> inOpen = this.open.stream()
			.flatMap(ZipFile::stream)
			.map(ZipEntry::getName)
			.filter(ClojureJars::isClojures);
		return Stream.concat(this.read.keySet().stream(), inOpen);
	}

	/**
	 * Close what is open.
	 */
	void close() {
		for (ZipFile jar : this.open) {
			try {
				jar.close();
			}
			catch (IOException ex) {
				logger.debug("Could not close " + jar.getName(), ex);
			}
		}
	}

}
