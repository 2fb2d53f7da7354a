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

import java.time.Duration;

import dev.replboot.runtime.GuardListener;
import dev.replboot.runtime.RuntimeFactory;
import dev.replboot.runtime.stop.Callbacks;
import dev.replboot.runtime.unload.RuntimeWatch;

/**
 * The ways to load Clojure.
 */
public final class Runtimes {

	private Runtimes() {
	}

	/**
	 * Clojure in a class loader of its own, apart from any Clojure of the application.
	 * @return the factory
	 */
	public static RuntimeFactory isolated() {
		return isolated(GuardListener.NONE);
	}

	/**
	 * Clojure in a class loader of its own, apart from any Clojure of the application.
	 * @param guardListener told of what the guards refuse and permit
	 * @return the factory
	 */
	public static RuntimeFactory isolated(GuardListener guardListener) {
		return isolated(guardListener, Callbacks.DEFAULT_BUDGET);
	}

	/**
	 * Clojure in a class loader of its own, apart from any Clojure of the application.
	 * @param guardListener told of what the guards refuse and permit
	 * @param callbackBudget how long code of an evaluation may take on a thread of the
	 * application
	 * @return the factory
	 */
	public static RuntimeFactory isolated(GuardListener guardListener, Duration callbackBudget) {
		return isolated(guardListener, callbackBudget, new RuntimeWatch(Duration.ZERO));
	}

	/**
	 * Clojure in a class loader of its own, apart from any Clojure of the application.
	 * @param guardListener told of what the guards refuse and permit
	 * @param callbackBudget how long code of an evaluation may take on a thread of the
	 * application
	 * @param watch watches whether the JVM unloads what was closed
	 * @return the factory
	 */
	public static RuntimeFactory isolated(GuardListener guardListener, Duration callbackBudget, RuntimeWatch watch) {
		return new PreparedRuntimes((setup) -> IsolatedRuntime.load(setup, guardListener, callbackBudget, watch));
	}

	/**
	 * The application's own Clojure. Stops less, and unloads nothing.
	 * @param guardListener told of what the guards refuse and permit
	 * @param callbackBudget how long code of an evaluation may take on a thread of the
	 * application
	 * @return the factory
	 */
	public static RuntimeFactory shared(GuardListener guardListener, Duration callbackBudget) {
		return (setup) -> SharedRuntime.load(setup, guardListener, callbackBudget);
	}

}
