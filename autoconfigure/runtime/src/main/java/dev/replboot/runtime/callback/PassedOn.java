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

package dev.replboot.runtime.callback;

import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Callbacks;

/**
 * Filters and interceptors pass on what they get to their last argument. One that doesn't
 * run any more passes it on as it is.
 */
final class PassedOn {

	private PassedOn() {
	}

	/**
	 * Find the method of whoever comes next.
	 * @param type the type of a method of evaluated code, with the target
	 * @return the method of its last argument, or {@code null} if it isn't a filter's
	 */
	static @Nullable Method find(MethodType type) {
		int last = type.parameterCount() - 1;
		if (last < 1 || !type.parameterType(last).isInterface()) {
			return null;
		}
		Class<?>[] passed = Arrays.copyOfRange(type.parameterArray(), 1, last);
		for (Method method : type.parameterType(last).getMethods()) {
			if (Callbacks.PASSING_ON.contains(method.getName()) && takes(method.getParameterTypes(), passed)
					&& type.returnType().isAssignableFrom(method.getReturnType())
					&& (passed.length > 0 || method.getName().equals("proceed"))) {
				return method;
			}
		}
		return null;
	}

	// OncePerRequestFilter passes an HttpServletRequest on to what takes a ServletRequest
	private static boolean takes(Class<?>[] parameters, Class<?>[] passed) {
		if (parameters.length != passed.length) {
			return false;
		}
		for (int i = 0; i < passed.length; i++) {
			if (!parameters[i].isAssignableFrom(passed[i])) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Pass a call on.
	 * @param method the method of whoever comes next
	 * @param arguments those of the method that doesn't run, after the object
	 * @return what whoever comes next gives
	 */
	static @Nullable Object call(Method method, @Nullable Object[] arguments) {
		int last = arguments.length - 1;
		try {
			method.setAccessible(true);
			return method.invoke(arguments[last], Arrays.copyOfRange(arguments, 1, last));
		}
		catch (InvocationTargetException ex) {
			throw PassedOn.<RuntimeException>unchecked(ex.getTargetException());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// what the application's own code throws, which is its business
	@SuppressWarnings("unchecked")
	private static <X extends Throwable> X unchecked(Throwable ex) throws X {
		throw (X) ex;
	}

}
