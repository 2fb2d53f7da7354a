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

import java.time.Instant;
import java.util.List;

import dev.replboot.api.Internal;

/**
 * A runtime that the REPL released when it closed, and that the JVM hasn't unloaded yet.
 *
 * @param runtime the name of its class loader, such as {@code repl-3}
 * @param closedAt when the REPL was closed
 * @param stays {@code true} if collections that unload classes have left it in memory,
 * {@code false} if there were none
 * @param message a sentence on what that means, and what to do
 * @param heldBy the paths by which the application holds it, as far as they could be
 * found
 */
@Internal
public record ClosedRuntime(String runtime, Instant closedAt, boolean stays, String message, List<String> heldBy) {

	public ClosedRuntime {
		heldBy = List.copyOf(heldBy);
	}

}
