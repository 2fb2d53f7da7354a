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

import java.lang.ref.WeakReference;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.replboot.runtime.stop.Taken;
import dev.replboot.runtime.stop.Takings;

/**
 * What a method sets whose name begins with {@code set}, if another one tells what was
 * there before: evaluated code in any object, and anything that the JVM has once, such as
 * the default locale.
 */
final class SetterTake implements Take {

	private static final String SET = "set";

	// a key and a value
	private static final int MOST_ARGUMENTS = 2;

	static boolean mayConcern(String name) {
		return name.startsWith(SET) && name.length() > SET.length();
	}

	@Override
	public boolean concerns(Class<?> owner, String name, Class<?>[] types, Class<?> result) {
		if (!mayConcern(name) || types.length == 0 || types.length > MOST_ARGUMENTS || isElsewhere(owner)) {
			return false;
		}
		Class<?> type = types[types.length - 1];
		boolean mayBeCode = !type.isPrimitive() && !Modifier.isFinal(type.getModifiers());
		return mayBeCode || isOfJvm(owner, name, types);
	}

	// threads have rules of their own, and collections keep data
	private static boolean isElsewhere(Class<?> owner) {
		return Evaluated.isOfRuntime(owner) || Thread.class.isAssignableFrom(owner)
				|| Collection.class.isAssignableFrom(owner) || Map.class.isAssignableFrom(owner);
	}

	// elsewhere, a static method may be about the calling thread
	private static boolean isOfJvm(Class<?> owner, String name, Class<?>[] types) {
		ClassLoader loader = owner.getClassLoader();
		if (loader != null && loader != ClassLoader.getPlatformClassLoader()) {
			return false;
		}
		try {
			return Modifier.isStatic(owner.getMethod(name, types).getModifiers());
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
	}

	@Override
	public @Nullable Object make(Call call) throws Throwable {
		@Nullable Object[] arguments = call.arguments();
		Object set = arguments[arguments.length - 1];
		boolean isCode = set != null && Evaluated.isCode(set);
		boolean concerns = isCode || (call.target() == null && isOfJvm(call.owner(), call.name(), call.types()));
		Setting setting = concerns ? Setting.of(call) : null;
		if (setting == null) {
			return call.proceed();
		}
		Object target = call.target();
		Object before = setting.get(target);
		Object result = call.proceed();
		if (!isSame(before, setting.get(target))) {
			note(call, setting, before);
		}
		return result;
	}

	// an object that the evaluation has made itself isn't kept by this
	private static void note(Call call, Setting setting, @Nullable Object before) {
		Object target = call.target();
		WeakReference<Object> reference = new WeakReference<>((target != null) ? target : call.owner());
		boolean isStatic = target == null;
		String what = call.name().substring(SET.length()) + " of "
				+ ((target != null) ? target.getClass().getSimpleName() : call.owner().getName());
		Takings.tookIfPossible(
				new Taken.Item(what, !isStatic, "changed", new Taken.Place(reference, call.name() + setting.key()),
						() -> false, () -> reference.get() == null, () -> {
							Object owner = reference.get();
							if (owner != null) {
								setting.set(isStatic ? null : owner, before);
							}
						}));
	}

	// what evaluated code has made isn't asked
	private static boolean isSame(@Nullable Object one, @Nullable Object other) {
		return one == other || (one != null && other != null && !Evaluated.isCode(one) && !Evaluated.isCode(other)
				&& Objects.deepEquals(one, other));
	}

}
