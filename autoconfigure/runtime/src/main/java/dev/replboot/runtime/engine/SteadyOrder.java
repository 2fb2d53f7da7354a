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

package dev.replboot.runtime.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * An order for Java's collections that have none, or another in each run: those of
 * {@code Set.of} and {@code Map.of}, and those whose elements are ordered by the hash of
 * their identity, as enums are. Elements of one type that has an order are in that order,
 * others in that of their text. What is large stays as it comes.
 */
final class SteadyOrder {

	private static final int LARGEST = 1000;

	private static final String IMMUTABLE = "java.util.ImmutableCollections$";

	private SteadyOrder() {
	}

	static Object of(Object collection) {
		if (collection instanceof Map<?, ?> map) {
			return isUnsteady(map.getClass(), map, map.keySet()) ? sorted(map.entrySet(), true) : map;
		}
		if (collection instanceof Collection<?> all) {
			return isUnsteady(all.getClass(), all, all) ? sorted(all, false) : all;
		}
		return collection;
	}

	private static boolean isUnsteady(Class<?> type, Object collection, Collection<?> keys) {
		boolean random = type.getName().startsWith(IMMUTABLE);
		boolean hashed = type == HashMap.class || type == HashSet.class || type == ConcurrentHashMap.class
				|| type == Hashtable.class || type == IdentityHashMap.class;
		if ((!random && !hashed) || keys.size() < 2 || keys.size() > LARGEST) {
			return false;
		}
		return random || collection instanceof IdentityHashMap
				|| keys.stream().anyMatch(SteadyOrder::isHashedByIdentity);
	}

	private static boolean isHashedByIdentity(@Nullable Object key) {
		if (key == null || key instanceof String || key instanceof Number) {
			return false;
		}
		if (key instanceof Enum || key instanceof Class) {
			return true;
		}
		try {
			return key.getClass().getMethod("hashCode").getDeclaringClass() == Object.class;
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
	}

	private static List<Object> sorted(Collection<?> elements, boolean entries) {
		List<Object> all = new ArrayList<>(elements);
		if (all.stream().allMatch((element) -> isComparable(key(element, entries), key(all.get(0), entries)))) {
			all.sort((one, other) -> compare(key(one, entries), key(other, entries)));
			return all;
		}
		List<Map.Entry<String, Object>> named = new ArrayList<>();
		for (Object element : all) {
			named.add(Map.entry(ReadablePrinter.text(key(element, entries)), element));
		}
		named.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
		return named.stream().map(Map.Entry::getValue).toList();
	}

	private static @Nullable Object key(Object element, boolean entry) {
		return entry ? ((Map.Entry<?, ?>) element).getKey() : element;
	}

	// no other order than one of the platform's: what the application compares runs its
	// code
	private static boolean isComparable(@Nullable Object element, @Nullable Object first) {
		if (!(element instanceof Comparable) || first == null) {
			return false;
		}
		if (element instanceof Enum<?> constant) {
			return first instanceof Enum<?> other && constant.getDeclaringClass() == other.getDeclaringClass();
		}
		return element.getClass() == first.getClass() && element.getClass().getClassLoader() == null;
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static int compare(@Nullable Object one, @Nullable Object other) {
		return ((Comparable) Objects.requireNonNull(one)).compareTo(other);
	}

}
