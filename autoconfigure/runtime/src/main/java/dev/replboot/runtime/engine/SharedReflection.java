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

package dev.replboot.runtime.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

import clojure.lang.Compiler;
import clojure.lang.Reflector;
import clojure.lang.Util;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.RuntimeLoadException;
import dev.replboot.runtime.hook.ReflectionHooks;
import dev.replboot.runtime.stop.Scopes;
import dev.replboot.runtime.stop.Takings;

/**
 * Makes reflective calls as {@code Reflector} does, but through the hooks: what such a
 * call takes, opens or hands over is part of the evaluation. What it doesn't find, it
 * leaves to {@code Reflector}.
 */
@SuppressWarnings({ "rawtypes", "unchecked" })
final class SharedReflection {

	private static final MethodHandle BOX_ARGUMENTS = boxArguments();

	private SharedReflection() {
	}

	private static MethodHandle boxArguments() {
		try {
			Method box = Reflector.class.getDeclaredMethod("boxArgs", Class[].class, Object[].class);
			box.setAccessible(true);
			return MethodHandles.lookup()
				.unreflect(box)
				.asType(MethodType.methodType(Object[].class, Class[].class, Object[].class));
		}
		catch (ReflectiveOperationException ex) {
			throw new RuntimeLoadException(
					"This version of Clojure makes reflective calls in another way: use Clojure 1.12 or"
							+ " repl.runtime=isolated.",
					ex);
		}
	}

	/**
	 * Call a method by its name.
	 * @param type the class that has it
	 * @param name the method's name
	 * @param target what it is called on, {@code null} for a static method
	 * @param arguments its arguments
	 * @param otherwise how Clojure makes the call
	 * @return the result
	 */
	static @Nullable Object invoke(Class type, String name, @Nullable Object target, @Nullable Object[] arguments,
			SharedCalls.Throwing otherwise) {
		if (isApplications()) {
			return SharedCalls.undeclared(otherwise);
		}
		List<Method> methods = Reflector.getMethods(type, arguments.length, name, target == null);
		Method found = accessible(find(methods, arguments), target);
		if (found == null) {
			return SharedCalls.undeclared(otherwise);
		}
		@Nullable Object[] boxed = boxed(found, arguments);
		return Reflector.prepRet(found.getReturnType(), called(() -> ReflectionHooks.hooked(found, target, boxed)));
	}

	/**
	 * Call a constructor.
	 * @param type the class
	 * @param arguments its arguments
	 * @param otherwise how Clojure makes the call
	 * @return the new object
	 */
	static @Nullable Object construct(Class<?> type, @Nullable Object[] arguments, SharedCalls.Throwing otherwise) {
		Constructor<?> found = (!isApplications()) ? find(type.getConstructors(), arguments) : null;
		if (found == null) {
			return SharedCalls.undeclared(otherwise);
		}
		@Nullable Object[] boxed = boxed(found, arguments);
		return called(() -> ReflectionHooks.newInstance(found, boxed));
	}

	// the only one, else the first that fits
	private static @Nullable Constructor<?> find(Constructor<?>[] all, @Nullable Object[] arguments) {
		List<Constructor<?>> candidates = Arrays.stream(all)
			.filter((constructor) -> constructor.getParameterCount() == arguments.length)
			.toList();
		return (candidates.size() == 1) ? candidates.get(0)
				: candidates.stream()
					.filter((constructor) -> fit(constructor.getParameterTypes(), arguments))
					.findFirst()
					.orElse(null);
	}

	private static boolean isApplications() {
		return Scopes.current() == null && Takings.current() == null;
	}

	private static @Nullable Object called(SharedCalls.Throwing call) {
		return SharedCalls.undeclared(() -> {
			try {
				return call.run();
			}
			catch (InvocationTargetException ex) {
				throw Util.sneakyThrow((ex.getCause() != null) ? ex.getCause() : ex);
			}
		});
	}

	// the only one, else the most specific that fits
	private static @Nullable Method find(List<Method> candidates, @Nullable Object[] arguments) {
		if (candidates.size() == 1) {
			return candidates.get(0);
		}
		Method found = null;
		for (Method candidate : candidates) {
			Class<?>[] types = candidate.getParameterTypes();
			if (fit(types, arguments) && (found == null || Compiler.subsumes(types, found.getParameterTypes()))) {
				found = candidate;
			}
		}
		return found;
	}

	private static boolean fit(Class<?>[] types, @Nullable Object[] arguments) {
		for (int i = 0; i < types.length; i++) {
			Object argument = arguments[i];
			if (!Reflector.paramArgTypeMatch(types[i], (argument != null) ? argument.getClass() : null)) {
				return false;
			}
		}
		return true;
	}

	private static @Nullable Method accessible(@Nullable Method method, @Nullable Object target) {
		if (method == null
				|| (Modifier.isPublic(method.getDeclaringClass().getModifiers()) && method.canAccess(target))) {
			return method;
		}
		return Reflector.getAsMethodOfAccessibleBase(method.getDeclaringClass(), method, target);
	}

	private static @Nullable Object[] boxed(Executable called, @Nullable Object[] arguments) {
		try {
			return (Object[]) BOX_ARGUMENTS.invokeExact((Class[]) called.getParameterTypes(), arguments);
		}
		catch (Throwable ex) {
			throw Util.sneakyThrow(ex);
		}
	}

}
