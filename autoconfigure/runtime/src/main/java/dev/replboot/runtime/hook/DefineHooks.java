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
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.ProtectionDomain;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.ClassOrigins;
import dev.replboot.runtime.stop.RuntimeHome;

/**
 * Called by Clojure's own class loader, so that whatever is evaluated gets woven.
 */
public final class DefineHooks {

	private DefineHooks() {
	}

	/**
	 * Called with each class file that the compiler has made.
	 * @param loader the loader that is about to define it
	 * @param bytes the class file
	 * @return the class file to define instead
	 */
	public static byte[] beforeDefine(ClassLoader loader, byte[] bytes) {
		RuntimeHome home = RuntimeHome.of(loader);
		if (home == null) {
			return bytes;
		}
		ClassOrigins.defining(loader);
		return home.weave(loader, bytes);
	}

	/**
	 * The domain of evaluated classes.
	 * @param loader the loader that is about to define one
	 * @return the domain, or {@code null} for the loader's default
	 */
	public static @Nullable ProtectionDomain domain(ClassLoader loader) {
		RuntimeHome home = RuntimeHome.of(loader);
		return (home != null) ? home.protectionDomain() : null;
	}

	/**
	 * The name for a loader of evaluated classes, by which their stack frames are
	 * recognised.
	 * @param parent the loader's parent
	 * @return the runtime's name, or {@code null} outside of one
	 */
	public static @Nullable String loaderName(@Nullable ClassLoader parent) {
		return (RuntimeHome.of(parent) instanceof ClassLoader home) ? home.getName() : null;
	}

	/**
	 * Find a class in the jars and folders that were added at run time.
	 * @param loader the loader they were added to
	 * @param name the class's name
	 * @return the class
	 * @throws ClassNotFoundException if none of them has it
	 */
	public static Class<?> findInUrls(URLClassLoader loader, String name) throws ClassNotFoundException {
		URL url = loader.findResource(name.replace('.', '/') + ".class");
		if (url == null) {
			throw new ClassNotFoundException(name);
		}
		try (InputStream in = url.openStream()) {
			return ((DefiningLoader) loader).defineWovenClass(name, beforeDefine(loader, in.readAllBytes()));
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

}
