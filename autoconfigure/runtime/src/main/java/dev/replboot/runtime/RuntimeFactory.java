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
 * Loads Clojure runtimes.
 */
@Internal
@FunctionalInterface
public interface RuntimeFactory {

	/**
	 * Load a runtime. Blocks until it can evaluate.
	 * @param setup what it is loaded with
	 * @return the runtime
	 * @throws RuntimeLoadException when Clojure can't be found or doesn't start; nothing
	 * of it stays
	 */
	ReplRuntime load(RuntimeSetup setup);

	/**
	 * Load a runtime in the background, at low priority, for the next {@link #load} with
	 * an equal setup. Returns at once. A factory that keeps nothing in reserve does
	 * nothing.
	 * @param setup what it is loaded with
	 */
	default void prepare(RuntimeSetup setup) {
	}

	/**
	 * Let go of what {@link #prepare} has loaded.
	 */
	default void discardPrepared() {
	}

}
