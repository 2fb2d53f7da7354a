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

package dev.replboot.runtime.unload;

import java.lang.ref.SoftReference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * What an object refers to: its fields, as far as modules allow to read them. Of the
 * JDK's objects, what collections and references have in them. Runs no method of a class
 * that isn't the JDK's: a collection of another class may ask a database or a cluster.
 */
final class Links {

	private static final int MOST_ELEMENTS = 20_000;

	private static final int LONGEST_KEY = 40;

	private static final String WRAPPER = "java.util.Collections$";

	private final Map<Class<?>, List<Field>> fields = new IdentityHashMap<>();

	private final boolean wrapped;

	/**
	 * Create the links.
	 * @param wrapped whether to look into the JDK's wrappers of collections, which call
	 * whatever collection they wrap
	 */
	Links(boolean wrapped) {
		this.wrapped = wrapped;
	}

	/**
	 * Visit what an object refers to.
	 * @param object the object
	 * @param visitor gets how the object refers to something, and what that is
	 */
	void of(Object object, BiConsumer<String, @Nullable Object> visitor) {
		try {
			if (object instanceof Object[] array) {
				for (int i = 0; i < Math.min(array.length, MOST_ELEMENTS); i++) {
					visitor.accept("[" + i + "]", array[i]);
				}
			}
			else if (isOfJdk(object.getClass())) {
				ofJdk(object, visitor);
			}
			fields(object.getClass()).forEach((field) -> visitor.accept("." + field.getName(), read(field, object)));
		}
		catch (ConcurrentModificationException ex) {
			// the application works with it
		}
	}

	static boolean isOfJdk(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return loader == null || loader == ClassLoader.getPlatformClassLoader();
	}

	private void ofJdk(Object object, BiConsumer<String, @Nullable Object> visitor) {
		if (!this.wrapped && object.getClass().getName().startsWith(WRAPPER)) {
			return;
		}
		if (object instanceof Map<?, ?> map) {
			int left = MOST_ELEMENTS;
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				if (--left < 0) {
					return;
				}
				visitor.accept("{a key}", entry.getKey());
				visitor.accept("{" + name(entry.getKey()) + "}", entry.getValue());
			}
		}
		else if (object instanceof Collection<?> collection) {
			int left = MOST_ELEMENTS;
			for (Object element : collection) {
				if (--left < 0) {
					return;
				}
				visitor.accept("[…]", element);
			}
		}
		else if (object instanceof SoftReference<?> reference) {
			visitor.accept(" (softly)", reference.get());
		}
		else if (object instanceof AtomicReference<?> reference) {
			visitor.accept(".value", reference.get());
		}
		else if (object instanceof Optional<?> optional) {
			visitor.accept(".value", optional.orElse(null));
		}
		else if (object instanceof ThreadPoolExecutor executor) {
			visitor.accept(".queue", executor.getQueue());
			visitor.accept(".threadFactory", executor.getThreadFactory());
		}
	}

	// the name alone: nothing of the application's is asked to describe itself
	private static String name(@Nullable Object key) {
		if (key instanceof String text) {
			return (text.length() <= LONGEST_KEY) ? text : text.substring(0, LONGEST_KEY) + "…";
		}
		return (key instanceof Class<?> type) ? type.getName() : (key != null) ? key.getClass().getName() : "null";
	}

	private List<Field> fields(Class<?> type) {
		List<Field> known = this.fields.get(type);
		if (known == null) {
			known = find(type);
			this.fields.put(type, known);
		}
		return known;
	}

	private static List<Field> find(Class<?> type) {
		List<Field> found = new ArrayList<>();
		Class<?> declaring = type;
		while (declaring != null && !isOfJdk(declaring)) {
			found.addAll(declared(declaring, false));
			declaring = declaring.getSuperclass();
		}
		return found;
	}

	/**
	 * The fields of a class that can be read and refer to objects.
	 * @param type the class
	 * @param isStatic whether to find the static ones or the others
	 * @return the fields; none if the class has fields of classes that are missing
	 */
	static List<Field> declared(Class<?> type, boolean isStatic) {
		List<Field> found = new ArrayList<>();
		try {
			for (Field field : type.getDeclaredFields()) {
				if (Modifier.isStatic(field.getModifiers()) == isStatic && !isSimple(field.getType())
						&& field.trySetAccessible()) {
					found.add(field);
				}
			}
		}
		catch (LinkageError | RuntimeException ex) {
			return List.of();
		}
		return found;
	}

	static boolean isSimple(Class<?> type) {
		return type.isPrimitive() || type == String.class || type.isEnum()
				|| (type.isArray() && type.getComponentType().isPrimitive());
	}

	static @Nullable Object read(Field field, @Nullable Object object) {
		try {
			return field.get(object);
		}
		catch (IllegalAccessException | LinkageError | RuntimeException ex) {
			return null;
		}
	}

}
