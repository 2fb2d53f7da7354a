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
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The calls of a patched suspending function of Kotlin. To the patch it is a method that
 * gives a future: {@code proceed} does, and the patch may. A call that goes on after it
 * was suspended is no call of its own. Kotlin is asked by reflection, since it needn't be
 * there.
 */
final class SuspendingCalls {

	private final Suspensions suspensions;

	private final Class<?> continuation;

	private final Method intercepted;

	private final Constructor<?> safely;

	private final Method createFailure;

	private final @Nullable Object unit;

	private SuspendingCalls(Suspensions suspensions, Method method) throws ReflectiveOperationException {
		this.suspensions = suspensions;
		this.continuation = method.getParameterTypes()[method.getParameterCount() - 1];
		ClassLoader loader = this.continuation.getClassLoader();
		this.intercepted = method(ClassUtils.forName("kotlin.coroutines.intrinsics.IntrinsicsKt", loader),
				"intercepted", this.continuation);
		this.safely = ClassUtils.forName("kotlin.coroutines.SafeContinuation", loader)
			.getConstructor(this.continuation);
		this.createFailure = method(ClassUtils.forName("kotlin.ResultKt", loader), "createFailure", Throwable.class);
		boolean nothing = KotlinMethods.result(method).toClass() == void.class;
		this.unit = nothing ? ClassUtils.forName("kotlin.Unit", loader).getField("INSTANCE").get(null) : null;
	}

	private static Method method(Class<?> type, String name, Class<?>... parameters) throws NoSuchMethodException {
		Method method = type.getMethod(name, parameters);
		ReflectionUtils.makeAccessible(method);
		return method;
	}

	/**
	 * Those of a method.
	 * @param method the method
	 * @return {@code null} if it isn't a suspending function
	 */
	static @Nullable SuspendingCalls of(Method method) {
		Suspensions suspensions = Suspensions.of(method);
		if (suspensions == null) {
			return null;
		}
		try {
			return new SuspendingCalls(suspensions, method);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			throw new PatchRefusedException(
					MethodFinder.signature(method) + " is a suspending function of a Kotlin that isn't known: " + ex);
		}
	}

	/**
	 * The function is called, or goes on.
	 * @param patch what runs in its place
	 * @param self the object, or {@code null} for a static method
	 * @param arguments the arguments, and the caller
	 * @param original the function without the patch
	 * @return what the method is to give, in an array of one, or {@code null} for the
	 * original to run
	 * @throws Throwable what the caller is to get
	 */
	@Nullable Object @Nullable [] call(PatchedMethod patch, @Nullable Object self, @Nullable Object[] arguments,
			PatchPlace.Original original) throws Throwable {
		if (this.suspensions.goesOn(arguments)) {
			return null;
		}
		Object caller = Objects.requireNonNull(arguments[arguments.length - 1]);
		@Nullable Object[] outcome = patch.call(self, Suspensions.written(arguments),
				(object, given) -> proceed(object, given, caller, original));
		if (outcome == null) {
			return null;
		}
		return new Object[] {
				(outcome[0] instanceof CompletionStage<?> stage) ? await(stage, caller) : result(outcome[0]) };
	}

	private @Nullable Object result(@Nullable Object value) {
		return (this.unit != null) ? this.unit : value;
	}

	private CompletableFuture<@Nullable Object> proceed(@Nullable Object self, @Nullable Object[] given, Object caller,
			PatchPlace.Original original) {
		CompletableFuture<@Nullable Object> end = new CompletableFuture<>();
		@Nullable Object[] arguments = Arrays.copyOf(given, given.length + 1);
		arguments[given.length] = Proxy.newProxyInstance(this.continuation.getClassLoader(),
				new Class<?>[] { this.continuation }, (proxy, method, values) -> switch (method.getName()) {
					case "resumeWith" -> {
						complete(end, values[0]);
						yield null;
					}
					case "equals" -> proxy == values[0];
					case "hashCode" -> System.identityHashCode(proxy);
					case "toString" -> "proceed of a patch, for " + caller.getClass().getName();
					default -> ReflectionUtils.invokeMethod(method, caller);
				});
		try {
			Object result = original.call(self, arguments);
			if (!Suspensions.isSuspended(result)) {
				end.complete(result);
			}
		}
		catch (Throwable ex) {
			end.completeExceptionally(ex);
		}
		return end;
	}

	private static void complete(CompletableFuture<@Nullable Object> end, @Nullable Object result) {
		if (result != null && result.getClass().getName().equals("kotlin.Result$Failure")) {
			Field exception = Objects
				.requireNonNull(ReflectionUtils.findField(result.getClass(), "exception", Throwable.class));
			end.completeExceptionally((Throwable) ReflectionUtils.getField(exception, result));
		}
		else {
			end.complete(result);
		}
	}

	// The caller goes on where its coroutine runs, whoever completes the future.
	private @Nullable Object await(CompletionStage<?> stage, Object caller) throws Throwable {
		Object waiting = this.safely.newInstance(ReflectionUtils.invokeMethod(this.intercepted, null, caller));
		Method resume = method(waiting.getClass(), "resumeWith", Object.class);
		stage.whenComplete((value, ex) -> ReflectionUtils.invokeMethod(resume, waiting,
				(ex != null) ? ReflectionUtils.invokeMethod(this.createFailure, null, cause(ex)) : result(value)));
		try {
			return method(waiting.getClass(), "getOrThrow").invoke(waiting);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static Throwable cause(Throwable thrown) {
		Throwable cause = thrown.getCause();
		return (thrown instanceof CompletionException && cause != null) ? cause : thrown;
	}

}
