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

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The calls of a suspending function of Kotlin that wait for something. Such a function
 * returns early and is entered again when it goes on, with its own state in place of its
 * caller's; both know the caller, which is how a call is found again. Kotlin itself
 * needn't be there.
 */
final class Suspensions {

	private static final String CONTINUATION = "kotlin.coroutines.Continuation";

	private static final String SINGLETONS = "kotlin.coroutines.intrinsics.CoroutineSingletons";

	private static final String METADATA = "kotlin.coroutines.jvm.internal.DebugMetadata";

	private static final String STATE = "kotlin.coroutines.jvm.internal.BaseContinuationImpl";

	private static final int MOST = 1000;

	private static final int MOST_CLASSES = 20;

	private final Map<Object, WatchedCall> waiting = new IdentityHashMap<>();

	// The names of the classes that keep the function's state begin like this.
	private final String states;

	private final boolean isEnteredAgain;

	private Suspensions(String states, boolean isEnteredAgain) {
		this.states = states;
		this.isEnteredAgain = isEnteredAgain;
	}

	/**
	 * Those of a method.
	 * @param method the method
	 * @return {@code null} if it isn't a suspending function
	 */
	static @Nullable Suspensions of(Method method) {
		Class<?>[] types = method.getParameterTypes();
		if (types.length == 0 || !types[types.length - 1].getName().equals(CONTINUATION)) {
			return null;
		}
		String states = method.getDeclaringClass().getName() + "$" + KotlinMethods.written(method.getName()) + "$";
		return new Suspensions(states, hasState(method, states));
	}

	/**
	 * Where a function of an open class goes on, since an overriding one would be called
	 * otherwise.
	 * @param method the method
	 * @return the static method with its body, or {@code null} if it has its body itself
	 */
	static @Nullable CodeMethod body(Method method) {
		if (!KotlinMethods.isSuspending(method) || Modifier.isStatic(method.getModifiers())) {
			return null;
		}
		Class<?> type = method.getDeclaringClass();
		CodeMethod own = CodeMethod.of(method);
		CodeMethod body = new CodeMethod(type, method.getName() + "$suspendImpl",
				own.types().insertParameterTypes(0, type));
		Method found = ReflectionUtils.findMethod(type, body.name(), body.types().parameterArray());
		return (found != null && found.getDeclaringClass() == type) ? body : null;
	}

	// A function has such a class unless it only waits for the last thing that it does.
	private static boolean hasState(Method method, String states) {
		ClassLoader loader = method.getDeclaringClass().getClassLoader();
		String written = KotlinMethods.written(method.getName());
		for (int i = 1; i <= MOST_CLASSES; i++) {
			String name = states + i;
			// Lambdas have numbers of the same sequence.
			if (ClassUtils.isPresent(name, loader) && isStateOf(ClassUtils.resolveClassName(name, loader), written)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isStateOf(Class<?> type, String function) {
		for (Annotation annotation : type.getAnnotations()) {
			if (annotation.annotationType().getName().equals(METADATA)) {
				Method name = ReflectionUtils.findMethod(annotation.annotationType(), "m");
				return name != null && function
					.equals(KotlinMethods.written(String.valueOf(ReflectionUtils.invokeMethod(name, annotation))));
			}
		}
		return false;
	}

	/**
	 * Whether a function has returned without having come to its end.
	 * @param result what it has returned
	 * @return whether it has
	 */
	static boolean isSuspended(@Nullable Object result) {
		return result instanceof Enum<?> constant && constant.name().equals("COROUTINE_SUSPENDED")
				&& constant.getDeclaringClass().getName().equals(SINGLETONS);
	}

	/**
	 * A call waits.
	 * @param call the call
	 * @return whether its end will be seen: a function that leaves the rest to the one
	 * that it calls isn't entered again
	 */
	boolean waits(WatchedCall call) {
		Object caller = call.continuation();
		if (!this.isEnteredAgain || caller == null) {
			return false;
		}
		synchronized (this.waiting) {
			if (this.waiting.size() >= MOST) {
				return false;
			}
			this.waiting.put(caller, call);
			return true;
		}
	}

	/**
	 * Whether the method is entered again to go on, as it finds out itself: it is given
	 * its own state, with a mark in it.
	 * @param arguments the arguments that the method is entered with
	 * @return {@code false} if a new call begins
	 */
	boolean goesOn(@Nullable Object[] arguments) {
		Object state = arguments[arguments.length - 1];
		if (state == null || !state.getClass().getName().startsWith(this.states)) {
			return false;
		}
		Field label = ReflectionUtils.findField(state.getClass(), "label", int.class);
		if (label == null) {
			return false;
		}
		ReflectionUtils.makeAccessible(label);
		return ReflectionUtils.getField(label, state) instanceof Integer number && number < 0;
	}

	/**
	 * The call that goes on.
	 * @param arguments the arguments that the method is entered with
	 * @return the call, or {@code null} if it isn't of interest, or began before the
	 * watch
	 */
	@Nullable WatchedCall resumed(@Nullable Object[] arguments) {
		Object state = arguments[arguments.length - 1];
		Object caller = (state != null) ? caller(state) : null;
		synchronized (this.waiting) {
			return (caller != null) ? this.waiting.remove(caller) : null;
		}
	}

	private static @Nullable Object caller(Object state) {
		for (Class<?> type = state.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals(STATE)) {
				Method completion = ReflectionUtils.findMethod(type, "getCompletion");
				return (completion != null) ? ReflectionUtils.invokeMethod(completion, state) : null;
			}
		}
		return null;
	}

	/**
	 * The arguments as they are written in Kotlin.
	 * @param arguments those of the method
	 * @return the same without the caller
	 */
	static @Nullable Object[] written(@Nullable Object[] arguments) {
		return Arrays.copyOf(arguments, arguments.length - 1);
	}

	int count() {
		synchronized (this.waiting) {
			return this.waiting.size();
		}
	}

}
