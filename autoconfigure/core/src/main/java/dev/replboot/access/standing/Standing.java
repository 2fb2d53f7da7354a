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

package dev.replboot.access.standing;

import org.jspecify.annotations.Nullable;

/**
 * Asks the application about one principal, as often as it is called.
 *
 * @since 0.1.0
 */
public interface Standing {

	/**
	 * Ask the application. May block.
	 * @return why the principal may no longer use the REPL, a sentence, or {@code null}
	 * @throws RuntimeException if the application can't say
	 */
	@Nullable String fault();

	/**
	 * How it asks.
	 * @return a sentence
	 */
	String words();

	/**
	 * Nobody asks any more: forget what was kept to ask with.
	 */
	default void forget() {
	}

}
