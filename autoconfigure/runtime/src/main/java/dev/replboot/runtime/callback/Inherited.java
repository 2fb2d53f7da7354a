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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

/**
 * Finds what a method of evaluated code overrides.
 */
final class Inherited {

	private Inherited() {
	}

	/**
	 * Find the method of the superclass or the default of an interface.
	 * @param lookup the overriding method's class
	 * @param name the method's name
	 * @param type the method's type, without the target
	 * @return the method, or {@code null} if it is abstract
	 */
	static @Nullable MethodHandle find(MethodHandles.Lookup lookup, String name, MethodType type) {
		Class<?> owner = lookup.lookupClass();
		MethodHandle ofSuperclass = ofSuperclass(lookup, owner, name, type);
		if (ofSuperclass != null) {
			return ofSuperclass;
		}
		for (Class<?> implemented : owner.getInterfaces()) {
			MethodHandle ofInterface = ofInterface(lookup, owner, implemented, name, type);
			if (ofInterface != null) {
				return ofInterface;
			}
		}
		return null;
	}

	private static @Nullable MethodHandle ofSuperclass(MethodHandles.Lookup lookup, Class<?> owner, String name,
			MethodType type) {
		for (Class<?> parent = owner.getSuperclass(); parent != null; parent = parent.getSuperclass()) {
			try {
				Method method = parent.getDeclaredMethod(name, type.parameterArray());
				return Modifier.isAbstract(method.getModifiers()) ? null
						: lookup.findSpecial(owner.getSuperclass(), name, type, owner).asFixedArity();
			}
			catch (NoSuchMethodException ex) {
				// further up, perhaps
			}
			catch (IllegalAccessException ex) {
				return null;
			}
		}
		return null;
	}

	private static @Nullable MethodHandle ofInterface(MethodHandles.Lookup lookup, Class<?> owner, Class<?> implemented,
			String name, MethodType type) {
		try {
			Method method = implemented.getMethod(name, type.parameterArray());
			return method.isDefault() ? lookup.findSpecial(implemented, name, type, owner).asFixedArity() : null;
		}
		catch (NoSuchMethodException | IllegalAccessException ex) {
			return null;
		}
	}

}
