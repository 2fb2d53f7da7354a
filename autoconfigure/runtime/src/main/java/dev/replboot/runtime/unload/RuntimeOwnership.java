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

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.callback.CallbackHooks;

/**
 * Tells what belongs to one runtime.
 */
final class RuntimeOwnership {

	private final ClassLoader home;

	private final String name;

	RuntimeOwnership(ClassLoader home, String name) {
		this.home = home;
		this.name = name;
	}

	ClassLoader home() {
		return this.home;
	}

	boolean owns(@Nullable ClassLoader loader) {
		ClassLoader candidate = loader;
		while (candidate != null && candidate != this.home) {
			candidate = candidate.getParent();
		}
		return candidate != null;
	}

	boolean ownsClassOf(@Nullable Object object) {
		return object != null && owns((object instanceof Class<?> type) ? type.getClassLoader()
				: (object instanceof ClassLoader loader) ? loader : object.getClass().getClassLoader());
	}

	String name() {
		return this.name;
	}

	/**
	 * Whether a stack has code of the runtime on it.
	 * @param stack the stack
	 * @return whether it has
	 */
	boolean isIn(StackTraceElement[] stack) {
		for (StackTraceElement frame : stack) {
			if (this.name.equals(frame.getClassLoaderName())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a thread runs code of the runtime. One that is in the application's own
	 * code behind a filter of the runtime's doesn't.
	 * @param stack the thread's stack
	 * @return whether it does
	 */
	boolean runsIn(StackTraceElement[] stack) {
		for (StackTraceElement frame : stack) {
			if (CallbackHooks.isBackInApplication(frame)) {
				return false;
			}
			if (this.name.equals(frame.getClassLoaderName())) {
				return true;
			}
		}
		return false;
	}

}
