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

import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What the application gets instead of what a method would give: what it would get if the
 * method weren't overridden, else nothing, zero, false or something empty.
 */
final class NeutralValue {

	private static final StackWalker WALKER = StackWalker
		.getInstance(EnumSet.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));

	private static final int NEAR = 20;

	private static final List<String> CHANGES = List.of("decorate", "postProcess", "customize", "wrap",
			"resolveStringValue");

	private final String name;

	private final MethodType type;

	private final boolean isStatic;

	private final Class<?> owner;

	private final @Nullable MethodHandle inherited;

	private final @Nullable Method passesOn;

	NeutralValue(MethodHandles.Lookup lookup, String name, MethodType type, boolean isStatic) {
		this.name = name;
		this.type = type;
		this.isStatic = isStatic;
		this.owner = lookup.lookupClass();
		this.passesOn = isStatic ? null : PassedOn.find(type);
		this.inherited = isStatic ? null : Inherited.find(lookup, name, type.dropParameterTypes(0, 1));
	}

	/**
	 * What to give when the method hasn't run.
	 * @param arguments its arguments, after the object
	 * @return fits the method's type
	 */
	@Nullable Object insteadOf(@Nullable Object[] arguments) {
		if (this.passesOn != null && next(arguments) != null) {
			return PassedOn.call(this.passesOn, arguments);
		}
		return afterwards(arguments);
	}

	/**
	 * What the method may pass its call on to.
	 * @param arguments its arguments, after the object
	 * @return the rest of a filter chain or the like, or {@code null}
	 */
	@Nullable Object next(@Nullable Object[] arguments) {
		return (this.passesOn != null) ? arguments[arguments.length - 1] : null;
	}

	/**
	 * What to give when the method has run, but not to its end.
	 * @param arguments its arguments, after the object
	 * @return fits the method's type
	 */
	@Nullable Object afterwards(@Nullable Object[] arguments) {
		Method proxied = proxied(arguments);
		if (proxied != null) {
			return ofProxy(proxied, arguments);
		}
		if (this.inherited != null) {
			try {
				return this.inherited.invokeWithArguments(arguments);
			}
			catch (Throwable ex) {
				// whatever it is, it isn't what the caller is to get
				return EmptyValue.of(this.type.returnType());
			}
		}
		if (this.isStatic) {
			return EmptyValue.of(adaptedType());
		}
		Class<?> result = this.type.returnType();
		// what makes another one of something leaves it as it is
		int same = (isTask(result) || isNamedAsChange()) ? this.type.parameterList().lastIndexOf(result) : 0;
		if (same > 0) {
			return arguments[same];
		}
		return (next(arguments) instanceof MethodInvocation call) ? EmptyValue.of(call.getMethod().getReturnType())
				: EmptyValue.of(result);
	}

	private boolean isNamedAsChange() {
		return CHANGES.stream().anyMatch(this.name::startsWith);
	}

	private static boolean isTask(Class<?> type) {
		return type == Runnable.class || type == Callable.class
				|| type.getPackageName().equals(Function.class.getPackageName());
	}

	// a handler of Java's dynamic proxies, or a function that Clojure has made into one
	private @Nullable Method proxied(@Nullable Object[] arguments) {
		if (this.isStatic) {
			return (arguments.length == 4 && arguments[2] instanceof Method method) ? method : null;
		}
		return (this.name.equals("invoke") && arguments.length == 4 && arguments[0] instanceof InvocationHandler
				&& arguments[2] instanceof Method method) ? method : null;
	}

	private static @Nullable Object ofProxy(Method method, @Nullable Object[] arguments) {
		if (method.getDeclaringClass() == Object.class) {
			return switch (method.getName()) {
				case "hashCode" -> System.identityHashCode(arguments[1]);
				case "equals" ->
					arguments[3] instanceof Object[] others && others.length == 1 && others[0] == arguments[1];
				default -> "an object of a REPL that is closed";
			};
		}
		return EmptyValue.of(method.getReturnType());
	}

	// a lambda that Clojure has made of a function knows what its caller expects
	private Class<?> adaptedType() {
		if (this.type.returnType() != Object.class) {
			return this.type.returnType();
		}
		return WALKER.walk((frames) -> frames.limit(NEAR)
			.filter((frame) -> frame.getDeclaringClass().isHidden()
					&& frame.getDeclaringClass().getName().contains("$$Lambda"))
			.map(StackFrame::getMethodType)
			.filter((lambda) -> lambda.returnType() != Object.class
					&& lambda.parameterCount() == this.type.parameterCount() - 1)
			.findFirst()
			.<Class<?>>map(MethodType::returnType)
			.orElse(Object.class));
	}

	String describe(@Nullable Object[] arguments) {
		Object target = (arguments.length > 0) ? arguments[0] : null;
		return ((target != null) ? target.getClass() : this.owner).getName() + (this.isStatic ? "" : "." + this.name);
	}

}
