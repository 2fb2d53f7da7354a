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

import dev.replboot.runtime.stop.GiveBack;
import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;

/**
 * Listeners, handlers, hooks and the like, and whatever else the application is going to
 * call: added or registered by a method that has an opposite, by which it is removed.
 */
final class ListenerTake implements Take {

	private static final List<String> KINDS = List.of("Listener", "Handler", "Hook", "Observer", "Interceptor",
			"Filter", "Appender", "Callback", "Converter", "Advice", "Advisor", "Transformer", "Customizer", "Driver");

	private static final String ADD = "add";

	private static final String ON = "on";

	private static final List<String> OPPOSITES_OF_ADD = List.of("remove", "detach", "delete");

	private static final List<String> OPPOSITES_OF_ON = List.of("resetOn");

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
		return (name.startsWith("add") && !name.equals("addAll"))
				|| (name.length() > 2 && name.startsWith(ON) && Character.isUpperCase(name.charAt(2)));
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
		if (types.length == 0 || Collection.class.isAssignableFrom(owner) || Evaluated.isOfRuntime(owner)) {
			return false;
		}
		// the object may have an opposite that its static type hasn't
		boolean adds = name.startsWith(ADD) && adds(name) && !types[types.length - 1].isPrimitive();
		return adds || isOpposite(name)
				|| ((adds(name) || name.startsWith("register")) && opposite(owner, name, types) != null);
	}

	private static @Nullable Method opposite(Class<?> owner, String name, Class<?>[] types) {
		boolean adds = name.startsWith(ADD);
		boolean on = !adds && adds(name);
		String kind = name.substring(adds ? ADD.length() : on ? ON.length() : "register".length());
		List<Method> methods = List.of(owner.getMethods());
		for (int count = types.length; count > 0; count--) {
			for (String prefix : adds ? OPPOSITES_OF_ADD : on ? OPPOSITES_OF_ON : OPPOSITES_OF_REGISTER) {
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
		if (opposite == null && added != null && call.name().startsWith(ADD)) {
			return addWithoutOpposite(call, added);
		}
		if (opposite == null || added == null || !(isOfAKind(call.name()) || Evaluated.isCode(added))) {
			Object result = call.proceed();
			if (opposite == null && added != null) {
				Takings.gaveBack(key(call, added));
			}
			return result;
		}
		@Nullable Object[] removed = Arrays.copyOf(arguments, opposite.getParameterCount());
		Object identity = added(removed);
		Object result = call.proceed();
		if (!Boolean.FALSE.equals(result) && identity != null) {
			Takings.took(Taken.Item.added(describe(call, added), key(call, identity),
					() -> remove(call, opposite, removed)));
		}
		return result;
	}

	private static @Nullable Object addWithoutOpposite(Call call, Object added) throws Throwable {
		String kind = call.name().substring(ADD.length());
		Object target = call.target();
		Method byName = Removal.byName((target != null) ? target.getClass() : call.owner(), kind, added);
		Object result = call.proceed();
		GiveBack giveBack = (byName != null) ? Removal.byName(byName, target, added)
				: Evaluated.isCode(added) ? Removal.fromCollection(target, kind, added) : null;
		if (giveBack != null && !Boolean.FALSE.equals(result)) {
			Takings.took(Taken.Item.added(describe(call, added), key(call, added), giveBack));
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
			if (argument != null && Evaluated.isCode(argument)) {
				return argument;
			}
		}
		Object first = arguments[0];
		boolean isName = first instanceof ObjectName || first instanceof String;
		return (isName && arguments.length > 1 && arguments[1] != null) ? arguments[1] : first;
	}

	private static Taken.Key key(Call call, Object added) {
		Object target = call.target();
		return new Taken.Key((target != null) ? target : call.owner(), added);
	}

	private static String describe(Call call, Object added) {
		String kind = call.name().replaceFirst("^(add|register|on)", "");
		Object target = call.target();
		return (kind.isEmpty() ? "Object" : kind) + " " + added.getClass().getName()
				+ ((target != null) ? " of " + target.getClass().getSimpleName() : "");
	}

}
