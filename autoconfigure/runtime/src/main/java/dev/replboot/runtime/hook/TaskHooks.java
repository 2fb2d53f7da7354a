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

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.ScopePropagation;
import dev.replboot.runtime.stop.Scopes;

/**
 * Calls that hand a task to another thread: the task is made to run there as work of the
 * evaluation.
 */
public final class TaskHooks {

	private static final Map<Class<?>, MethodHandle> CARRIERS = new HashMap<>();

	static {
		CARRIERS.put(Runnable.class, carrier("carry", Runnable.class));
		for (Class<?> type : new Class<?>[] { Callable.class, Supplier.class, Function.class, BiFunction.class,
				Consumer.class, BiConsumer.class }) {
			CARRIERS.put(type, carrier("carry" + type.getSimpleName(), type));
		}
		CARRIERS.put(Collection.class, carrier("carryAll", Collection.class));
	}

	private static final MethodHandle SCHEDULED;

	static {
		try {
			SCHEDULED = MethodHandles.lookup()
				.findStatic(TaskHooks.class, "scheduled",
						MethodType.methodType(Object.class, Object.class, Object.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private TaskHooks() {
	}

	private static MethodHandle carrier(String name, Class<?> type) {
		try {
			return MethodHandles.lookup().findStatic(ScopePropagation.class, name, MethodType.methodType(type, type));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * Whether a call may hand a task over; the class that it is called on decides.
	 * @param name the method's name
	 * @param descriptor the method's descriptor
	 * @return whether to link the call through {@link #link}
	 */
	public static boolean mayHandOver(String name, String descriptor) {
		return switch (name) {
			case "execute", "submit", "schedule", "scheduleAtFixedRate", "scheduleWithFixedDelay", "adapt", "newThread",
					"startVirtualThread", "start", "unstarted", "supplyAsync", "runAsync", "completeAsync", "handle",
					"whenComplete", "exceptionally" ->
				hasTask(descriptor);
			case "invokeAll", "invokeAny" -> descriptor.startsWith("(Ljava/util/Collection;");
			default -> (name.endsWith("Async") || name.startsWith("then") || name.startsWith("run")
					|| name.startsWith("accept") || name.startsWith("apply")) && hasTask(descriptor);
		};
	}

	private static boolean hasTask(String descriptor) {
		return descriptor.contains("Ljava/lang/Runnable;") || descriptor.contains("Ljava/util/concurrent/Callable;")
				|| descriptor.contains("Ljava/util/function/");
	}

	/**
	 * Links a call that may hand a task over.
	 * @param lookup the caller
	 * @param name the method's name
	 * @param type the call's type, with the target if there is one
	 * @param owner the class that the method is called on
	 * @param isStatic 1 for a static method
	 * @return a call site that wraps the tasks
	 * @throws ReflectiveOperationException when there is no such method
	 */
	public static CallSite link(MethodHandles.Lookup lookup, String name, MethodType type, Class<?> owner, int isStatic)
			throws ReflectiveOperationException {
		MethodHandle method = (isStatic == 1) ? lookup.findStatic(owner, name, type)
				: lookup.findVirtual(owner, name, type.dropParameterTypes(0, 1)).asType(type);
		if (handsOver(owner)) {
			for (int i = (isStatic == 1) ? 0 : 1; i < type.parameterCount(); i++) {
				method = MethodHandles.filterArguments(method, i, CARRIERS.get(type.parameterType(i)));
			}
			if (isStatic != 1 && schedules(name, type.returnType())) {
				method = noting(method, type);
			}
		}
		return new ConstantCallSite(method);
	}

	private static boolean schedules(String name, Class<?> type) {
		return name.startsWith("schedule") && Future.class.isAssignableFrom(type);
	}

	// calls the method and notes what it returns, with the target
	private static MethodHandle noting(MethodHandle method, MethodType type) {
		MethodHandle noting = SCHEDULED
			.asType(MethodType.methodType(type.returnType(), type.returnType(), type.parameterType(0)));
		int[] order = IntStream.range(0, type.parameterCount() + 1)
			.map((i) -> (i < type.parameterCount()) ? i : 0)
			.toArray();
		return MethodHandles.permuteArguments(MethodHandles.collectArguments(noting, 0, method), type, order);
	}

	private static @Nullable Object scheduled(@Nullable Object future, Object executor) {
		if (future instanceof Future<?> scheduled) {
			Scopes.scheduled(executor, scheduled);
		}
		return future;
	}

	static void scheduledReflective(Method method, @Nullable Object target, @Nullable Object result) {
		if (target != null && schedules(method.getName(), method.getReturnType())
				&& handsOver(method.getDeclaringClass())) {
			scheduled(result, target);
		}
	}

	private static boolean handsOver(Class<?> owner) {
		return Executor.class.isAssignableFrom(owner) || CompletionStage.class.isAssignableFrom(owner)
				|| ForkJoinTask.class.isAssignableFrom(owner) || CompletionService.class.isAssignableFrom(owner)
				|| ThreadFactory.class.isAssignableFrom(owner) || owner == Thread.class
				|| owner.getName().equals("org.springframework.scheduling.TaskScheduler")
				|| owner.getName().startsWith("java.lang.Thread$Builder");
	}

	static @Nullable Object[] carryReflective(Method method, @Nullable Object[] arguments) {
		String descriptor = MethodType.methodType(void.class, method.getParameterTypes()).toMethodDescriptorString();
		if (arguments == null || !handsOver(method.getDeclaringClass()) || !mayHandOver(method.getName(), descriptor)) {
			return arguments;
		}
		@Nullable Object[] carried = arguments.clone();
		for (int i = 0; i < carried.length; i++) {
			carried[i] = carry(method.getParameterTypes()[i], carried[i]);
		}
		return carried;
	}

	private static @Nullable Object carry(Class<?> type, @Nullable Object argument) {
		MethodHandle carrier = CARRIERS.get(type);
		if (carrier == null || argument == null) {
			return argument;
		}
		try {
			return carrier.invoke(argument);
		}
		catch (Throwable ex) {
			throw new IllegalStateException("Wrapping a task failed", ex);
		}
	}

}
