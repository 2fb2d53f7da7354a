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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The namespaces of a Clojure that the application itself runs, beside the one of an
 * isolated runtime.
 */
public final class ApplicationClojure {

	// what comes with Clojure, and what a bare REPL makes
	private static final Set<String> NOT_ITS_OWN = Set.of("user", "clojure");

	private ApplicationClojure() {
	}

	/**
	 * The namespaces that the application runs.
	 * @param application the application's class loader
	 * @return their names in order, empty if it runs no Clojure
	 * @throws ReflectiveOperationException if that can't be found out
	 */
	public static List<String> namespaces(ClassLoader application) throws ReflectiveOperationException {
		return hasClojure(application) ? names(application) : List.of();
	}

	/**
	 * Whether the application runs a namespace.
	 * @param runtime the class loader of an isolated runtime
	 * @param namespace the namespace's name
	 * @return whether it does, {@code false} if that can't be found out
	 */
	public static boolean runs(@Nullable ClassLoader runtime, String namespace) {
		ClassLoader application = (runtime != null) ? runtime.getParent() : null;
		try {
			return application != null && namespaces(application).contains(namespace);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return false;
		}
	}

	private static boolean hasClojure(ClassLoader application) {
		for (ClassLoader loader = application; loader != null; loader = loader.getParent()) {
			if (loader.getDefinedPackage("clojure.lang") != null) {
				return true;
			}
		}
		return false;
	}

	// the registry of namespaces, which doesn't start Clojure if nobody has
	private static List<String> names(ClassLoader application) throws ReflectiveOperationException {
		Class<?> type = Class.forName("clojure.lang.Namespace", false, application);
		Iterable<?> namespaces = namespaces(type.getMethod("all").invoke(null));
		List<String> names = new ArrayList<>();
		for (Object namespace : namespaces) {
			String name = namespace.toString();
			if (!NOT_ITS_OWN.contains(name.split("\\.", 2)[0])) {
				names.add(name);
			}
		}
		Collections.sort(names);
		return names;
	}

	// a sequence of Clojure, and null if it would be empty
	private static Iterable<?> namespaces(@Nullable Object all) {
		return (all instanceof Iterable<?> iterable) ? iterable : List.of();
	}

}
