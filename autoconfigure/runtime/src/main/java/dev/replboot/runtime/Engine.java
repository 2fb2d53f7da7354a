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

import java.util.concurrent.ExecutorService;

import dev.replboot.api.Internal;

/**
 * The side of a runtime that is compiled against Clojure. There is one implementation, in
 * {@code runtime.engine}, defined by the runtime's own class loader.
 */
@Internal
public interface Engine {

	/**
	 * Start Clojure and load the kit. Called once, on a thread whose context class loader
	 * is the runtime's.
	 * @param setup what the runtime is loaded with
	 * @param executor runs Clojure's futures and agents; shut down by the caller
	 * @param runtimeLoader the loader that evaluated code is defined under
	 */
	void start(RuntimeSetup setup, ExecutorService executor, ClassLoader runtimeLoader);

	/**
	 * Use the application's own Clojure, instead of {@link #start}. Called once. Leaves
	 * its executors and the base of its class loaders alone.
	 * @param setup what the runtime is loaded with
	 * @param parentLoader the parent of the loaders of evaluated code
	 */
	void join(RuntimeSetup setup, ClassLoader parentLoader);

	/**
	 * Give a Clojure that was {@linkplain #join joined} its own functions back. What was
	 * defined in it stays. Called once.
	 */
	void leave();

	/**
	 * The version of Clojure.
	 * @return for example {@code 1.12.6}
	 */
	String version();

	/**
	 * A fresh REPL.
	 * @param settings what it prints and how much
	 * @return the session
	 */
	EngineSession newSession(SessionSettings settings);

}
