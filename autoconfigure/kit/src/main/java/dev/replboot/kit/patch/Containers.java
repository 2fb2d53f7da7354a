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
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.CollectionFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ObjectUtils;

import dev.replboot.kit.patch.Coercion.CoercionException;
import dev.replboot.kit.patch.Coercion.Place;

/**
 * Makes Java's collections, maps and arrays of others.
 */
final class Containers {

	private static final Set<Class<?>> PLAIN = Set.of(ArrayList.class, LinkedList.class, HashMap.class,
			LinkedHashMap.class, TreeMap.class, HashSet.class, LinkedHashSet.class, ArrayDeque.class,
			ConcurrentHashMap.class, CopyOnWriteArrayList.class);

	private final Coercion coercion;

	Containers(Coercion coercion) {
		this.coercion = coercion;
	}

	/**
	 * Convert a collection of Clojure's.
	 * @param value the collection
	 * @param type the declared type
	 * @param raw its class
	 * @param place where the value is
	 * @return an instance of the class, or {@code null} if it is of another kind
	 */
	@Nullable Object ofData(Object value, ResolvableType type, Class<?> raw, Place place) {
		if (value instanceof Map<?, ?> map) {
			boolean fits = raw.isAssignableFrom(LinkedHashMap.class) || Map.class.isAssignableFrom(raw);
			return fits ? map(map, type, raw, place) : null;
		}
		if (raw.isArray()) {
			return array(this.coercion.elements((Iterable<?>) value, type.getComponentType(), place), raw);
		}
		if (raw == Map.Entry.class) {
			return entry((Iterable<?>) value, type, place);
		}
		return sequence((Iterable<?>) value, type, raw, place);
	}

	private @Nullable Object sequence(Iterable<?> value, ResolvableType type, Class<?> raw, Place place) {
		boolean isSet = value instanceof Set;
		Class<?> natural = isSet ? LinkedHashSet.class : ArrayList.class;
		if (raw.isAssignableFrom(natural)) {
			return collection(value, type.as(Iterable.class).getGeneric(), natural, place);
		}
		if (Collection.class.isAssignableFrom(raw)) {
			return collection(value, type.as(Collection.class).getGeneric(), raw, place);
		}
		ResolvableType element = type.getGeneric();
		if (raw == Stream.class) {
			return this.coercion.elements(value, element, place).stream();
		}
		if (raw == Iterator.class || raw == ListIterator.class) {
			return this.coercion.elements(value, element, place).listIterator();
		}
		return (raw == Enumeration.class) ? Collections.enumeration(this.coercion.elements(value, element, place))
				: null;
	}

	private Object collection(Iterable<?> value, ResolvableType element, Class<?> raw, Place place) {
		List<@Nullable Object> elements = this.coercion.elements(value, element, place);
		if (raw.isAssignableFrom(ArrayList.class)) {
			return elements;
		}
		Collection<@Nullable Object> collection = create(place, raw, () -> raw.isAssignableFrom(LinkedList.class)
				? new LinkedList<>() : CollectionFactory.createCollection(raw, element.resolve(), elements.size()));
		try {
			collection.addAll(elements);
		}
		catch (ClassCastException | NullPointerException | IllegalStateException ex) {
			throw new CoercionException(place + " can't be made a " + raw.getName() + ": " + ex);
		}
		if (collection.size() != elements.size()) {
			throw new CoercionException(
					place + " has elements more than once, and has to be of the type " + raw.getName());
		}
		return collection;
	}

	private Object map(Map<?, ?> value, ResolvableType type, Class<?> raw, Place place) {
		ResolvableType declared = type.as(Map.class);
		Map<@Nullable Object, @Nullable Object> entries = this.coercion.entries(value, declared.getGeneric(0),
				declared.getGeneric(1), place);
		if (raw.isAssignableFrom(LinkedHashMap.class)) {
			return entries;
		}
		Map<@Nullable Object, @Nullable Object> map = create(place, raw,
				() -> raw.isAssignableFrom(ConcurrentHashMap.class) ? new ConcurrentHashMap<>()
						: CollectionFactory.createMap(raw, declared.getGeneric(0).resolve(), entries.size()));
		try {
			map.putAll(entries);
		}
		catch (ClassCastException | NullPointerException ex) {
			throw new CoercionException(place + " can't be made a " + raw.getName() + ": " + ex);
		}
		return map;
	}

