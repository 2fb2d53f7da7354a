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

import java.lang.reflect.Method;

import clojure.lang.RT;
import clojure.lang.Reflector;
import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.hook.SharedGuards;

/**
 * Stands in for the reflector of the application's own Clojure, as {@link SharedCalls}
 * does for its compiler: called by what was evaluated in the REPL. What it calls by name
 * is guarded, and goes through the hooks.
 */
@SuppressWarnings("rawtypes")
public final class SharedReflector {

	private SharedReflector() {
	}

	public static @Nullable Object invokeInstanceMethod(Object target, String name, @Nullable Object[] arguments) {
		if (target instanceof Method method && name.equals("invoke") && arguments.length > 0) {
			checkReflective(method, arguments[0]);
		}
		check(target.getClass(), name, target, arguments.length);
		return SharedReflection.invoke(target.getClass(), name, target, arguments,
				() -> Reflector.invokeInstanceMethod(target, name, arguments));
	}

	public static @Nullable Object invokeInstanceMethodOfClass(Object target, Class type, String name,
			@Nullable Object[] arguments) {
		check(target.getClass(), name, target, arguments.length);
		return SharedReflection.invoke(type, name, target, arguments,
				() -> Reflector.invokeInstanceMethodOfClass(target, type, name, arguments));
	}

	public static @Nullable Object invokeInstanceMethodOfClass(Object target, String type, String name,
			@Nullable Object[] arguments) {
		return invokeInstanceMethodOfClass(target, RT.classForName(type), name, arguments);
	}

	public static @Nullable Object invokeNoArgInstanceMember(Object target, String name) {
		return invokeNoArgInstanceMember(target, name, false);
	}

	public static @Nullable Object invokeNoArgInstanceMember(Object target, String name, boolean field) {
		if (field) {
			return Reflector.invokeNoArgInstanceMember(target, name, true);
		}
		check(target.getClass(), name, target, 0);
		return SharedReflection.invoke(target.getClass(), name, target, RT.EMPTY_ARRAY,
				() -> Reflector.invokeNoArgInstanceMember(target, name, false));
	}

	public static @Nullable Object invokeInstanceMember(Object target, String name) {
		return hasField(target, name) ? Reflector.invokeInstanceMember(target, name)
				: invokeInstanceMethod(target, name, RT.EMPTY_ARRAY);
	}

	public static @Nullable Object invokeInstanceMember(String name, Object target, @Nullable Object argument) {
		return hasField(target, name) ? Reflector.invokeInstanceMember(name, target, argument)
				: invokeInstanceMethod(target, name, new Object[] { argument });
	}

	public static @Nullable Object invokeInstanceMember(String name, Object target, @Nullable Object... arguments) {
		return invokeInstanceMethod(target, name, arguments);
	}

	private static boolean hasField(Object target, String name) {
		return Reflector.getField(target.getClass(), name, false) != null;
	}

	public static @Nullable Object invokeConstructor(Class type, @Nullable Object[] arguments) {
		return SharedReflection.construct(type, arguments, () -> Reflector.invokeConstructor(type, arguments));
	}

	public static @Nullable Object invokeStaticMethod(Class type, String name, @Nullable Object[] arguments) {
		if (name.equals("new")) {
			return invokeConstructor(type, arguments);
		}
		check(type, name, null, arguments.length);
		Class<?> standingIn = SharedCalls.standingInFor(type.getName(), name);
		Class called = (standingIn != null) ? standingIn : type;
		return SharedReflection.invoke(called, name, null, arguments,
				() -> Reflector.invokeStaticMethod(called, name, arguments));
	}

	public static @Nullable Object invokeStaticMethod(String type, String name, @Nullable Object[] arguments) {
		return invokeStaticMethod(RT.classForName(type), name, arguments);
	}

	public static @Nullable Object invokeStaticMethodVariadic(String type, String name, @Nullable Object... arguments) {
		return invokeStaticMethod(type, name, arguments);
	}

	private static void check(Class<?> type, String name, @Nullable Object target, int arguments) {
		SharedGuards.checkNamed(type, name, target, arguments);
	}

	private static void checkReflective(Method method, @Nullable Object target) {
		check(method.getDeclaringClass(), method.getName(), target, method.getParameterCount());
	}

}
