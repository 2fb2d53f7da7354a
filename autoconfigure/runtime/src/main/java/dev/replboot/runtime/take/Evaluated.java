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

package dev.replboot.runtime.take;

import dev.replboot.runtime.stop.RuntimeHome;

/**
 * What belongs to a runtime.
 */
final class Evaluated {

	private static final String CLOJURE = "clojure.";

	private Evaluated() {
	}

	// of whatever kind, the application is going to call it
	static boolean isCode(Object object) {
		return RuntimeHome.of(object.getClass().getClassLoader()) != null
				&& !object.getClass().getName().startsWith(CLOJURE + "lang.");
	}

	static boolean isOfRuntime(Class<?> type) {
		return type.getName().startsWith(CLOJURE) || RuntimeHome.of(type.getClassLoader()) != null;
	}

}
