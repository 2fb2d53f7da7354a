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

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The class files that a runtime is made of. Those of Clojure's own jars are read in
 * advance, in one pass, because thousands of look-ups in a nested jar are slow.
 *
 * @since 0.1.0
 */
public final class ClassFiles {

	private static final Log logger = LogFactory.getLog(ClassFiles.class);

	private static final int ATTEMPTS = 3;

	private final ClassLoader application;

	private volatile @Nullable WovenAhead ahead;

	private ClassFiles(ClassLoader application, WovenAhead ahead) {
		this.application = application;
		this.ahead = ahead;
	}

	/**
	 * Read Clojure's own jars.
	 * @param application the class loader that sees them
	 * @return the class files
	 */
	public static ClassFiles read(ClassLoader application) {
		return new ClassFiles(application, WovenAhead.start(ClojureJars.read(application)));
	}

	/**
	 * Free what was read in advance. Clojure has started, and needs little more of it.
	 */
	public void letGo() {
		WovenAhead ahead = this.ahead;
		if (ahead != null) {
			ahead.stop();
			this.ahead = null;
		}
	}

	/**
	 * Find one of Clojure's own classes, as long as they are kept.
	 * @param className the class's name
	 * @return the class file to define, or {@code null} if it isn't known to be one
	 */
	byte @Nullable [] findWoven(String className) {
		WovenAhead ahead = this.ahead;
		return (ahead != null) ? ahead.take(file(className)) : null;
	}

	/**
	 * Find a class file as it is.
	 * @param className the class's name
	 * @return the class file, or {@code null} if there is none
	 */
	byte @Nullable [] find(String className) {
		return read(file(className));
	}

	private static String file(String className) {
		return className.replace('.', '/') + ".class";
	}

	/**
	 * Read a file although this thread may be interrupted at any moment: a class that
	 * can't be read now could never be used again.
	 * @param file the file's name
	 * @return its content, or {@code null} if there is none
	 */
	private byte @Nullable [] read(String file) {
		boolean interrupted = false;
		try {
			for (int attempt = 1;; attempt++) {
				interrupted |= Thread.interrupted();
				try (InputStream in = this.application.getResourceAsStream(file)) {
					return (in != null) ? in.readAllBytes() : null;
				}
				catch (IOException ex) {
					interrupted |= ex instanceof ClosedByInterruptException;
					if (attempt == ATTEMPTS) {
						logger.warn("Could not read " + file, ex);
						return null;
					}
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
