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

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import dev.replboot.kit.ObjectViews;
import dev.replboot.runtime.ValueView;
import dev.replboot.runtime.ValueViews;
import dev.replboot.runtime.stop.RuntimeHome;

/**
 * Makes data of the values of a call, on the thread of the application: what they are at
 * that moment. Reads fields and calls no method of the application, so nothing is loaded,
 * computed or thrown; shows a few elements and levels, so it takes microseconds.
 */
final class WatchedValues {

	private static final int DEPTH = 4;

	private static final int ELEMENTS = 20;

	private static final int PARTS = 300;

	private final ValueViews entities;

	/**
	 * Create it.
	 * @param entities knows the application's entities; asks the database nothing
	 */
	WatchedValues(ValueViews entities) {
		this.entities = entities;
	}

	/**
	 * Show a value of the application.
	 * @param value the value
	 * @return data
	 */
	@Nullable Object one(@Nullable Object value) {
		return new Looking(false).part(value, DEPTH);
	}

	/**
	 * Show arguments.
	 * @param values the arguments
	 * @return a list of data
	 */
	List<@Nullable Object> all(List<@Nullable Object> values) {
		Looking looking = new Looking(false);
		List<@Nullable Object> shown = new ArrayList<>();
		for (Object value : values) {
			shown.add(looking.part(value, DEPTH));
		}
		return shown;
	}

	/**
	 * Show what evaluated code has given, which may be lazy.
	 * @param value the value
	 * @return data
	 */
	@Nullable Object evaluated(@Nullable Object value) {
		return new Looking(true).part(value, DEPTH);
	}

	/**
	 * Show what a call has thrown.
	 * @param thrown the exception
	 * @return its type, and its message unless its class makes that up itself
	 */
	ValueView thrown(Throwable thrown) {
		Class<?> type = thrown.getClass();
		Object content = null;
		try {
			Class<?> says = type.getMethod("getMessage").getDeclaringClass();
			content = (says.getClassLoader() == null || says.getName().startsWith("org.springframework."))
					? ShownText.cut(String.valueOf(thrown.getMessage())) : new Looking(false).fields(thrown, 1);
		}
		catch (Exception | LinkageError ex) {
			content = ShownText.notShown(ex);
		}
		return new ValueView("error", type.getName(), content);
	}

	/**
	 * A look at one call's values.
	 */
	private final class Looking {

		private final boolean evaluated;

		private int parts = PARTS;

		private Looking(boolean evaluated) {
			this.evaluated = evaluated;
		}

		@Nullable Object part(@Nullable Object value, int depth) {
			if (value == null) {
				return null;
			}
			if (--this.parts < 0) {
				return "\u2026";
			}
			try {
				return shown(value, depth);
			}
			catch (RuntimeException | LinkageError ex) {
				if (this.evaluated && ClassUtils.getUserClass(value).getName().startsWith("clojure.")) {
					throw ex;
				}
				// Another thread may change the collection meanwhile.
				return new ValueView("object", value.getClass().getName(), ShownText.notShown(ex));
			}
		}

		private @Nullable Object shown(Object value, int depth) {
			Class<?> type = value.getClass();
			if (value instanceof String text) {
				return ShownText.cut(text);
			}
			if (value instanceof Enum<?> constant) {
				return new ValueView("symbol", null, constant.getDeclaringClass().getName() + "/" + constant.name());
			}
			if (PlainTypes.isValue(type)) {
				return value;
			}
			if (PlainTypes.isText(type)) {
				return ShownText.cut(value.toString());
			}
			if (depth == 0) {
				return new ValueView("object", name(type), null);
			}
			if (type.isArray()) {
				return array(value, depth);
			}
			return isClojures(type) ? clojures(value, depth)
					: ((type.getClassLoader() == null) ? javas(value, depth) : applications(value, depth));
		}

		private Object array(Object array, int depth) {
			int length = Array.getLength(array);
			List<@Nullable Object> shown = new ArrayList<>();
			for (int i = 0; i < Math.min(length, ELEMENTS); i++) {
				shown.add(part(Array.get(array, i), depth - 1));
			}
			if (length > ELEMENTS) {
				shown.add("\u2026 and " + (length - ELEMENTS) + " more");
			}
			return shown;
		}

		private boolean isClojures(Class<?> type) {
			return type.getName().startsWith("clojure.lang.")
					|| (this.evaluated && RuntimeHome.of(type.getClassLoader()) != null);
		}

