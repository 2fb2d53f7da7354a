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

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import dev.replboot.runtime.stop.Callbacks;

/**
 * Called by woven code where a method begins that the application may call.
 */
public final class CallbackHooks {

	private CallbackHooks() {
	}

	/**
	 * Whether the method is called by a thread of the application's own.
	 * @return whether it has to go through {@link #link}
	 */
	public static boolean isOutside() {
		return Callbacks.isOutside();
	}

	/**
	 * Whether a thread that has called code of a runtime is back in the application's
	 * own: it was turned away, or that code has passed its call on.
	 * @param frame a frame of the thread's stack
	 * @return whether what is above it is the application's own code
	 */
	public static boolean isBackInApplication(StackTraceElement frame) {
		return (frame.getMethodName().equals(CallbackPoint.TURN_AWAY)
				&& frame.getClassName().equals(CallbackPoint.class.getName()))
				|| (frame.getMethodName().equals("aside") && frame.getClassName().equals(Callbacks.class.getName()));
	}

	/**
	 * Links a method to itself, as a callback.
	 * @param lookup the method's class
	 * @param name the method's name
	 * @param type the method's type, with the target if there is one
	 * @param isStatic 1 for a static method
	 * @return a call site that calls the method within a budget, or gives something
	 * neutral
	 * @throws ReflectiveOperationException when there is no such method
	 */
	public static CallSite link(MethodHandles.Lookup lookup, String name, MethodType type, int isStatic)
			throws ReflectiveOperationException {
		Class<?> owner = lookup.lookupClass();
		MethodHandle method = (isStatic == 1) ? lookup.findStatic(owner, name, type)
				: lookup.findSpecial(owner, name, type.dropParameterTypes(0, 1), owner);
		MethodHandle spread = method.asFixedArity()
			.asSpreader(Object[].class, type.parameterCount())
			.asType(MethodType.methodType(Object.class, Object[].class));
		CallbackPoint point = new CallbackPoint(Callbacks.of(owner), spread,
				new NeutralValue(lookup, name, type, isStatic == 1));
		return new ConstantCallSite(
				CallbackPoint.CALL.bindTo(point).asCollector(Object[].class, type.parameterCount()).asType(type));
	}

}
