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

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import dev.replboot.runtime.stop.RuntimeHome;

/**
 * Recognizes Clojure's data, of whichever class loader. Most of it is callable, so
 * frameworks take it for a task, and Java code doesn't expect its immutability.
 */
enum ClojureData {

	/**
	 * Not data of Clojure's: Java's values, but also functions and objects that implement
	 * an interface of the application.
	 */
	NONE,

	/**
	 * A keyword or symbol.
	 */
	NAME,

	/**
	 * A ratio or big integer.
	 */
	NUMBER,

	/**
	 * A map or record.
	 */
	MAP,

	/**
	 * A set.
	 */
	SET,

	/**
	 * A vector, list or sequence.
	 */
	SEQUENCE;

	private static final String CLOJURE = "clojure.lang.";

	private static final ClassValue<ClojureData> KINDS = new ClassValue<>() {

		@Override
		protected ClojureData computeValue(Class<?> type) {
			return kind(type);
		}

	};

	/**
	 * Say what kind of data a value is.
	 * @param value a value
	 * @return its kind
	 */
	static ClojureData of(Object value) {
		return KINDS.get(value.getClass());
	}

	/**
	 * Whether a type is Clojure's own, so that a method with it wants Clojure's data.
	 * @param type a type
	 * @return whether it is
	 */
	static boolean isClojures(Class<?> type) {
		return type.getName().startsWith(CLOJURE);
	}

	/**
	 * Whether a class was compiled by Clojure, so that its callers know Clojure's data.
	 * @param type a class
	 * @return whether it implements an interface of Clojure's
	 */
	static boolean isCompiledByClojure(Class<?> type) {
		return isClojures(type) || interfaces(type).stream().anyMatch(ClojureData::isClojures);
	}

	/**
	 * Whether a value is a task that was made in the REPL, and no function. A framework
	 * runs it for its value.
	 * @param value a value
	 * @return whether it is
	 */
	static boolean isTask(Object value) {
		Class<?> type = value.getClass();
		return value instanceof Callable && RuntimeHome.of(type.getClassLoader()) != null
				&& !has(interfaces(type), "IFn");
	}

	static boolean isBigInteger(Number value) {
		return !value.toString().contains("/");
	}

	/**
	 * Name a keyword or symbol as Java code would.
	 * @param value a keyword or symbol
	 * @return its name, behind its namespace if it has one
	 */
	static String name(Object value) {
		String text = value.toString();
		return text.startsWith(":") ? text.substring(1) : text;
	}

	private static ClojureData kind(Class<?> type) {
		switch (type.getName()) {
			case CLOJURE + "Keyword", CLOJURE + "Symbol" -> {
				return NAME;
			}
			case CLOJURE + "Ratio", CLOJURE + "BigInt" -> {
				return NUMBER;
			}
			default -> {
			}
		}
		Set<Class<?>> interfaces = interfaces(type);
		if (interfaces.stream().anyMatch(ClojureData::isApplications)) {
			return NONE;
		}
		if (Map.class.isAssignableFrom(type) && has(interfaces, "IPersistentMap")) {
			return MAP;
		}
		if (Set.class.isAssignableFrom(type) && has(interfaces, "IPersistentSet")) {
			return SET;
		}
		return (Iterable.class.isAssignableFrom(type) && has(interfaces, "Sequential")) ? SEQUENCE : NONE;
	}

	// Interfaces extend others, which count too.
	private static Set<Class<?>> interfaces(Class<?> type) {
		Set<Class<?>> found = new HashSet<>();
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			add(each, found);
		}
		return found;
	}

	private static void add(Class<?> type, Set<Class<?>> found) {
		for (Class<?> each : type.getInterfaces()) {
			if (found.add(each)) {
				add(each, found);
			}
		}
	}

	private static boolean has(Set<Class<?>> interfaces, String name) {
		return interfaces.stream().anyMatch((each) -> each.getName().equals(CLOJURE + name));
	}

	// An object of the application's own is meant as it is.
	private static boolean isApplications(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return loader != null && RuntimeHome.of(loader) == null && !type.getName().startsWith("clojure.");
	}

}
