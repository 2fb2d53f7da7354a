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

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

import dev.replboot.api.Internal;

/**
 * Shows any object as a map of what its fields have. Calls no method of it: a getter may
 * load something, or compute it.
 */
@Internal
public final class ObjectViews {

	/**
	 * Stands for what the fields of Java's own classes have.
	 */
	public static final String NOT_ACCESSIBLE = "not accessible";

	private static final int DEPTH = 3;

	private final Supplier<@Nullable ObjectView> special;

	/**
	 * Create the views.
	 * @param special looks up what knows more about some objects, or gives {@code null}
	 */
	public ObjectViews(Supplier<@Nullable ObjectView> special) {
		this.special = special;
	}

	/**
	 * What is shown of something that stands for others, each in a row of its own.
	 * @param object any object
	 * @return its elements, which a stream has only once; {@code null} if it is shown
	 * itself
	 */
	public @Nullable Iterator<?> elements(@Nullable Object object) {
		if (object instanceof Optional<?> optional) {
			return optional.stream().iterator();
		}
		if (object instanceof BaseStream<?, ?> stream) {
			return stream.iterator();
		}
		if (object instanceof Iterator<?> iterator) {
			return iterator;
		}
		// several columns of a query's result are an array of objects
		if (object instanceof Object[] values && values.getClass() != Object[].class) {
			return Arrays.asList(values).iterator();
		}
		return KotlinNames.sequence(object);
	}

	/**
	 * Show an object.
	 * @param object an entity, a record, or anything else
	 * @return its attributes by their names
	 */
	public Map<String, @Nullable Object> view(@Nullable Object object) {
		ObjectView view = (object != null) ? this.special.get() : null;
		Map<String, @Nullable Object> special = (view != null && object != null) ? view.view(object) : null;
		Map<String, @Nullable Object> shown = (special != null) ? special : plain(object);
		shown.replaceAll((name, value) -> part(view, value, DEPTH));
		return shown;
	}

	/**
	 * Read an attribute of an object as it is.
	 * @param object the object
	 * @param name the attribute's name
	 * @return its value, or {@code null} if it isn't loaded or isn't one
	 */
	public @Nullable Object attribute(Object object, String name) {
		ObjectView view = this.special.get();
		return (view != null) ? view.attribute(object, name) : null;
	}

	/**
	 * Whether an object can be shown by what its fields have.
	 * @param object any object
	 * @return {@code false} for proxies, functions, and types of Java's own
	 */
	public static boolean hasReadableFields(Object object) {
		Class<?> type = object.getClass();
		return type.getClassLoader() != null && !type.isSynthetic() && !type.isHidden() && !isProxy(type)
				&& !declared(type).isEmpty();
	}

	private static Map<String, @Nullable Object> plain(@Nullable Object object) {
		Map<String, @Nullable Object> view = new LinkedHashMap<>();
		if (object instanceof Map<?, ?> map) {
			map.forEach((key, value) -> view.put(name(key), value));
		}
		else if (object instanceof Object[] values) {
			for (int i = 0; i < values.length; i++) {
				view.put("c" + (i + 1), values[i]);
			}
		}
		else if (object != null && hasFields(object)) {
			return fields(object);
		}
		else {
			view.put("value", object);
		}
		return view;
	}

	// a keyword of Clojure writes itself with a colon
	private static String name(@Nullable Object key) {
		String name = String.valueOf(key);
		return name.startsWith(":") ? name.substring(1) : name;
	}

	// a part of another object, such as an embeddable, is shown in its cell
	private static @Nullable Object part(@Nullable ObjectView view, @Nullable Object value, int depth) {
		if (value instanceof Optional<?> optional) {
			return part(view, optional.orElse(null), depth);
		}
		if (value == null || depth == 0 || !hasFields(value)) {
			return value;
		}
		Map<String, @Nullable Object> special = (view != null) ? view.view(value) : null;
		if (special == null && writesItself(value.getClass())) {
			return value;
		}
		Map<String, @Nullable Object> shown = (special != null) ? special : fields(value);
		shown.replaceAll((name, inner) -> part(view, inner, depth - 1));
		return shown;
	}

	// of the application's own, or of Kotlin's and other libraries' plain classes
	private static boolean hasFields(Object object) {
		Class<?> type = object.getClass();
		ClassLoader loader = type.getClassLoader();
		return loader != null && loader != ClassLoader.getPlatformClassLoader() && !type.isArray() && !type.isEnum()
				&& !(object instanceof Enum<?>) && !(object instanceof CharSequence) && !(object instanceof Number)
				&& !(object instanceof Collection<?>) && !(object instanceof Map<?, ?>)
				&& !(object instanceof Iterable<?>) && !type.getName().startsWith("clojure.") && !type.isSynthetic()
				&& !type.isHidden() && !isProxy(type) && !KotlinNames.isValueOfKotlin(type)
				&& !declared(type).isEmpty();
	}

	private static boolean writesItself(Class<?> type) {
		try {
			return type.getMethod("toString").getDeclaringClass() != Object.class;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// its fields are those of the library that made it
	private static boolean isProxy(Class<?> type) {
		return Proxy.isProxyClass(type) || type.getName().contains("$$") || type.getName().contains("$HibernateProxy");
	}

	private static List<Field> declared(Class<?> type) {
		List<Field> fields = new ArrayList<>();
		for (Class<?> current = type; current != null && current != Object.class; current = current.getSuperclass()) {
			List<Field> own = new ArrayList<>();
			for (Field field : current.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()
						&& !field.getName().startsWith("$$") && !field.getName().startsWith("__")) {
					own.add(field);
				}
			}
			// what a class inherits comes first
			fields.addAll(0, own);
		}
		return fields;
	}

	/**
	 * Read the fields of an object. Calls no method of it.
	 * @param object any object
	 * @return what they have, by the names of the properties
	 */
	public static Map<String, @Nullable Object> fields(Object object) {
		Map<String, @Nullable Object> view = new LinkedHashMap<>();
		for (Field field : declared(object.getClass())) {
			String name = KotlinNames.property(field.getName());
			view.put(name, KotlinNames.value(field.getName(), read(field, object)));
		}
		return view;
	}

	private static @Nullable Object read(Field field, Object object) {
		try {
			field.setAccessible(true);
			return field.get(object);
		}
		catch (InaccessibleObjectException | IllegalAccessException ex) {
			return NOT_ACCESSIBLE;
		}
	}

}
