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

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * Somebody who may need a runtime for longer than the REPL is open.
 */
@Internal
@FunctionalInterface
public interface RuntimeHold {

	/**
	 * The REPL is closing, its sessions have been told to end, and its runtime is about
	 * to be unloaded.
	 * @param unload unloads it; to be run once nobody needs it any more, if it is needed
	 * @return a sentence on who needs it and until when, or {@code null} when nobody does
	 * and it is to be unloaded now
	 */
	@Nullable String hold(Runnable unload);

}
