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
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Something that can be set, and asked for.
 *
 * @param getter the method that tells what is set
 * @param setter the method that sets it
 * @param remover the method that removes it, or {@code null}
 * @param keys what identifies it beside the target
 */
record Setting(Method getter, Method setter, @Nullable Method remover, @Nullable Object[] keys) {

	/**
	 * Find what a call sets.
	 * @param call the call of a method whose name begins with {@code set}
	 * @return the setting, or {@code null} if nothing tells what was there before
	 */
	static @Nullable Setting of(Call call) {
		Object target = call.target();
		Class<?> type = (target != null) ? target.getClass() : call.owner();
		boolean isStatic = target == null;
		int last = call.types().length - 1;
		Class<?>[] keyTypes = Arrays.copyOf(call.types(), last);
		String property = call.name().substring("set".length());
		Method getter = find(type, "get" + property, keyTypes, isStatic);
		if (getter == null) {
			getter = find(type, "is" + property, keyTypes, isStatic);
		}
		Method setter = find(type, call.name(), call.types(), isStatic);
		if (getter == null || setter == null || !call.types()[last].isAssignableFrom(getter.getReturnType())) {
			return null;
		}
		Method remover = (last > 0) ? find(type, "remove" + property, keyTypes, isStatic) : null;
		return new Setting(getter, setter, remover, Arrays.copyOf(call.arguments(), last));
	}

	private static @Nullable Method find(Class<?> type, String name, Class<?>[] types, boolean isStatic) {
		try {
			Method method = type.getMethod(name, types);
			Method accessible = ClassUtils.getPubliclyAccessibleMethodIfPossible(method, type);
			boolean usable = Modifier.isPublic(accessible.getDeclaringClass().getModifiers())
					|| accessible.trySetAccessible();
			return (usable && Modifier.isStatic(method.getModifiers()) == isStatic) ? accessible : null;
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

	/**
	 * What distinguishes it from others that the same method sets.
	 * @return a text
	 */
	String key() {
		StringBuilder key = new StringBuilder();
		for (Object each : this.keys) {
			boolean isText = each instanceof String || each instanceof Enum;
			key.append(' ').append(isText ? each : String.valueOf(System.identityHashCode(each)));
		}
		return key.toString();
	}

	@Nullable Object get(@Nullable Object target) throws Exception {
		return invoke(this.getter, target, this.keys);
	}

	void set(@Nullable Object target, @Nullable Object value) throws Exception {
		if (value == null && this.remover != null) {
			invoke(this.remover, target, this.keys);
			return;
		}
		@Nullable Object[] arguments = Arrays.copyOf(this.keys, this.keys.length + 1);
		arguments[this.keys.length] = value;
		invoke(this.setter, target, arguments);
	}

	private static @Nullable Object invoke(Method method, @Nullable Object target, @Nullable Object[] arguments)
			throws Exception {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

}
