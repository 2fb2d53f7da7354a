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

package dev.replboot.kit.patch;

import java.lang.reflect.Method;
import java.lang.reflect.WildcardType;
import java.util.Arrays;

import org.springframework.core.ResolvableType;

/**
 * Methods by the names that they have in Kotlin's sources. Its compiler adds a hash to
 * the name of a method that takes value classes, and to suspending functions a parameter.
 */
final class KotlinMethods {

	private static final String CONTINUATION = "kotlin.coroutines.Continuation";

	private KotlinMethods() {
	}

	/**
	 * Whether a method is what a name means.
	 * @param method the method
	 * @param name a name of a method, or of a function of Kotlin
	 * @return whether it is
	 */
	static boolean isNamed(Method method, String name) {
		String actual = method.getName();
		return actual.equals(name) || (actual.startsWith(name + "-") && !actual.endsWith("-impl")
				&& !actual.endsWith("$default") && written(actual).equals(name));
	}

	/**
	 * A name as it is written in Kotlin.
	 * @param name the name of a method
	 * @return the function's name
	 */
	static String written(String name) {
		String plain = name.endsWith("$suspendImpl") ? name.substring(0, name.length() - "$suspendImpl".length())
				: name;
		// Neither Java nor Kotlin allows the hyphen in a name.
		int hyphen = plain.indexOf('-');
		return (hyphen > 0) ? plain.substring(0, hyphen) : plain;
	}

	/**
	 * The types of a method's parameters as they are written.
	 * @param method the method
	 * @return those of a suspending function without the last
	 */
	static Class<?>[] parameters(Method method) {
		Class<?>[] types = method.getParameterTypes();
		return isSuspending(method) ? Arrays.copyOf(types, types.length - 1) : types;
	}

	/**
	 * Whether a method is a suspending function.
	 * @param method the method
	 * @return whether it is
	 */
	static boolean isSuspending(Method method) {
		Class<?>[] types = method.getParameterTypes();
		return types.length > 0 && types[types.length - 1].getName().equals(CONTINUATION);
	}

	/**
	 * The type that a suspending function gives as it is written.
	 * @param method the method of the function
	 * @return the type, void for Kotlin's unit
	 */
	static ResolvableType result(Method method) {
		ResolvableType type = ResolvableType.forMethodParameter(method, method.getParameterCount() - 1).getGeneric();
		if (type.getType() instanceof WildcardType wildcard && wildcard.getLowerBounds().length > 0) {
			type = ResolvableType.forType(wildcard.getLowerBounds()[0], type);
		}
		return type.toClass().getName().equals("kotlin.Unit") ? ResolvableType.forClass(void.class) : type;
	}

}
