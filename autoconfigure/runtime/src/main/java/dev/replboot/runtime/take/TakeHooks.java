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

package dev.replboot.runtime.take;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Callbacks;

/**
 * Calls that may take something, as evaluated code makes them.
 */
public final class TakeHooks {

	private static final Set<String> NAMES = Set.of("lock", "tryLock", "lockInterruptibly", "unlock",
			"setUncaughtExceptionHandler", "setDefaultUncaughtExceptionHandler");

	// too common to be linked to find out that they are of another class
	private static final Set<String> OF_PROPERTIES = Set.of("setProperty", "clearProperty", "put", "remove");

	private static final Set<String> PROPERTIES = Set.of("java/lang/System", "java/util/Properties",
			"java/util/Hashtable");

	private static final List<Take> TAKES = List.of(new LockTake(), new FileLockTake(), new PropertyTake(),
			new HandlerTake(), new BeanTake(), new MBeanTake(), new ListenerTake(), new SetterTake(),
			new SubscriptionTake(), new PassingOn());

	private static final MethodHandle MAKE = make();

	private TakeHooks() {
	}

	private static MethodHandle make() {
		try {
			return MethodHandles.lookup()
				.findVirtual(Linked.class, "make", MethodType.methodType(Object.class, Object[].class));
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * Whether a call may take something; the class that it is called on decides.
	 * @param owner the class's internal name
	 * @param name the method's name
	 * @return whether to link the call through {@link #link}
	 */
	public static boolean mayTake(String owner, String name) {
		return OF_PROPERTIES.contains(name) ? PROPERTIES.contains(owner)
				: mayTake(name) || PassingOn.mayConcern(owner, name);
	}

	/**
	 * Whether a reflective call may take something.
	 * @param method the method
	 * @return whether to make the call through {@link #reflective}
	 */
	public static boolean mayTake(Method method) {
		String name = method.getName();
		return OF_PROPERTIES.contains(name) ? PropertyTake.isOf(method.getDeclaringClass())
				: mayTake(name) || PassingOn.mayConcern(method.getDeclaringClass().getName(), name);
	}

	private static boolean mayTake(String name) {
		return NAMES.contains(name) || name.startsWith("register") || ListenerTake.mayConcern(name)
				|| SetterTake.mayConcern(name) || SubscriptionTake.mayConcern(name);
	}

	/**
	 * Links a call that may take something.
	 * @param lookup the caller
	 * @param name the method's name
	 * @param type the call's type, with the target if there is one
	 * @param owner the class that the method is called on
	 * @param isStatic 1 for a static method
	 * @return a call site that notes what is taken
	 * @throws ReflectiveOperationException when there is no such method
	 */
	public static CallSite link(MethodHandles.Lookup lookup, String name, MethodType type, Class<?> owner, int isStatic)
			throws ReflectiveOperationException {
		MethodHandle method = (isStatic == 1) ? lookup.findStatic(owner, name, type)
				: lookup.findVirtual(owner, name, type.dropParameterTypes(0, 1)).asType(type);
		return new ConstantCallSite(noting(lookup, method, name, type, owner, isStatic == 1));
	}

	/**
	 * Links a call that may take something to the method that is called instead.
	 * @param lookup the caller
	 * @param name the method's name
	 * @param type the call's type, with the target if there is one
	 * @param owner the class that the method is called on
	 * @param isStatic 1 for a static method
	 * @param instead what is called instead, with the target if there is one
	 * @return a call site that notes what is taken
	 */
	public static CallSite linkReplaced(MethodHandles.Lookup lookup, String name, MethodType type, Class<?> owner,
			int isStatic, MethodHandle instead) {
		return new ConstantCallSite(noting(lookup, instead.asType(type), name, type, owner, isStatic == 1));
	}

	// the same method if it takes nothing
	private static MethodHandle noting(MethodHandles.Lookup lookup, MethodHandle method, String name, MethodType type,
			Class<?> owner, boolean isStatic) {
		Class<?>[] types = (isStatic ? type : type.dropParameterTypes(0, 1)).parameterArray();
		Take take = find(owner, name, types, type.returnType());
		if (take == null) {
			return method;
		}
		MethodHandle spread = method.asFixedArity()
			.asSpreader(Object[].class, type.parameterCount())
			.asType(MethodType.methodType(Object.class, Object[].class));
		return MAKE.bindTo(new Linked(take, owner, name, types, isStatic, lookup, spread))
			.asCollector(Object[].class, type.parameterCount())
			.asType(type);
	}

	/**
	 * Make a reflective call, noting what it takes.
	 * @param method the method
	 * @param target what it is called on
	 * @param arguments its arguments
	 * @param call makes the call
	 * @return its result
	 * @throws Throwable what the call throws
	 */
	public static @Nullable Object reflective(Method method, @Nullable Object target, @Nullable Object[] arguments,
			Callbacks.Body call) throws Throwable {
		Take take = find(method.getDeclaringClass(), method.getName(), method.getParameterTypes(),
				method.getReturnType());
		return (take != null) ? take.make(new Call(method.getDeclaringClass(), method.getName(),
				method.getParameterTypes(), target, (arguments != null) ? arguments : new Object[0], null, call))
				: call.run();
	}

	private static @Nullable Take find(Class<?> owner, String name, Class<?>[] types, Class<?> result) {
		for (Take take : TAKES) {
			if (take.concerns(owner, name, types, result)) {
				return take;
			}
		}
		return null;
	}

	/**
	 * A call that has been linked.
	 *
	 * @param take its kind
	 * @param owner the class that the method is called on
	 * @param name the method's name
	 * @param types the types of its parameters
	 * @param isStatic whether it has no target
	 * @param caller who makes the call
	 * @param method the method
	 */
	private record Linked(Take take, Class<?> owner, String name, Class<?>[] types, boolean isStatic,
			MethodHandles.Lookup caller, MethodHandle method) {

		@Nullable Object make(@Nullable Object[] all) throws Throwable {
			Object target = this.isStatic ? null : all[0];
			@Nullable Object[] arguments = this.isStatic ? all : Arrays.copyOfRange(all, 1, all.length);
			if (target == null && !this.isStatic) {
				// which is the method's to complain about
				return this.method.invokeExact(all);
			}
			return this.take.make(new Call(this.owner, this.name, this.types, target, arguments, this.caller,
					() -> this.method.invokeExact(all)));
		}

	}

}
