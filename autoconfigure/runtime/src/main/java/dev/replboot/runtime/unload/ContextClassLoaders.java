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

package dev.replboot.runtime.unload;

import java.util.ArrayList;
import java.util.List;

import dev.replboot.runtime.stop.Threads;

/**
 * Threads of the application whose context class loader was set to one of the runtime's.
 */
final class ContextClassLoaders implements RuntimeHolder {

	@Override
	public List<String> release(RuntimeOwnership runtime) {
		List<String> sentences = new ArrayList<>();
		for (Thread thread : Threads.all()) {
			if (runtime.owns(Threads.contextClassLoader(thread))) {
				Threads.contextClassLoader(thread, runtime.home().getParent());
				sentences.add("The context class loader of the thread \"" + thread.getName()
						+ "\" was the REPL's; it has been set to the application's.");
			}
		}
		return sentences;
	}

}
