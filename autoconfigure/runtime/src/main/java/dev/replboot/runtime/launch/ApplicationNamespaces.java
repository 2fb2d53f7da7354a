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

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.hook.ApplicationClojure;

/**
 * Finds out whether the application runs Clojure code of its own, which an isolated
 * runtime doesn't see. Never makes the application load Clojure: it looks only where a
 * class of it has been defined already.
 */
final class ApplicationNamespaces {

	private static final Log logger = LogFactory.getLog(ApplicationNamespaces.class);

	private ApplicationNamespaces() {
	}

	/**
	 * Look for namespaces.
	 * @param application the application's class loader
	 * @return the sentence to say, or {@code null} if the application runs no Clojure
	 * code
	 */
	static @Nullable String notice(ClassLoader application) {
		try {
			List<String> names = ApplicationClojure.namespaces(application);
			return names.isEmpty() ? null : sentence(names);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			logger.debug("Whether the application runs Clojure could not be found out", ex);
			return null;
		}
	}

	private static String sentence(List<String> names) {
		String which = (names.size() == 1) ? "the namespace " + names.get(0)
				: names.size() + " namespaces, " + names.get(0) + " among them";
		return "The application runs Clojure code of its own (" + which + "), which this REPL doesn't see."
				+ " To see and redefine it, set repl.runtime=shared.";
	}

}
