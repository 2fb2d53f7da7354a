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

package dev.replboot.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.replboot.api.Internal;

/**
 * What a runtime is loaded with.
 *
 * @param applicationLoader the class loader that sees the application's classes
 * @param hostObjects objects of the application, by the name under which the kit's
 * Clojure code finds them in {@code repl.host}
 * @param kitNamespaces the namespaces whose public vars are referred to from
 * {@code user}. One that has a function {@code load-late} has it called, with
 * {@code user} as the current namespace, on another thread after the REPL has opened
 * @param sourcePaths folders from which Clojure sources are loaded before any other
 */
@Internal
public record RuntimeSetup(ClassLoader applicationLoader, Map<String, Object> hostObjects, List<String> kitNamespaces,
		List<Path> sourcePaths) {

	public RuntimeSetup {
		hostObjects = Map.copyOf(hostObjects);
		kitNamespaces = List.copyOf(kitNamespaces);
		sourcePaths = List.copyOf(sourcePaths);
	}

}
