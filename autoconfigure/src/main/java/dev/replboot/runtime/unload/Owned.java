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

/**
 * Tells what belongs to one runtime.
 */
final class Owned {

	private final ClassLoader home;

	private final String name;

	Owned(ClassLoader home, String name) {
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

	boolean runsIn(StackTraceElement[] stack) {
		for (StackTraceElement frame : stack) {
			if (this.name.equals(frame.getClassLoaderName())) {
				return true;
			}
		}
		return false;
	}

}
