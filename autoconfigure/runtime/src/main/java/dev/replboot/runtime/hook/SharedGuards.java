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

package dev.replboot.runtime.hook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

import dev.replboot.runtime.stop.ClassOrigins;
import dev.replboot.runtime.stop.Scopes;

/**
 * Guards and resources of what was defined in the application's own Clojure. It stays
 * when the REPL closes, and a library that was reloaded is the application's: what runs
 * there on the application's behalf is left alone.
 */
public final class SharedGuards {

	private static final AtomicInteger OPEN = new AtomicInteger();

	private SharedGuards() {
	}

	/**
	 * A REPL has begun to share the application's Clojure.
	 */
	public static void opened() {
		OPEN.incrementAndGet();
	}

	/**
	 * A REPL has ended to share the application's Clojure.
	 */
	public static void closed() {
		OPEN.decrementAndGet();
	}

	/**
	 * Called by woven code before a guarded call.
	 * @param what what the call does
	 */
	public static void check(String what) {
		if (isEvaluations()) {
			Scopes.guard(what);
		}
	}

	private static boolean isEvaluations() {
		return Scopes.current() != null || (OPEN.get() > 0 && !ClassOrigins.isCalledByLibrary());
	}

	/**
	 * Called by woven code before it closes something.
	 * @param target what is about to be closed or stopped
	 */
	public static void closing(@Nullable Object target) {
		if (target instanceof ConfigurableApplicationContext) {
			check(Guards.CLOSING_CONTEXT);
		}
	}

	/**
	 * Called by woven code instead of {@link Method#invoke}.
	 * @param method the method
	 * @param target what it is called on, {@code null} for a static method
	 * @param arguments its arguments
	 * @return its result
	 * @throws IllegalAccessException if the method isn't accessible
	 * @throws InvocationTargetException what the method throws
	 */
	public static @Nullable Object invoke(Method method, @Nullable Object target, @Nullable Object[] arguments)
			throws IllegalAccessException, InvocationTargetException {
		checkNamed(method.getDeclaringClass(), method.getName(), target, method.getParameterCount());
		return ReflectionHooks.hooked(method, target, arguments);
	}

	/**
	 * Called before a method is called by its name.
	 * @param type the class, or that of the target
	 * @param name the method's name
	 * @param target what it is called on, {@code null} for a static method
	 * @param arguments how many arguments it gets
	 */
	public static void checkNamed(Class<?> type, String name, @Nullable Object target, int arguments) {
		String what = Guards.guarded(type, name, target, arguments);
		if (what != null) {
			check(what);
		}
	}

	/**
	 * Called before a static method is called by its name.
	 * @param type the class's name
	 * @param name the method's name
	 */
	public static void checkStatic(String type, String name) {
		String what = Guards.guarded(type.replace('.', '/'), name);
		if (what != null) {
			check(what);
		}
	}

	/**
	 * Called by woven code with what it has just made.
	 * @param resource the new resource
	 * @param by the class that made it
	 */
	public static void track(@Nullable Object resource, Class<?> by) {
		boolean evaluations = Scopes.current() != null && !Scopes.isLoadingLibrary();
		if (evaluations || (OPEN.get() > 0 && !ClassOrigins.isLibrary(by))) {
			ResourceHooks.track(resource, by);
		}
	}

}
