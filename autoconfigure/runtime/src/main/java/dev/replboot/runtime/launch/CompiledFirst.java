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

package dev.replboot.runtime.launch;

import java.net.URL;

import org.jspecify.annotations.Nullable;

/**
 * The context class loader under which the application's Clojure is started, should the
 * application not have done so: it hides sources whose classes are there. Entries of
 * nested jars have no time, so Clojure would take its sources for newer and compile
 * itself.
 */
final class CompiledFirst extends ClassLoader {

	CompiledFirst(ClassLoader application) {
		super(application);
	}

	@Override
	public @Nullable URL getResource(String name) {
		int end = name.startsWith("clojure/") ? name.lastIndexOf(".clj") : -1;
		if (end > 0 && super.getResource(name.substring(0, end) + "__init.class") != null) {
			return null;
		}
		return super.getResource(name);
	}

}