	private static <T> T create(Place place, Class<?> raw, Supplier<T> body) {
		try {
			return body.get();
		}
		catch (IllegalArgumentException | UnsupportedOperationException ex) {
			throw new CoercionException(place + " is a collection of Clojure's, of which no " + raw.getName()
					+ " can be made. Let the patch give one itself");
		}
	}

	private @Nullable Object entry(Iterable<?> value, ResolvableType type, Place place) {
		Iterator<?> parts = value.iterator();
		Object key = parts.hasNext() ? parts.next() : null;
		if (!parts.hasNext()) {
			return null;
		}
		Object kept = parts.next();
		return parts.hasNext() ? null
				: new AbstractMap.SimpleEntry<>(this.coercion.to(key, type.getGeneric(0), new Place(place, "the key")),
						this.coercion.to(kept, type.getGeneric(1), new Place(place, "the value")));
	}

	private static Object array(List<@Nullable Object> elements, Class<?> raw) {
		Object array = Array.newInstance(raw.getComponentType(), elements.size());
		for (int i = 0; i < elements.size(); i++) {
			Array.set(array, i, elements.get(i));
		}
		return array;
	}

	/**
	 * Convert an array, or what has to become one.
	 * @param value an array or something else of Java's
	 * @param type the declared type
	 * @param raw its class
	 * @param place where the value is
	 * @return the very value if nothing of it changes, or {@code null} if it is of
	 * another kind
	 */
	@Nullable Object ofArray(Object value, ResolvableType type, Class<?> raw, Place place) {
		if (value instanceof Collection<?> collection && raw.isArray()) {
			return array(this.coercion.elements(collection, type.getComponentType(), place), raw);
		}
		if (!value.getClass().isArray() || !raw.isArray() && !raw.isInstance(value)) {
			return null;
		}
		Class<?> target = raw.isArray() ? raw : value.getClass();
		boolean fits = target.isInstance(value);
		if (fits && target.getComponentType().isPrimitive()) {
			return value;
		}
		ResolvableType element = raw.isArray() ? type.getComponentType()
				: ResolvableType.forClass(target.getComponentType());
		List<@Nullable Object> given = Arrays.asList(ObjectUtils.toObjectArray(value));
		List<@Nullable Object> made = this.coercion.elements(given, element, place);
		return (fits && isSame(given, made)) ? value : array(made, target);
	}

	private static boolean isSame(List<?> given, List<?> made) {
		Iterator<?> others = made.iterator();
		return given.size() == made.size() && given.stream().allMatch((each) -> each == others.next());
	}

	/**
	 * Convert what a collection of the JDK's holds. Others may load it from a database,
	 * so they aren't looked into.
	 * @param value the value, an instance of the class
	 * @param type the declared type
	 * @param raw its class
	 * @param place where the value is
	 * @return the very value if nothing of it changes
	 */
	Object ofJdk(Object value, ResolvableType type, Class<?> raw, Place place) {
		if (!isPlain(value.getClass())) {
			return value;
		}
		try {
			if (value instanceof Map<?, ?> map) {
				ResolvableType declared = type.as(Map.class);
				Map<?, ?> made = this.coercion.entries(map, declared.getGeneric(0), declared.getGeneric(1), place);
				return isSame(map, made) ? value : map(made, type, like(value, raw, LinkedHashMap.class), place);
			}
			Collection<?> given = (Collection<?>) value;
			ResolvableType element = type.as(Iterable.class).getGeneric();
			List<?> made = this.coercion.elements(given, element, place);
			Class<?> natural = (value instanceof Set) ? LinkedHashSet.class : ArrayList.class;
			return isSame(new ArrayList<>(given), made) ? value
					: collection(made, element, like(value, raw, natural), place);
		}
		catch (ConcurrentModificationException ex) {
			// Another thread changes the collection, so it isn't the patch's own.
			return value;
		}
	}

	private static Class<?> like(Object value, Class<?> raw, Class<?> natural) {
		return raw.isAssignableFrom(natural) ? natural : value.getClass();
	}

	private static boolean isSame(Map<?, ?> given, Map<?, ?> made) {
		return given.entrySet()
			.stream()
			.allMatch((each) -> made.containsKey(each.getKey()) && made.get(each.getKey()) == each.getValue());
	}

	private static boolean isPlain(Class<?> type) {
		return PLAIN.contains(type) || type.getName().startsWith("java.util.ImmutableCollections$")
				|| type.getName().startsWith("java.util.Arrays$")
				|| type.getName().startsWith("java.util.Collections$Singleton");
	}

}
