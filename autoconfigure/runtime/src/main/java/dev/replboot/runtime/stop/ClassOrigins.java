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
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ForkJoinWorkerThread;

import org.jspecify.annotations.Nullable;

/**
 * Which evaluation defined the classes of which loader. Clojure makes a loader for each
 * form and each file, so this tells whose function a foreign thread is running.
 */
public final class ClassOrigins {

	private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private static final int DEPTH = 512;

	private static final WeakReference<TrackedScope> LIBRARY = new WeakReference<>(null);

	private static final Map<ClassLoader, WeakReference<TrackedScope>> DEFINED_BY = Collections
		.synchronizedMap(new WeakHashMap<>());

	private ClassOrigins() {
	}

	/**
	 * Note that the calling thread's evaluation is about to define a class.
	 * @param loader what the class is defined by
	 */
	public static void defining(ClassLoader loader) {
		ThreadScope state = ThreadScope.current();
		if (state.isLoadingLibrary()) {
			DEFINED_BY.putIfAbsent(loader, LIBRARY);
			return;
		}
		TrackedScope scope = state.scope();
		if (scope != null) {
			DEFINED_BY.computeIfAbsent(loader, (any) -> new WeakReference<>(scope));
		}
	}

	/**
	 * Whether a class is part of a library rather than of what somebody typed.
	 * @param type a class of a runtime
	 * @return whether it was loaded by {@code require} or from a jar
	 */
	public static boolean isLibrary(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return loader instanceof RuntimeHome || (loader != null && DEFINED_BY.get(loader) == LIBRARY);
	}

	/**
	 * The nearest class of the calling thread that was evaluated or loaded.
	 * @param otherwise the class if there is none
	 * @return the class
	 */
	public static Class<?> nearest(Class<?> otherwise) {
		return WALKER
			.walk((frames) -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
				.filter((type) -> type.getClassLoader() != null && DEFINED_BY.containsKey(type.getClassLoader()))
				.findFirst())
			.orElse(otherwise);
	}

	/**
	 * Whether the code that has called the host is part of a library.
	 * @return whether the nearest frame of a runtime, Clojure's own Java classes aside,
	 * is
	 */
	public static boolean isCalledByLibrary() {
		return caller().map(ClassOrigins::isLibrary).orElse(false);
	}

	/**
	 * The loader of the code that has called the host, if somebody has typed that.
	 * @return the class loader, or {@code null} if it is a library's or the application's
	 */
	public static @Nullable ClassLoader calledByEvaluated() {
		return caller().filter((type) -> !isLibrary(type)).map(Class::getClassLoader).orElse(null);
	}

	private static Optional<Class<?>> caller() {
		return WALKER.walk((frames) -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
			.filter((type) -> RuntimeHome.of(type.getClassLoader()) != null
					&& !type.getName().startsWith("clojure.lang."))
			.findFirst());
	}

	/**
	 * Whether the calling thread runs code that was evaluated or is a library's, and not
	 * just Clojure itself.
	 * @return whether there is such a frame
	 */
	static boolean isEvaluatedCodeOnThisStack() {
		return WALKER.walk((frames) -> frames.limit(DEPTH)
			.map(StackWalker.StackFrame::getDeclaringClass)
			.anyMatch(ClassOrigins::isEvaluated));
	}

	private static boolean isEvaluated(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		String name = type.getName();
		boolean brought = loader instanceof RuntimeHome
				&& (name.startsWith("clojure.") || name.startsWith("dev.replboot.runtime."));
		return !brought && RuntimeHome.of(loader) != null;
	}

	/**
	 * The stop that a thread which works for nobody in particular has run into.
	 * @return the evaluation whose function it runs, or {@code null}
	 */
	static @Nullable TrackedScope condemnedOnThisStack() {
		Optional<TrackedScope> condemned = WALKER.walk((frames) -> frames.limit(DEPTH)
			.flatMap((frame) -> Optional.ofNullable(condemned(frame.getDeclaringClass().getClassLoader())).stream())
			.findFirst());
		return condemned.orElseGet(ClassOrigins::ofParallelWork);
	}

	private static @Nullable TrackedScope condemned(@Nullable ClassLoader loader) {
		WeakReference<TrackedScope> reference = (loader != null) ? DEFINED_BY.get(loader) : null;
		TrackedScope scope = (reference != null) ? reference.get() : null;
		return (scope != null && scope.condemnation() != null && !scope.isQuiet()) ? scope : null;
	}

	/**
	 * Parallel streams and sorts hand a function on to the common pool behind our back.
	 * If the function is an older one, it is taken for work of the evaluation that is
	 * being stopped, provided that this is the only one.
	 * @return the evaluation, or {@code null}
	 */
	private static @Nullable TrackedScope ofParallelWork() {
		if (!(Thread.currentThread() instanceof ForkJoinWorkerThread)) {
			return null;
		}
		return WALKER
			.walk((frames) -> frames.limit(DEPTH)
				.flatMap((frame) -> Optional.ofNullable(RuntimeHome.of(frame.getDeclaringClass().getClassLoader()))
					.stream())
				.findFirst())
			.flatMap((home) -> Optional.ofNullable(home.scopes().onlyOneIfCondemned()))
			.orElse(null);
	}

}
