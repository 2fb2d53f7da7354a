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

package dev.replboot.testsupport;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that can be reached from an object: fields, elements, keys and values.
 */
public final class ObjectGraph {

	private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Deque<Object> ahead = new ArrayDeque<>();

	private final List<String> texts = new ArrayList<>();

	private ObjectGraph() {
	}

	/**
	 * The texts that can be reached from an object, and what else prints as a text.
	 * @param root where to begin
	 * @return the texts
	 */
	public static List<String> texts(Object root) {
		ObjectGraph graph = new ObjectGraph();
		graph.add(root);
		while (!graph.ahead.isEmpty()) {
			graph.visit(graph.ahead.poll());
		}
		return graph.texts;
	}

	private void add(Object value) {
		if (value != null && !(value instanceof Class<?>) && this.seen.add(value)) {
			this.ahead.add(value);
		}
	}

	private void visit(Object value) {
		Class<?> type = value.getClass();
		if (value instanceof Map<?, ?> map) {
			map.forEach((key, each) -> {
				add(key);
				add(each);
			});
		}
		else if (value instanceof Collection<?> collection) {
			collection.forEach(this::add);
		}
		else if (value instanceof char[] characters) {
			this.texts.add(new String(characters));
		}
		else if (value instanceof byte[] bytes) {
			this.texts.add(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
		}
		else if (type.isArray()) {
			for (int i = 0; i < Array.getLength(value); i++) {
				add(Array.get(value, i));
			}
		}
		else if (type.getName().startsWith("java.") || type.getName().startsWith("sun.")) {
			this.texts.add(String.valueOf(value));
			return;
		}
		for (Class<?> each = type; each != null && !each.getName().startsWith("java."); each = each.getSuperclass()) {
			fields(value, each);
		}
	}

	private void fields(Object value, Class<?> type) {
		if (type.isArray()) {
			return;
		}
		for (Field field : type.getDeclaredFields()) {
			if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
				field.setAccessible(true);
				try {
					add(field.get(value));
				}
				catch (IllegalAccessException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}
	}

}
