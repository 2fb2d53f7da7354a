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

package dev.replboot.lifecycle;

import dev.replboot.api.Internal;

/**
 * The states of the REPL, in the order in which they follow each other.
 */
@Internal
public enum ReplState {

	/**
	 * Nothing of the REPL is there: no class of Clojure, no thread, no port.
	 */
	CLOSED,

	/**
	 * The runtime is being loaded and the listeners bound.
	 */
	OPENING,

	/**
	 * There is a lease and whoever has a token can connect.
	 */
	OPEN,

	/**
	 * Sessions are being ended and the runtime unloaded.
	 */
	CLOSING

}
