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

package dev.replboot.session;

import java.util.function.Predicate;

import dev.replboot.access.ReplPrincipal;
import dev.replboot.api.Internal;

/**
 * How many sessions there may be at a time.
 *
 * @param sessions the number in all ({@code repl.limits.sessions}); one more place is
 * left for an administrator
 * @param perPrincipal the number of each principal
 * ({@code repl.limits.sessions-per-principal})
 * @param administrators tells who is an administrator
 */
@Internal
public record SessionBounds(int sessions, int perPrincipal, Predicate<ReplPrincipal> administrators) {

	/**
	 * Create the bounds.
	 * @throws IllegalArgumentException if one of them lets nobody in
	 */
	public SessionBounds {
		require("repl.limits.sessions", sessions);
		require("repl.limits.sessions-per-principal", perPrincipal);
	}

	private static void require(String property, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(
					property + " is " + value + ", which lets nobody in. Set it to 1 or more.");
		}
	}

}
