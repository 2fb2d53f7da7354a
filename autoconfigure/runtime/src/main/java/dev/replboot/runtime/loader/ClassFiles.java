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

import dev.replboot.runtime.weave.ClassWeaver;

/**
 * The class files that a runtime is made of. What starting Clojure needs is found and
 * woven faster than the rest.
 */
public final class ClassFiles {

	private static final Log logger = LogFactory.getLog(ClassFiles.class);

	private static final int ATTEMPTS = 3;

	private final ClassLoader application;

	private volatile @Nullable StartingClasses starting;

	private ClassFiles(ClassLoader application, StartingClasses starting) {
		this.application = application;
		this.starting = starting;
	}

	/**
	 * Read Clojure's own jars.
	 * @param application the class loader that sees them
	 * @return the class files
	 */
	public static ClassFiles read(ClassLoader application) {
		return new ClassFiles(application, new StartingClasses(application));
	}

	/**
	 * Free what was read in advance. Clojure has started, and needs little more of it.
	 */
	public void letGo() {
		StartingClasses starting = this.starting;
		if (starting != null) {
			this.starting = null;
			starting.letGo();
		}
	}

	/**
	 * Find one of Clojure's own classes, as long as they are kept.
	 * @param className the class's name
	 * @return the class file to define, or {@code null} if it isn't known to be one
	 */
	byte @Nullable [] findWoven(String className) {
		StartingClasses starting = this.starting;
		return (starting != null) ? starting.find(internal(className)) : null;
	}

	/**
	 * Weave a class of a library or of the kit.
	 * @param loader the loader that is about to define it
	 * @param className the class's name
	 * @param bytes the class file
	 * @return the class file to define
	 */
	byte[] weave(ClassLoader loader, String className, byte[] bytes) {
		StartingClasses starting = this.starting;
		return (starting != null) ? starting.weave(loader, internal(className), bytes)
				: ClassWeaver.weave(loader, bytes);
	}

	/**
	 * Find a class file as it is.
	 * @param className the class's name
	 * @return the class file, or {@code null} if there is none
	 */
	byte @Nullable [] find(String className) {
		return read(internal(className) + ".class");
	}

	private static String internal(String className) {
		return className.replace('.', '/');
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
