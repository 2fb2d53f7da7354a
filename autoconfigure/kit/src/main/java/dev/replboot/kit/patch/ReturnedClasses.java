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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Knows the names of the classes of what a patch has given lately, and of what that
 * contains. It looks at the first results, at each of another class, and otherwise every
 * few milliseconds. No value and no class is held.
 */
final class ReturnedClasses {

	private static final int FIRST = 16;

	private static final long PAUSE = 5_000_000;

	private static final int MOST = 100;

	private static final int DEPTH = 4;

	private static final int ELEMENTS = 20;

	private static final int PARTS = 100;

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	// Java's own classes among them extend these.
	private final Set<String> bases = ConcurrentHashMap.newKeySet();

	// Callers get these without the patch as well.
	private final Set<String> originals = ConcurrentHashMap.newKeySet();

	private final Set<String> originalBases = ConcurrentHashMap.newKeySet();

	private final AtomicInteger looks = new AtomicInteger();

	private volatile long looked;

	private volatile long lookedAtOriginal;

	/**
	 * A patch has given something.
	 * @param value the value
	 * @param original what the original has given to the patch, or {@code null}
	 * @param now the moment
	 */
	void add(@Nullable Object value, @Nullable Object original, long now) {
		if (value == null) {
			return;
		}
		boolean first = this.looks.get() < FIRST && this.looks.incrementAndGet() <= FIRST;
		if (first || now - this.looked > PAUSE || !this.names.contains(value.getClass().getName())) {
			this.looked = now;
			look(this.originals, this.originalBases, original);
			look(this.names, this.bases, value);
		}
	}

	/**
	 * The original has given something that the patch passes on.
	 * @param original the value
	 * @param now the moment
	 */
	void addOriginal(@Nullable Object original, long now) {
		if (original == null
				|| now - this.lookedAtOriginal <= PAUSE && this.originals.contains(original.getClass().getName())) {
			return;
		}
		this.lookedAtOriginal = now;
		look(this.originals, this.originalBases, original);
	}

	private static void look(Set<String> names, Set<String> bases, @Nullable Object value) {
		try {
			new Looking(names, bases).part(value, DEPTH);
		}
		catch (RuntimeException | LinkageError ex) {
			// Another thread may change the collection meanwhile.
		}
	}

	/**
	 * Whether an object of a class was given, or something that contains one, and not by
	 * the original too.
	 * @param name the name of the class
	 * @return whether one was
	 */
	boolean has(String name) {
		// When there are too many, nobody knows.
		return this.names.contains(name) && !this.originals.contains(name) && this.originals.size() < MOST;
	}

	/**
	 * Whether an object was given that runs the code of a class of Java's own, and not by
	 * the original too.
	 * @param name the name of the class
	 * @return whether one was
	 */
	boolean runs(String name) {
		return this.bases.contains(name) && !this.originalBases.contains(name);
	}

	/**
	 * The names of all classes that only the patch has given.
	 * @return the names
	 */
	List<String> all() {
		return this.names.stream().filter(this::has).toList();
	}

	/**
	 * The names of the classes that the original has given to the patch.
	 * @return a view
	 */
	Set<String> originals() {
		return this.originals;
	}

	private static void put(Set<String> names, String name) {
		if (names.size() < MOST) {
			names.add(name);
		}
	}

	/**
	 * Looks at one result. It calls no method of the application.
	 */
	private static final class Looking {

		private final Set<String> names;

		private final Set<String> bases;

		private int parts = PARTS;

		private Looking(Set<String> names, Set<String> bases) {
			this.names = names;
			this.bases = bases;
		}

		void part(@Nullable Object value, int depth) {
			if (value == null || --this.parts < 0) {
				return;
			}
			Class<?> type = value.getClass();
			put(this.names, type.getName());
			if (type.getClassLoader() == null) {
				bases(type);
			}
			if (depth > 0) {
				content(value, type, depth - 1);
			}
		}

		private void bases(Class<?> type) {
			for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
				// A class that every collection extends says nothing.
				if (!each.getName().startsWith("java.util.Abstract")) {
					put(this.bases, each.getName());
				}
			}
		}

		private void content(Object value, Class<?> type, int depth) {
			if (type.isArray() && !type.getComponentType().isPrimitive()) {
				for (int i = 0; i < Math.min(ELEMENTS, Array.getLength(value)); i++) {
					part(Array.get(value, i), depth);
				}
			}
			else if (value instanceof Optional<?> optional) {
				part(optional.orElse(null), depth);
			}
			else if (type == CompletableFuture.class) {
				CompletableFuture<?> future = (CompletableFuture<?>) value;
				part((future.isDone() && !future.isCompletedExceptionally()) ? future.getNow(null) : null, depth);
			}
			else if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
				collection(value, type, depth);
			}
			else {
				part(Wrappers.body(value), depth);
			}
		}

		private void collection(Object value, Class<?> type, int depth) {
			boolean safe = PlainTypes.isSafe(type) || type.getName().startsWith("clojure.lang.Persistent");
			if (!safe) {
				Object inner = (type.getClassLoader() == null) ? WrappedCollection.in(value) : null;
				part(inner, depth + 1);
			}
			else if (value instanceof Map<?, ?> map) {
				map.entrySet().stream().limit(ELEMENTS).forEach((entry) -> {
					part(entry.getKey(), depth);
					part(entry.getValue(), depth);
				});
			}
			else {
				((Collection<?>) value).stream().limit(ELEMENTS).forEach((each) -> part(each, depth));
			}
		}

	}

}