		// A lazy sequence of the application's own stays as lazy as it is.
		private Object clojures(Object value, int depth) {
			boolean lazy = !this.evaluated && !value.getClass().getSimpleName().startsWith("Persistent");
			if (!lazy && value instanceof Map<?, ?> map) {
				return entries(map, depth);
			}
			if (!lazy && value instanceof Iterable<?> elements) {
				return elements(elements, -1, depth);
			}
			return new ValueView("object", name(value.getClass()), null);
		}

		private Object javas(Object value, int depth) {
			if (value instanceof Optional<?> optional) {
				return new ValueView("java/optional", null, part(optional.orElse(null), depth - 1));
			}
			if (value instanceof AtomicReference<?> reference) {
				return new ValueView("object", name(value.getClass()), part(reference.get(), depth - 1));
			}
			if (value instanceof Throwable thrown) {
				return thrown(thrown);
			}
			if (value instanceof Future<?> future) {
				return new ValueView("object", name(value.getClass()), future.isDone() ? "done" : "pending");
			}
			if (value instanceof Map.Entry<?, ?> entry && PlainTypes.isSafe(value.getClass())) {
				List<@Nullable Object> pair = new ArrayList<>();
				pair.add(part(entry.getKey(), depth - 1));
				pair.add(part(entry.getValue(), depth - 1));
				return pair;
			}
			return collection(value, depth);
		}

		private Object collection(Object value, int depth) {
			boolean safe = PlainTypes.isSafe(value.getClass());
			if (safe && value instanceof Map<?, ?> map) {
				return entries(map, depth);
			}
			if (safe && value instanceof Collection<?> elements) {
				return elements(elements, elements.size(), depth);
			}
			// The collection may hand on each call to another one, which may load itself.
			Object wrapped = WrappedCollection.in(value);
			Object shown = (wrapped != null) ? part(wrapped, depth) : null;
			return (shown != null) ? shown : new ValueView("object", name(value.getClass()), null);
		}

		private Object entries(Map<?, ?> map, int depth) {
			Map<@Nullable Object, @Nullable Object> shown = new LinkedHashMap<>();
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				if (shown.size() >= ELEMENTS) {
					shown.put("\u2026", "and " + (map.size() - ELEMENTS) + " more");
					break;
				}
				shown.put(part(entry.getKey(), depth - 1), part(entry.getValue(), depth - 1));
			}
			return shown;
		}

		private Object elements(Iterable<?> elements, int length, int depth) {
			List<@Nullable Object> shown = new ArrayList<>();
			for (Object element : elements) {
				if (shown.size() >= ELEMENTS) {
					shown.add((length < 0) ? "\u2026" : "\u2026 and " + (length - ELEMENTS) + " more");
					break;
				}
				shown.add(part(element, depth - 1));
			}
			return shown;
		}

		private Object applications(Object value, int depth) {
			ValueView view = WatchedValues.this.entities.view(value);
			if (view != null) {
				return new ValueView(view.tag(), view.type(), content(view.content(), depth));
			}
			if (value instanceof Collection<?> elements && isHibernates(value)) {
				// The collection is loaded.
				return elements(elements, elements.size(), depth);
			}
			if (value instanceof Map<?, ?> map && isHibernates(value)) {
				return entries(map, depth);
			}
			Object content = ObjectViews.hasReadableFields(value) ? fields(value, depth) : null;
			return new ValueView("object", name(value.getClass()), content);
		}

		private @Nullable Object content(@Nullable Object content, int depth) {
			return (content instanceof Map<?, ?> map) ? parts(map, depth - 1) : part(content, depth - 1);
		}

		private Map<String, @Nullable Object> parts(Map<?, ?> fields, int depth) {
			Map<String, @Nullable Object> shown = new LinkedHashMap<>();
			fields.forEach((name, value) -> shown.put(String.valueOf(name), (value instanceof ValueView view)
					? new ValueView(view.tag(), view.type(), content(view.content(), depth)) : part(value, depth)));
			return shown;
		}

		@Nullable Object fields(Object value, int depth) {
			Map<String, @Nullable Object> fields = ObjectViews.fields(value);
			// Fields of Java's own classes can't be read.
			fields.values().removeIf(ObjectViews.NOT_ACCESSIBLE::equals);
			return fields.isEmpty() ? null : parts(fields, depth - 1);
		}

		private boolean isHibernates(Object value) {
			return value.getClass().getName().startsWith("org.hibernate.");
		}

		private String name(Class<?> type) {
			return ClassUtils.getUserClass(type).getName();
		}

	}

}
