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

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.take.TakeHooks;

/**
 * Reflective calls, which most interop at a REPL is, treated as woven ones are.
 */
public final class ReflectionHooks {

	private ReflectionHooks() {
	}

	@ReplacementFor(Method.class)
	public static @Nullable Object invoke(Method method, @Nullable Object target, @Nullable Object[] arguments)
			throws IllegalAccessException, InvocationTargetException {
		Guards.checkReflective(method, target);
		return hooked(method, target, arguments);
	}

	/**
	 * Make a reflective call for which the guards have been asked already.
	 * @param method the method
	 * @param target what it is called on, {@code null} for a static method
	 * @param arguments its arguments
	 * @return its result
	 * @throws IllegalAccessException if the method isn't accessible
	 * @throws InvocationTargetException what the method throws
	 */
	public static @Nullable Object hooked(Method method, @Nullable Object target, @Nullable Object[] arguments)
			throws IllegalAccessException, InvocationTargetException {
		if (!TakeHooks.mayTake(method)) {
			return call(method, target, arguments);
		}
		try {
			return TakeHooks.reflective(method, target, arguments, () -> call(method, target, arguments));
		}
		catch (IllegalAccessException | InvocationTargetException | RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static @Nullable Object call(Method method, @Nullable Object target, @Nullable Object[] arguments)
			throws IllegalAccessException, InvocationTargetException {
		Method replacement = Replacements.find(method);
		if (replacement != null && !replacement.getDeclaringClass().equals(ReflectionHooks.class)) {
			return replacement.invoke(null, withTarget(replacement, target, arguments));
		}
		SizedCalls.ask(method, arguments);
		try (AutoClosing closing = JdbcHooks.during(method, target)) {
			Object result = method.invoke(target, TaskHooks.carryReflective(method, arguments));
			ResourceHooks.trackReflective(method, result);
			TaskHooks.scheduledReflective(method, target, result);
			return JdbcHooks.connected(target, result);
		}
	}

	private static @Nullable Object[] withTarget(Method replacement, @Nullable Object target,
			@Nullable Object[] arguments) {
		int count = (arguments != null) ? arguments.length : 0;
		if (replacement.getParameterCount() == count) {
			return arguments;
		}
		@Nullable Object[] all = new @Nullable Object[count + 1];
		all[0] = target;
		if (count > 0) {
			System.arraycopy(arguments, 0, all, 1, count);
		}
		return all;
	}

	@ReplacementFor(Constructor.class)
	public static Object newInstance(Constructor<?> constructor, @Nullable Object[] arguments)
			throws InstantiationException, IllegalAccessException, InvocationTargetException {
		Class<?> type = constructor.getDeclaringClass();
		if (type == ThreadLocal.class) {
			return new ScopedThreadLocal<@Nullable Object>();
		}
		if (type == InheritableThreadLocal.class) {
			return new ScopedInheritableThreadLocal<@Nullable Object>();
		}
		if (type == Thread.class) {
			return scopedThread(constructor).newInstance(arguments);
		}
		SizedCalls.ask(constructor, arguments);
		Object result = constructor.newInstance(arguments);
		if (ResourceHooks.isTracked(type.getName().replace('.', '/'))) {
			ResourceHooks.trackReflective(result);
		}
		return result;
	}

	private static Constructor<?> scopedThread(Constructor<?> constructor) {
		try {
			return ScopedThread.class.getConstructor(constructor.getParameterTypes());
		}
		catch (NoSuchMethodException ex) {
			return constructor;
		}
	}

}
