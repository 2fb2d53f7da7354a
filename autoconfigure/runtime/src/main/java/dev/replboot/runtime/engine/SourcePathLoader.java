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

package dev.replboot.runtime.engine;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import clojure.lang.DynamicClassLoader;
import org.jspecify.annotations.Nullable;

/**
 * The loader at the root of all that is evaluated. Clojure sources come from the folders
 * of {@code repl.source-paths} first, so that a checkout wins over what the application
 * was built with.
 */
final class SourcePathLoader extends DynamicClassLoader {

	private final List<Path> folders;

	SourcePathLoader(ClassLoader parent, List<Path> folders) {
		super(parent);
		this.folders = folders;
	}

	@Override
	public @Nullable URL getResource(String name) {
		URL source = findSource(name);
		return (source != null) ? source : super.getResource(name);
	}

	/**
	 * Find a source in the folders alone.
	 * @param name the source's name, with its extension
	 * @return where it is, or {@code null} if none of the folders has it
	 */
	@Nullable URL findSource(String name) {
		if (name.endsWith(".clj") || name.endsWith(".cljc")) {
			for (Path folder : this.folders) {
				Path file = folder.resolve(name);
				if (Files.isRegularFile(file)) {
					return url(file);
				}
			}
		}
		return null;
	}

	private static URL url(Path file) {
		try {
			return file.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(file + " has no URL", ex);
		}
	}

}
