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

import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Makes of a value what a declared type demands, as far as nothing is lost. What Clojure
 * calls a vector, a map or a keyword is a list, a map or a string to Java code, at any
 * depth.
 */
final class Coercion {

	private static final int MOST_ELEMENTS = 1_000_000;

	private static final int MOST_DEPTH = 100;

	private final Later later;

	private final @Nullable Object untouched;

	private final Containers containers = new Containers(this);

	private int elements;

	private int depth;

	private Coercion(Later later, @Nullable Object untouched) {
		this.later = later;
		this.untouched = untouched;
	}

	/**
	 * Coerce.
	 * @param value the value
	 * @param type the declared type
	 * @param what what has that type, to begin a sentence
	 * @return the value as an instance of the type, of its wrapper when it is primitive
	 * @throws CoercionException if that isn't possible without loss
	 */
	static @Nullable Object coerce(@Nullable Object value, ResolvableType type, String what) {
		return coerce(value, type, what, (body) -> body, null);
	}

	/**
	 * Coerce.
	 * @param value the value
	 * @param type the declared type
	 * @param what what has that type, to begin a sentence
	 * @param later is given what coerces values that come later, those of a future for
	 * example, and runs it within limits
	 * @param untouched an object of the application's own that isn't looked into, or
	 * {@code null}
	 * @return the value as an instance of the type, of its wrapper when it is primitive
	 * @throws CoercionException if that isn't possible without loss
	 */
	static @Nullable Object coerce(@Nullable Object value, ResolvableType type, String what, Later later,
			@Nullable Object untouched) {
		return new Coercion(later, untouched).to(value, type, new Place(null, what));
	}

	@Nullable Object to(@Nullable Object value, ResolvableType type, Place place) {
		Class<?> raw = type.resolve(Object.class);
		if (raw == void.class) {
			return null;
		}
		if (++this.depth > MOST_DEPTH) {
			throw new CoercionException(place + " is nested more than " + MOST_DEPTH + " levels deep");
		}
		try {
			return to(value, type, raw.isPrimitive() ? MethodType.methodType(raw).wrap().returnType() : raw, place);
		}
		finally {
			this.depth--;
		}
	}

	private @Nullable Object to(@Nullable Object value, ResolvableType type, Class<?> raw, Place place) {
		if (value == null) {
			return absent(type, raw, place);
		}
		if (raw.isInstance(value) && (value == this.untouched || ClojureData.isClojures(raw))) {
			return value;
		}
		Object coerced = switch (ClojureData.of(value)) {
			case NAME -> named(value, raw);
			case NUMBER -> number((Number) value, raw);
			case MAP, SET, SEQUENCE -> this.containers.ofData(value, type, raw, place);
			case NONE -> ofJava(value, type, raw, place);
		};
		if (coerced == null) {
			coerced = Wrappers.wrap(value, type, raw, (inner, its) -> to(inner, its, place));
		}
		if (coerced == null) {
			throw new CoercionException(
					place + " is " + describe(value) + ", and has to be of the type " + type + advice(value, raw));
		}
		return coerced;
	}

	private static @Nullable Object absent(ResolvableType type, Class<?> raw, Place place) {
		if (Objects.requireNonNull(type.toClass()).isPrimitive()) {
			throw new CoercionException(
					place + " is nil, and has to be of the primitive type " + type.toClass().getName());
		}
		return Wrappers.empty(raw);
	}

	private static @Nullable Object named(Object value, Class<?> raw) {
		String name = ClojureData.name(value);
		if (raw.isEnum()) {
			return constant(raw, name);
		}
		return raw.isInstance(name) ? name : null;
	}

	private static @Nullable Object constant(Class<?> type, String name) {
		for (Object constant : type.getEnumConstants()) {
			if (((Enum<?>) constant).name().equals(name)) {
				return constant;
			}
		}
		return null;
	}

	private static @Nullable Object number(Number value, Class<?> raw) {
		boolean any = raw.isAssignableFrom(Number.class) || raw == Comparable.class;
		return any ? ExactNumbers.javaNumber(value) : ExactNumbers.convert(value, raw);
	}

