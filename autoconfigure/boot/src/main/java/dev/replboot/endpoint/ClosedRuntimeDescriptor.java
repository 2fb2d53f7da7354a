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

package dev.replboot.endpoint;

import java.time.Instant;
import java.util.List;

import dev.replboot.runtime.ClosedRuntime;
import dev.replboot.text.VisibleText;

/**
 * A runtime that the REPL has closed and that the JVM hasn't unloaded yet.
 *
 * @param runtime the name of its class loader
 * @param closedAt when the REPL was closed
 * @param stays {@code true} if collections that unload classes have left it in memory,
 * {@code false} if there were none
 * @param message a sentence on what that means, and what to do
 * @param heldBy the paths by which the application holds it, as far as they could be
 * found
 */
public record ClosedRuntimeDescriptor(String runtime, Instant closedAt, boolean stays, String message,
		List<String> heldBy) {

	public ClosedRuntimeDescriptor {
		heldBy = heldBy.stream().map(VisibleText::line).toList();
	}

	/**
	 * Describe a runtime.
	 * @param closed the runtime
	 * @return its descriptor
	 */
	public static ClosedRuntimeDescriptor of(ClosedRuntime closed) {
		return new ClosedRuntimeDescriptor(closed.runtime(), closed.closedAt(), closed.stays(), closed.message(),
				closed.heldBy());
	}

}
