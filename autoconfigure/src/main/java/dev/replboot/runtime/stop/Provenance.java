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

package dev.replboot.runtime.stop;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Which evaluation defined the classes of which loader. Clojure makes a loader for each
 * form, so this tells whose function a foreign thread is running.
 *
 * @since 0.1.0
 */
public final class Provenance {

	private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private static final int DEPTH = 512;

	private static final Map<ClassLoader, WeakReference<TrackedScope>> DEFINED_BY = Collections
		.synchronizedMap(new WeakHashMap<>());

	private Provenance() {
	}

	/**
	 * Note that the calling thread's evaluation is about to define a class.
	 * @param loader what the class is defined by
	 */
	public static void defining(ClassLoader loader) {
		TrackedScope scope = ThreadState.current().scope();
		if (scope != null) {
			DEFINED_BY.computeIfAbsent(loader, (any) -> new WeakReference<>(scope));
		}
	}

	static @Nullable TrackedScope condemnedOnThisStack() {
		return WALKER.walk((frames) -> frames.limit(DEPTH)
			.map((frame) -> condemned(frame.getDeclaringClass().getClassLoader()))
			.filter((scope) -> scope != null)
			.findFirst()
			.orElse(null));
	}

	private static @Nullable TrackedScope condemned(@Nullable ClassLoader loader) {
		WeakReference<TrackedScope> reference = (loader != null) ? DEFINED_BY.get(loader) : null;
		TrackedScope scope = (reference != null) ? reference.get() : null;
		return (scope != null && scope.condemnation() != null && !scope.isQuiet()) ? scope : null;
	}

}