	private @Nullable Object ofJava(Object value, ResolvableType type, Class<?> raw, Place place) {
		if (raw.isArray() || value instanceof Object[]) {
			return this.containers.ofArray(value, type, raw, place);
		}
		if (raw.isInstance(value)) {
			Object inner = this.containers.ofJdk(value, type, raw, place);
			return (inner != value) ? inner
					: Wrappers.inside(value, type, raw, (each, its) -> to(each, its, place), later(place));
		}
		return (value instanceof Number number) ? ExactNumbers.convert(number, raw) : null;
	}

	private Wrappers.Later later(Place place) {
		return new Wrappers.Later() {

			@Override
			public @Nullable Object coerce(@Nullable Object value, ResolvableType type) {
				Later later = Coercion.this.later;
				return later.within((each) -> Coercion.coerce(each, type, place.toString(), later, null)).apply(value);
			}

			@Override
			public Consumer<Throwable> failures() {
				return Coercion.this.later.failures();
			}

		};
	}

	private void count(Place place) {
		if (++this.elements > MOST_ELEMENTS) {
			throw new CoercionException(place + " has more than " + MOST_ELEMENTS + " elements, or doesn't end");
		}
	}

	List<@Nullable Object> elements(Iterable<?> values, ResolvableType type, Place place) {
		List<@Nullable Object> elements = new ArrayList<>();
		boolean counted = ClojureData.of(values) != ClojureData.NONE;
		for (Object each : values) {
			if (counted) {
				count(place);
			}
			elements.add(to(each, type, new Place(place, elements.size())));
		}
		return elements;
	}

	Map<@Nullable Object, @Nullable Object> entries(Map<?, ?> values, ResolvableType key, ResolvableType value,
			Place place) {
		Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
		for (Map.Entry<?, ?> each : values.entrySet()) {
			Object name = to(each.getKey(), key, new Place(place, "a key"));
			Object kept = to(each.getValue(), value, new Place(place, (name != null) ? name : "nil"));
			if (entries.containsKey(name)) {
				throw new CoercionException(place + " has two keys that become " + name);
			}
			entries.put(name, kept);
		}
		return entries;
	}

	private static String describe(Object value) {
		return (value instanceof Number) ? "the number " + value + " (" + value.getClass().getName() + ")"
				: "of the type " + value.getClass().getName();
	}

	private static String advice(Object value, Class<?> raw) {
		if (value instanceof Number && Number.class.isAssignableFrom(raw)) {
			return ". It isn't rounded or cut for you; (double x), (float x), (unchecked-int x) or (.setScale x …) does it";
		}
		return (raw.isInterface() && !(value instanceof CharSequence)) ? ". (reify " + raw.getName() + " …) makes one"
				: "";
	}

	/**
	 * Runs what coerces a value that comes later, unless that fails.
	 */
	@FunctionalInterface
	interface Later {

		/**
		 * Have a coercion run within limits.
		 * @param body coerces
		 * @return the same within limits
		 */
		UnaryOperator<@Nullable Object> within(UnaryOperator<@Nullable Object> body);

		/**
		 * Return the consumer of failures that occur in place of the value.
		 * @return the consumer, which the application may hold for long
		 */
		default Consumer<Throwable> failures() {
			return (failure) -> {
			};
		}

	}

	/**
	 * Where a value is.
	 *
	 * @param in what it is in, or {@code null}
	 * @param name what it is, its index or its key
	 */
	record Place(@Nullable Place in, Object name) {

		// Describing an object of the application's may load it from a database.
		private String shown() {
			return (this.name instanceof String || this.name instanceof Number) ? this.name.toString()
					: this.name.getClass().getName();
		}

		@Override
		public String toString() {
			return (this.in != null) ? "[" + shown() + "] of " + this.in : this.name.toString();
		}

	}

	/**
	 * A value can't be made what is demanded.
	 */
	static final class CoercionException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		CoercionException(String sentence) {
			super(sentence);
		}

	}

}
