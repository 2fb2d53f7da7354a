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

package dev.replboot.kit.patch;

import java.lang.reflect.Constructor;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.RuntimeHome;

/**
 * Puts exceptions of Java's in the place of Clojure's that a patch throws to the
 * application. Frameworks remember the classes of exceptions, and with one of Clojure's
 * the whole runtime.
 */
final class EscapingException {

	private static final int MOST_CAUSES = 32;

	private EscapingException() {
	}

	/**
	 * Make an exception fit for the application.
	 * @param thrown what a patch has thrown
	 * @return the same, or if it or one of its causes is of a class of Clojure's own, one
	 * of the closest class of Java's with its message, stack trace and causes
	 */
	static Throwable of(Throwable thrown) {
		return hasClojures(thrown) ? copy(thrown, 0) : thrown;
	}

	private static boolean hasClojures(Throwable thrown) {
		Throwable each = thrown;
		for (int i = 0; i < MOST_CAUSES && each != null; i++) {
			if (isClojures(each.getClass())) {
				return true;
			}
			each = each.getCause();
		}
		return false;
	}

	// Classes that evaluated code defines are left out: describing them runs that code.
	private static boolean isClojures(Class<?> type) {
		return RuntimeHome.of(type.getClassLoader()) != null && ClojureData.isClojures(type);
	}

	private static Throwable copy(Throwable thrown, int depth) {
		Throwable cause = thrown.getCause();
		Throwable its = (cause == null || depth > MOST_CAUSES) ? null : copy(cause, depth + 1);
		if (its == cause && !isClojures(thrown.getClass())) {
			return thrown;
		}
		Class<?> type = thrown.getClass();
		while (isClojures(type)) {
			type = type.getSuperclass();
		}
		Throwable made = make(type, thrown.getMessage(), its);
		if (made == null) {
			made = (thrown instanceof Error) ? new Error(thrown.getMessage(), its)
					: new RuntimeException(thrown.getMessage(), its);
		}
		made.setStackTrace(thrown.getStackTrace());
		return made;
	}

	private static @Nullable Throwable make(Class<?> type, @Nullable String message, @Nullable Throwable cause) {
		try {
			Constructor<?> constructor = type.getConstructor(String.class, Throwable.class);
			return (Throwable) constructor.newInstance(message, cause);
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			return withoutCause(type, message, cause);
		}
	}

	private static @Nullable Throwable withoutCause(Class<?> type, @Nullable String message,
			@Nullable Throwable cause) {
		try {
			Throwable made = (Throwable) type.getConstructor(String.class).newInstance(message);
			return (cause != null) ? made.initCause(cause) : made;
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			return null;
		}
	}

}
