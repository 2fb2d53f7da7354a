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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import dev.replboot.runtime.stop.GiveBack;

/**
 * How something is removed that was added by a method without an opposite: by its name,
 * or from the collection that another method gives.
 */
final class Removal {

	private static final List<String> POSITIONS = List.of("First", "Last", "Before", "After");

	private Removal() {
	}

	/**
	 * Whether a class keeps what is added to it by name.
	 * @param type the class
	 * @param kind the method's name behind {@code add}
	 * @param added what is added
	 * @return the method that removes it, or {@code null}
	 */
	static @Nullable Method byName(Class<?> type, String kind, Object added) {
		String removed = POSITIONS.contains(kind) ? "" : kind;
		Method remove = find(type, "remove" + removed, String.class);
		return (remove != null && name(added) != null) ? remove : null;
	}

	/**
	 * Remove something by its name.
	 * @param remove the method
	 * @param target what it is called on
	 * @param added what was added
	 * @return removes it
	 */
	static GiveBack byName(Method remove, @Nullable Object target, Object added) {
		String name = name(added);
		return () -> invoke(remove, target, name);
	}

	/**
	 * Find the collection that something was added to.
	 * @param target what it was added to
	 * @param kind the method's name behind {@code add}
	 * @param added what was added
	 * @return removes it, or {@code null} if no such collection has it
	 */
	static @Nullable GiveBack fromCollection(@Nullable Object target, String kind, Object added) {
		if (target == null || kind.isEmpty()) {
			return null;
		}
		for (String name : List.of("get" + kind + "s", "get" + kind + "List")) {
			Method getter = find(target.getClass(), name);
			if (getter != null && Collection.class.isAssignableFrom(getter.getReturnType())) {
				if (contains(getter, target, added)) {
					return () -> remove(getter, target, added);
				}
			}
		}
		return null;
	}

	private static boolean contains(Method getter, Object target, Object added) {
		try {
			return invoke(getter, target) instanceof Collection<?> all
					&& all.stream().anyMatch((element) -> element == added);
		}
		catch (Exception ex) {
			return false;
		}
	}

	private static void remove(Method getter, Object target, Object added) throws Exception {
		if (contains(getter, target, added) && invoke(getter, target) instanceof Collection<?> all
				&& !all.removeIf((element) -> element == added)) {
			throw new IllegalStateException("It is still there.");
		}
	}

	private static @Nullable String name(Object added) {
		Method getter = find(added.getClass(), "getName");
		try {
			return (getter != null && getter.getReturnType() == String.class) ? (String) invoke(getter, added) : null;
		}
		catch (Exception ex) {
			return null;
		}
	}

	private static @Nullable Method find(Class<?> type, String name, Class<?>... types) {
		Method method = ClassUtils.getMethodIfAvailable(type, name, types);
		if (method == null) {
			return null;
		}
		Method accessible = ClassUtils.getPubliclyAccessibleMethodIfPossible(method, type);
		boolean usable = Modifier.isPublic(accessible.getDeclaringClass().getModifiers())
				|| accessible.trySetAccessible();
		return usable ? accessible : null;
	}

	private static @Nullable Object invoke(Method method, @Nullable Object target, @Nullable Object... arguments)
			throws Exception {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

}
