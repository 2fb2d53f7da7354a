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

import dev.replboot.api.Internal;

/**
 * What a session starts with.
 *
 * @param printLength elements of a collection that are printed, Clojure's
 * {@code *print-length*}; the user may {@code set!} another
 * @param printLevel depth of nesting that is printed, Clojure's {@code *print-level*}
 * @param readable whether values are printed so that they can be read back, or else as
 * Clojure prints them
 */
@Internal
public record SessionSettings(int printLength, int printLevel, boolean readable) {

	/**
	 * Settings with values that can be read back.
	 * @param printLength elements of a collection that are printed
	 * @param printLevel depth of nesting that is printed
	 */
	public SessionSettings(int printLength, int printLevel) {
		this(printLength, printLevel, true);
	}

}
