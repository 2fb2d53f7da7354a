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

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import javax.management.ObjectName;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.RuntimeHome;
import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;

/**
 * Listeners, handlers, hooks and the like, and whatever else the application is going to
 * call: added or registered by a method that has an opposite, by which it is removed.
 */
final class ListenerTake implements Take {

	private static final List<String> KINDS = List.of("Listener", "Handler", "Hook", "Observer", "Interceptor",
			"Filter", "Appender", "Callback", "Converter", "Advice", "Advisor", "Transformer", "Customizer", "Driver");

	private static final String CLOJURE = "clojure.";

	private static final List<String> OPPOSITES_OF_ADD = List.of("remove", "detach", "delete");

	private static final List<String> OPPOSITES_OF_REGISTER = List.of("unregister", "deregister");

	/**
	 * Whether a method may be one of a pair.
	 * @param name the method's name
	 * @return whether its class has to be looked at
	 */
	static boolean mayConcern(String name) {
		return adds(name) || name.equals("register") || isOpposite(name);
	}

	private static boolean adds(String name) {
		return name.startsWith("add") && !name.equals("add") && !name.equals("addAll");
	}

	private static boolean isOfAKind(String name) {
		return name.equals("register") || KINDS.stream().anyMatch(name::endsWith);
	}

	private static boolean isOpposite(String name) {
		return OPPOSITES_OF_ADD.stream().anyMatch((opposite) -> name.startsWith(opposite) && !name.equals(opposite))
				|| OPPOSITES_OF_REGISTER.stream().anyMatch(name::startsWith);
	}

	@Override
	public boolean concerns(Class<?> owner, String name, Class<?>[] types, Class<?> result) {
		if (types.length == 0 || Collection.class.isAssignableFrom(owner) || isOfRuntime(owner)) {
			return false;
		}
		return isOpposite(name)
				|| ((adds(name) || name.startsWith("register")) && opposite(owner, name, types) != null);
	}

	private static @Nullable Method opposite(Class<?> owner, String name, Class<?>[] types) {
		boolean adds = name.startsWith("add");
		String kind = name.substring(adds ? "add".length() : "register".length());
		List<Method> methods = List.of(owner.getMethods());
		for (int count = types.length; count > 0; count--) {
			for (String prefix : adds ? OPPOSITES_OF_ADD : OPPOSITES_OF_REGISTER) {
				for (Method method : methods) {
					if (method.getName().equals(prefix + kind) && takes(method, types, count)) {
						return method;
					}
				}
			}
		}
		return null;
	}

	// a generic class's method may take any object
	private static boolean takes(Method method, Class<?>[] types, int count) {
		Class<?>[] own = method.getParameterTypes();
		return own.length == count
				&& IntStream.range(0, count).allMatch((index) -> own[index].isAssignableFrom(types[index]));
	}

	@Override
	public @Nullable Object make(Call call) throws Throwable {
		@Nullable Object[] arguments = call.arguments();
		Method opposite = isOpposite(call.name()) ? null : opposite(call.owner(), call.name(), call.types());
		Object added = added(arguments);
		if (opposite == null || added == null || !(isOfAKind(call.name()) || isCode(added))) {
			Object result = call.proceed();
			if (opposite == null && added != null) {
				Takings.gaveBack(new Taken.Key(call.target(), added));
			}
			return result;
		}
		@Nullable Object[] removed = Arrays.copyOf(arguments, opposite.getParameterCount());
		Object identity = added(removed);
		Object result = call.proceed();
		if (!Boolean.FALSE.equals(result) && identity != null) {
			Takings.took(Taken.Item.added(describe(call, added), new Taken.Key(call.target(), identity),
					() -> remove(call, opposite, removed)));
		}
		return result;
	}

	// a static method may ask who calls it: a driver is removed by whoever sees its class
	private static void remove(Call call, Method opposite, @Nullable Object[] removed) throws Exception {
		MethodHandles.Lookup caller = call.caller();
		try {
			if (caller != null && Modifier.isStatic(opposite.getModifiers())) {
				caller.unreflect(opposite).invokeWithArguments(removed);
			}
			else {
				opposite.invoke(call.target(), removed);
			}
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	// rather than the name that it is added under
	private static @Nullable Object added(@Nullable Object[] arguments) {
		for (Object argument : arguments) {
			if (argument != null && isCode(argument)) {
				return argument;
			}
		}
		Object first = arguments[0];
		boolean isName = first instanceof ObjectName || first instanceof String;
		return (isName && arguments.length > 1 && arguments[1] != null) ? arguments[1] : first;
	}

	// of whatever kind, the application is going to call it
	private static boolean isCode(Object object) {
		return RuntimeHome.of(object.getClass().getClassLoader()) != null
				&& !object.getClass().getName().startsWith(CLOJURE + "lang.");
	}

	// which have opposites as well
	private static boolean isOfRuntime(Class<?> type) {
		return type.getName().startsWith(CLOJURE) || RuntimeHome.of(type.getClassLoader()) != null;
	}

	private static String describe(Call call, Object added) {
		String kind = call.name().replaceFirst("^(add|register)", "");
		Object target = call.target();
		return (kind.isEmpty() ? "Object" : kind) + " " + added.getClass().getName()
				+ ((target != null) ? " of " + target.getClass().getSimpleName() : "");
	}

}
