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

package dev.replboot.kit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * What Kotlin's compiler makes of its source, for applications written in it. Kotlin
 * itself needn't be there.
 */
final class KotlinNames {

	private static final String DELEGATE = "$delegate";

	private KotlinNames() {
	}

	/**
	 * The property that a field belongs to.
	 * @param field the field's name
	 * @return the property's name
	 */
	static String property(String field) {
		return field.endsWith(DELEGATE) ? field.substring(0, field.length() - DELEGATE.length()) : field;
	}

	/**
	 * The value of a property, without asking its delegate, which may compute it.
	 * @param field the field's name
	 * @param value what the field has
	 * @return the property's value as far as it is there, or else its delegate, which
	 * says whether it is
	 */
	static @Nullable Object value(String field, @Nullable Object value) {
		return (field.endsWith(DELEGATE) && value instanceof Map<?, ?> map && map.containsKey(property(field)))
				? map.get(property(field)) : value;
	}

	/**
	 * Whether a class is a value of Kotlin's library, such as an unsigned number or a
	 * duration, whose field says less than its text.
	 * @param type the class
	 * @return whether it is one
	 */
	static boolean isValueOfKotlin(Class<?> type) {
		if (type.getName().startsWith("kotlin.")) {
			for (Annotation annotation : type.getAnnotations()) {
				if (annotation.annotationType().getName().equals("kotlin.jvm.JvmInline")) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * The elements of a sequence, which is no collection of Java's.
	 * @param object any object
	 * @return the elements, or {@code null} if it isn't a sequence
	 */
	static @Nullable Iterator<?> sequence(@Nullable Object object) {
		Class<?> sequence = (object != null) ? sequenceType(object.getClass()) : null;
		Method iterator = (sequence != null) ? ReflectionUtils.findMethod(sequence, "iterator") : null;
		return (iterator != null) ? (Iterator<?>) ReflectionUtils.invokeMethod(iterator, object) : null;
	}

	private static @Nullable Class<?> sequenceType(@Nullable Class<?> type) {
		if (type == null || type.getName().equals("kotlin.sequences.Sequence")) {
			return type;
		}
		for (Class<?> each : type.getInterfaces()) {
			Class<?> found = sequenceType(each);
			if (found != null) {
				return found;
			}
		}
		return sequenceType(type.getSuperclass());
	}

}
